"""A second opinion on our signatures: the independent XML-Security library behind Debian's `xmlsec1`."""

import base64
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

from lxml import etree

from tests.tools import tool

_DS = "{http://www.w3.org/2000/09/xmldsig#}"
_PROPERTIES = "http://uri.etsi.org/01903/v1.3.2#:SignedProperties"


def assert_xmlsec1_agrees(container: bytes) -> None:
    """Fail unless `xmlsec1` finds every signature value and every file digest of an ASiC-E container right."""
    binary = tool("xmlsec1")
    with zipfile.ZipFile(BytesIO(container)) as archive, TemporaryDirectory() as folder:
        signatures = [name for name in archive.namelist() if "signatures" in name and name.startswith("META-INF/")]
        assert signatures, "the container holds no signature to ask about"
        for name in signatures:
            _ask(binary, archive, name=name, folder=Path(folder))


def _ask(binary: str, archive: zipfile.ZipFile, *, name: str, folder: Path) -> None:
    document = folder / "signature.xml"
    document.write_bytes(archive.read(name))
    root = etree.fromstring(document.read_bytes())
    certificate = folder / "signer.der"
    certificate.write_bytes(base64.b64decode(root.findtext(f".//{_DS}X509Certificate") or ""))
    # the key is the pinned certificate's; whether its issuer is trusted is not the question here
    command = [binary, "--verify", "--enabled-key-data", "key-name", "--pubkey-cert-der", str(certificate)]
    command += ["--id-attr:Id", _PROPERTIES]
    for position, reference in enumerate(root.iterfind(f".//{_DS}SignedInfo/{_DS}Reference")):
        uri = reference.get("URI", "")
        if not uri.startswith("#"):
            signed = folder / f"file{position}"
            signed.write_bytes(archive.read(unquote(uri)))
            command += [f"--url-map:{unquote(uri)}", str(signed)]  # xmlsec1 looks for the decoded name
    asked = subprocess.run([*command, str(document)], capture_output=True, text=True, check=False)
    assert asked.returncode == 0, f"xmlsec1 refuses {name}: {asked.stderr[-2000:]}"
