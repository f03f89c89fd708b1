"""ASiC-E containers (EN 319 162-1): written alike each time, extended without touching what is there, read strictly."""

import io
import re
import struct
import zipfile
from collections.abc import Sequence

from lxml import etree

from activities.signatures.canonical_xml import parse_xml
from activities.signatures.errors import SignatureRefusedError
from activities.signatures.xades import DataFile
from activities.signatures.zip_structure import StrictZip, check_entry_name

ASICE_MEDIA_TYPE = "application/vnd.etsi.asic-e+zip"
MAX_SIGNATURE_XML = 2 << 20
_MANIFEST = "META-INF/manifest.xml"
_MANIFEST_NS = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_SIGNATURE_NAME = re.compile(r"META-INF/[^/]*signatures[^/]*\.xml", re.IGNORECASE)
_FIRST_DOS_DAY = (1980, 1, 1, 0, 0, 0)  # the same files make the same bytes on any day
_CENTRAL_HEADER = struct.Struct("<IHHHHHHIIIHHHHHII")
_END_RECORD = struct.Struct("<IHHHHIIH")


class Container:
    """An ASiC-E (or ASiC-like) package whose structure has been checked; contents are read one by one."""

    def __init__(self, data: bytes) -> None:
        """Check ZIP structure, `mimetype` entry and manifest; raises SignatureRefusedError with a code."""
        self._zip = StrictZip(data)
        first = self._zip.entries[0] if self._zip.entries else None
        if first is None or first.name != "mimetype" or not first.stored or not first.bare:
            raise SignatureRefusedError("MIMETYPE_NOT_FIRST_STORED")
        self.media_type = self._zip.read("mimetype").decode("ascii", "replace")
        names = self._zip.names
        self.file_names = tuple(n for n in names if n != "mimetype" and not n.upper().startswith("META-INF/"))
        self.signature_names = tuple(sorted(n for n in names if _SIGNATURE_NAME.fullmatch(n)))
        self.manifest = self._read_manifest()

    @property
    def names(self) -> tuple[str, ...]:
        """Every file of the package in its order, `mimetype` and META-INF included."""
        return self._zip.names

    def read(self, name: str) -> bytes:
        """Return one file's bytes; a signature document may not exceed MAX_SIGNATURE_XML."""
        content = self._zip.read(name)
        if name in self.signature_names and len(content) > MAX_SIGNATURE_XML:
            raise SignatureRefusedError("ENTRY_TOO_LARGE", name)
        return content

    def _read_manifest(self) -> dict[str, str]:
        """Return name → media type; the manifest may be absent, but must not contradict the package."""
        if _MANIFEST not in self._zip.names:
            return {}
        listed: dict[str, str] = {}
        for entry in parse_xml(self._zip.read(_MANIFEST)).iter(f"{{{_MANIFEST_NS}}}file-entry"):
            name = entry.get(f"{{{_MANIFEST_NS}}}full-path", "")
            if name in listed:
                raise SignatureRefusedError("MANIFEST_DUPLICATE", name)
            listed[name] = entry.get(f"{{{_MANIFEST_NS}}}media-type", "")
        unlisted = set(self.file_names) - set(listed)
        absent = set(listed) - set(self.names) - {"/"}
        if unlisted or absent:
            raise SignatureRefusedError("MANIFEST_MISMATCH", f"{sorted(unlisted)} {sorted(absent)}")
        if listed.get("/", self.media_type) != self.media_type:
            raise SignatureRefusedError("MANIFEST_MIMETYPE", listed["/"])
        return listed


def create_container(files: Sequence[tuple[DataFile, bytes]]) -> bytes:
    """Pack files into an unsigned ASiC-E; the same input always makes the same bytes."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr(_entry("mimetype", zipfile.ZIP_STORED), ASICE_MEDIA_TYPE)
        for file, content in files:
            check_entry_name(file.name)
            archive.writestr(_entry(file.name, zipfile.ZIP_DEFLATED), content)
        archive.writestr(_entry(_MANIFEST, zipfile.ZIP_DEFLATED), _manifest([file for file, _ in files]))
    container = output.getvalue()
    Container(container)  # what we write, our own strict reader must accept
    return container


def append_signature(container: bytes, signature_xml: bytes) -> bytes:
    """Add a signature document; every entry already there keeps its exact bytes."""
    name = next_signature_name(Container(container).names)
    return _assemble(container, added=(name, signature_xml))


def next_signature_name(names: Sequence[str]) -> str:
    """Return the first free META-INF/signaturesN.xml."""
    number = 0
    while f"META-INF/signatures{number}.xml" in names:
        number += 1
    return f"META-INF/signatures{number}.xml"


def _entry(name: str, compression: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIRST_DOS_DAY)
    entry.compress_type = compression
    entry.create_system = 0
    entry.external_attr = 0
    return entry


def _manifest(files: Sequence[DataFile]) -> bytes:
    root = etree.Element(f"{{{_MANIFEST_NS}}}manifest", nsmap={"manifest": _MANIFEST_NS})
    root.set(f"{{{_MANIFEST_NS}}}version", "1.2")
    for name, media_type in [("/", ASICE_MEDIA_TYPE), *((file.name, file.media_type) for file in files)]:
        entry = etree.SubElement(root, f"{{{_MANIFEST_NS}}}file-entry")
        entry.set(f"{{{_MANIFEST_NS}}}full-path", name)
        entry.set(f"{{{_MANIFEST_NS}}}media-type", media_type)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _assemble(container: bytes, *, added: tuple[str, bytes]) -> bytes:
    """Lay the kept local entries side by side as they are, then the added one, then a new directory."""
    name, content = added
    local, records = bytearray(), bytearray()
    kept = [piece for piece in _pieces(container) if piece[0] != name]
    for _, entry_bytes, record in [*kept, *_pieces(_single(name, content))]:
        records += _moved(record, to=len(local))
        local += entry_bytes
    comment = StrictZip(container).comment
    count = len(kept) + 1
    end = _END_RECORD.pack(0x06054B50, 0, 0, count, count, len(records), len(local), len(comment))
    return bytes(local + records) + end + comment


def _single(name: str, content: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr(_entry(name, zipfile.ZIP_DEFLATED), content)
    return output.getvalue()


def _pieces(container: bytes) -> list[tuple[str, bytes, bytes]]:
    """Cut a checked ZIP into (name, local entry, directory record), in the order of the local entries."""
    entries = StrictZip(container).entries
    records: dict[int, bytes] = {}
    position = entries[-1].end
    for _ in entries:
        fields = _CENTRAL_HEADER.unpack_from(container, position)
        size = _CENTRAL_HEADER.size + fields[10] + fields[11] + fields[12]
        records[fields[16]] = container[position : position + size]
        position += size
    return [(entry.name, container[entry.start : entry.end], records[entry.start]) for entry in entries]


def _moved(record: bytes, *, to: int) -> bytes:
    """Return a directory record pointing at a local entry's new place (the last four bytes of its fixed part)."""
    return record[: _CENTRAL_HEADER.size - 4] + struct.pack("<I", to) + record[_CENTRAL_HEADER.size :]
