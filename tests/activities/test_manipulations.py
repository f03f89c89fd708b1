"""Whatever is changed in a signed container, no signature passes, and the report says what was done."""

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from cryptography.hazmat.primitives.asymmetric import utils
from cryptography.x509.ocsp import load_der_ocsp_response
from lxml import etree

from activities.signatures.archive_timestamp import archive_input
from activities.signatures.asice import append_signature, create_container
from activities.signatures.canonical_xml import (
    EXCLUSIVE_C14N,
    NAMESPACES,
    XADES141,
    canonical,
    encoded,
    only_signature,
    parse_xml,
    required,
    serialise,
)
from activities.signatures.signature_report import Indication, Level, SignatureReport
from activities.signatures.verification import verify_container
from activities.signatures.xades import DataFile, add_timestamp, attach, timestamp_imprint
from tests.activities.signing_table import (
    ALIYEV,
    HUSEYNOVA,
    SIGNED_AT,
    SigningTable,
    TableTimestamps,
    a_table,
    data_file,
    raw_signature,
    two_files,
)
from tests.second_opinion import assert_xmlsec1_agrees

Files = list[tuple[DataFile, bytes]]


@dataclass(frozen=True)
class Bench:
    """A good long-term signature and the ingredients that forgers mix in."""

    table: SigningTable
    xml: bytes
    basic: bytes
    other: bytes  # another signer's LT signature over the same files


@pytest.fixture(scope="module")
async def bench() -> Bench:
    table = a_table()
    basic = table.basic(table.signer(ALIYEV))
    other = await table.long_term(table.basic(table.signer(HUSEYNOVA), number=2))
    return Bench(table, await table.long_term(basic), basic, other)


async def verdict(bench: Bench, xml: bytes, files: Files | None = None) -> SignatureReport:
    container = append_signature(create_container(files or two_files()), xml)
    (report,) = await verify_container(container, bench.table.trust, at=SIGNED_AT)
    return report


def flipped(content: bytes) -> bytes:
    return content[:10] + bytes([content[10] ^ 1]) + content[11:]


FILE_CHANGES: dict[str, tuple[Callable[[Files], Files], str]] = {
    "one bit of a file": (lambda files: [(files[0][0], flipped(files[0][1])), files[1]], "HASH_FAILURE"),
    "two files change places": (
        lambda files: [(files[0][0], files[1][1]), (files[1][0], files[0][1])],
        "HASH_FAILURE",
    ),
    "a file added": (lambda files: [*files, data_file("artıq.pdf", b"x")], "FILES_NOT_COVERED"),
    "a file taken away": (lambda files: files[:1], "REF_UNRESOLVED"),
    "a file renamed": (lambda files: [files[0], data_file("başqa.pdf", files[1][1])], "REF_UNRESOLVED"),
}


@pytest.mark.parametrize(("change", "code"), FILE_CHANGES.values(), ids=FILE_CHANGES.keys())
async def test_changed_files_are_noticed(bench: Bench, change: Callable[[Files], Files], code: str) -> None:
    report = await verdict(bench, bench.xml, change(two_files()))
    assert (report.indication, report.code) == (Indication.TOTAL_FAILED, code)


def replaced(pattern: str, by: str) -> Callable[[Bench], bytes]:
    """Return a forger who rewrites the first match of a pattern."""

    def forge(bench: Bench) -> bytes:
        forged, count = re.subn(pattern, by, bench.xml.decode(), count=1, flags=re.DOTALL)
        assert count == 1
        return forged.encode()

    return forge


def other_certificate(bench: Bench) -> bytes:
    pattern = r"<ds:X509Certificate>[^<]+</ds:X509Certificate>"
    theirs = re.search(pattern, bench.other.decode())
    assert theirs
    return re.sub(pattern, theirs[0], bench.xml.decode(), count=1).encode()


def der_value(bench: Bench) -> bytes:
    value = base64.b64decode(between(bench.xml, "<ds:SignatureValue", "</ds:SignatureValue>").split(b">", 1)[1])
    half = len(value) // 2
    der = utils.encode_dss_signature(int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big"))
    return bench.xml.replace(base64.b64encode(value), base64.b64encode(der), 1)


def wrong_value(bench: Bench) -> bytes:
    value = between(bench.other, "<ds:SignatureValue", "</ds:SignatureValue>").split(b">", 1)[1]
    mine = between(bench.xml, "<ds:SignatureValue", "</ds:SignatureValue>").split(b">", 1)[1]
    return bench.xml.replace(mine, value, 1)


def two_signatures(bench: Bench) -> bytes:
    second = b"<ds:Signature " + between(bench.other, "<ds:Signature ", "</ds:Signature>") + b"</ds:Signature>"
    return bench.xml.replace(b"</asic:XAdESSignatures>", second + b"</asic:XAdESSignatures>")


def anothers_time_stamp(bench: Bench) -> bytes:
    token = between(bench.other, "<xades:EncapsulatedTimeStamp>", "</xades:EncapsulatedTimeStamp>")
    mine = between(bench.xml, "<xades:EncapsulatedTimeStamp>", "</xades:EncapsulatedTimeStamp>")
    return bench.xml.replace(mine, token, 1)


def document_type(bench: Bench) -> bytes:
    return bench.xml.replace(b"<asic:", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><asic:', 1)


def hidden_document_type(bench: Bench) -> bytes:
    text = document_type(bench).decode().replace("encoding='UTF-8'", "encoding='UTF-16'")
    return text.encode("utf-16")


def between(text: bytes, start: str, end: str) -> bytes:
    begin = text.index(start.encode())
    return text[begin + len(start) : text.index(end.encode(), begin)]


SHA256 = re.escape("http://www.w3.org/2001/04/xmlenc#sha256")
XSLT = '<ds:Transforms><ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/></ds:Transforms>'
FILTER = f'<ds:Transforms><ds:Transform Algorithm="{EXCLUSIVE_C14N}"/></ds:Transforms>'
XML_FORGERIES: dict[str, tuple[Callable[[Bench], bytes], str]] = {
    "another certificate in KeyInfo": (other_certificate, "SIGNING_CERT_MISMATCH"),
    "no certificate in KeyInfo": (replaced(r"<ds:KeyInfo>.*?</ds:KeyInfo>", "<ds:KeyInfo/>"), "KEYINFO_NO_CERT"),
    "no binding of the certificate": (
        replaced(r"<xades:SigningCertificateV2>.*?</xades:SigningCertificateV2>", ""),
        "SIGNED_PROPERTIES_CHANGED",
    ),
    "value as DER": (der_value, "SIG_LENGTH"),
    "another's value": (wrong_value, "SIG_CRYPTO_FAILURE"),
    "a second signature": (two_signatures, "SIG_COUNT"),
    "another's time-stamp": (anothers_time_stamp, "TST_IMPRINT_MISMATCH"),
    "claimed time": (replaced("2026-11-21T09:30:00Z", "2026-11-20T09:30:00Z"), "SIGNED_PROPERTIES_CHANGED"),
    "claimed role": (replaced("iddiaçı", "vəkil"), "SIGNED_PROPERTIES_CHANGED"),
    "SHA-1 digest": (replaced(SHA256, "http://www.w3.org/2000/09/xmldsig#sha1"), "DIGEST_ALG_FORBIDDEN"),
    "SHA-1 signature": (
        replaced(
            r"http://www\.w3\.org/2001/04/xmldsig-more#ecdsa-sha256",
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1",
        ),
        "SIG_ALG_FORBIDDEN",
    ),
    "RSA method for an EC key": (replaced("ecdsa-sha256", "rsa-sha256"), "SIG_ALG_KEY_MISMATCH"),
    "unknown canonicalisation": (replaced(re.escape(EXCLUSIVE_C14N), "urn:x"), "C14N_ALG_FORBIDDEN"),
    "XSLT transform": (replaced(r'(<ds:Reference Id="S1-R0"[^>]*>)', rf"\1{XSLT}"), "TRANSFORM_FORBIDDEN"),
    "transform on a file": (replaced(r'(<ds:Reference Id="S1-R0"[^>]*>)', rf"\1{FILTER}"), "TRANSFORM_ON_FILE"),
    "document type": (document_type, "XML_DTD_FORBIDDEN"),
    "document type in UTF-16": (hidden_document_type, "XML_DTD_FORBIDDEN"),
    "the same Id twice": (replaced('Id="S1-TS0"', 'Id="S1-R0"'), "ID_DUPLICATE"),
    "type of the properties reference": (replaced("01903#SignedProperties", "01903#Other"), "SP_REF_TYPE"),
    "no reference to the properties": (replaced(r"<ds:Reference Type=.*?</ds:Reference>", ""), "SP_NOT_SIGNED"),
    "the same file twice": (
        replaced(
            r'<ds:Reference Id="S1-R0"(.*?</ds:Reference>)', r'<ds:Reference Id="S1-R0"\1<ds:Reference Id="S1-R9"\1'
        ),
        "REF_DUPLICATE",
    ),
    "empty reference": (replaced(r'(Id="S1-R0" URI=")[^"]+', r"\1"), "REF_URI_EMPTY"),
    "reference out of the container": (replaced(r'(Id="S1-R0" URI=")[^"]+', r"\1file:///etc/passwd"), "REF_UNRESOLVED"),
    "reference to META-INF": (replaced(r'(Id="S1-R0" URI=")[^"]+', r"\1META-INF/manifest.xml"), "REF_UNRESOLVED"),
    "properties of another signature": (replaced('Target="#S1"', 'Target="#S2"'), "QUALIFYING_PROPERTIES"),
    "another root element": (replaced("asic:XAdESSignatures xmlns:asic", "asic:Others xmlns:asic"), "XML_BROKEN"),
    "base64 that is none": (replaced(r"(<ds:DigestValue>)[^<]+", r"\1***"), "FORMAT_FAILURE"),
    "broken time-stamp": (
        replaced(r"(<xades:EncapsulatedTimeStamp>)[^<]+", r"\1MAMCAQA="),
        "TST_BROKEN",
    ),
    "broken OCSP answer": (replaced(r"(<xades:EncapsulatedOCSPValue>)[^<]+", r"\1MAMCAQA="), "OCSP_BROKEN"),
    "not XML at all": (lambda _: b"imza", "XML_BROKEN"),
}


@pytest.mark.parametrize(("forge", "code"), XML_FORGERIES.values(), ids=XML_FORGERIES.keys())
async def test_forged_signatures_fail_with_their_reason(
    bench: Bench, forge: Callable[[Bench], bytes], code: str
) -> None:
    forged = forge(bench)
    assert forged != bench.xml
    report = await verdict(bench, forged)
    assert (report.indication, report.code) == (Indication.TOTAL_FAILED, code)


async def test_the_untouched_signature_passes(bench: Bench) -> None:
    assert (await verdict(bench, bench.xml)).code == "OK"


async def test_every_single_bit_of_a_signed_file_counts(bench: Bench) -> None:
    name, content = two_files()[0]
    for position in range(0, len(content), 97):
        changed = content[:position] + bytes([content[position] ^ 0x80]) + content[position + 1 :]
        report = await verdict(bench, bench.xml, [(name, changed), two_files()[1]])
        assert report.code == "HASH_FAILURE"


async def test_a_time_stamp_of_a_stranger_is_not_trusted(bench: Bench) -> None:
    stranger = TableTimestamps(a_table().authority)
    stamped = add_timestamp(bench.basic, await stranger.stamp(timestamp_imprint(bench.basic)))
    report = await verdict(bench, stamped)
    assert (report.indication, report.code) == (Indication.INDETERMINATE, "TST_UNTRUSTED")


async def test_an_ocsp_answer_about_another_person_proves_nothing(bench: Bench) -> None:
    theirs = between(bench.other, "<xades:EncapsulatedOCSPValue>", "</xades:EncapsulatedOCSPValue>")
    mine = between(bench.xml, "<xades:EncapsulatedOCSPValue>", "</xades:EncapsulatedOCSPValue>")
    report = await verdict(bench, bench.xml.replace(mine, theirs))
    assert (report.indication, report.code) == (Indication.INDETERMINATE, "OCSP_OTHER_CERT")


async def test_an_ocsp_answer_signed_by_a_stranger_proves_nothing(bench: Bench) -> None:
    stranger = SigningTable(replace(bench.table.authority, responder=a_table().authority.responder))
    xml = await stranger.with_ocsp(await bench.table.stamped(bench.basic), at=SIGNED_AT)
    assert (await verdict(bench, xml)).code == "OCSP_RESPONDER_UNTRUSTED"


async def test_an_ocsp_answer_changed_after_its_signing_proves_nothing(bench: Bench) -> None:
    answer = between(bench.xml, "<xades:EncapsulatedOCSPValue>", "</xades:EncapsulatedOCSPValue>")
    signature = load_der_ocsp_response(base64.b64decode(answer)).signature
    spoiled = base64.b64decode(answer).replace(signature, flipped(signature))
    report = await verdict(bench, bench.xml.replace(answer, base64.b64encode(spoiled)))
    assert (report.indication, report.code) == (Indication.TOTAL_FAILED, "OCSP_SIGNATURE_INVALID")


async def test_a_signature_by_the_sign_in_key_is_no_signature(bench: Bench) -> None:
    impostor = bench.table.signer(ALIYEV, kind="auth")
    draft = bench.table.draft(bench.table.signer(ALIYEV))
    signature = only_signature(root := parse_xml(draft.xml))
    required(signature, "ds:KeyInfo/ds:X509Data/ds:X509Certificate").text = encoded(impostor.der)
    properties = required(signature, "ds:Object/xades:QualifyingProperties/xades:SignedProperties")
    bound = next(properties.iterfind(".//xades:CertDigest/ds:DigestValue", NAMESPACES))
    bound.text = encoded(hashlib.sha256(impostor.der).digest())
    signed_info = required(signature, "ds:SignedInfo")
    digest = hashlib.sha256(canonical(properties, EXCLUSIVE_C14N)).digest()
    required(signed_info, "ds:Reference[@Type]/ds:DigestValue").text = encoded(digest)
    forged = replace(draft, digest=hashlib.sha256(canonical(signed_info, EXCLUSIVE_C14N)).digest())
    xml = attach(serialise(root), raw_signature(impostor, forged))
    assert (await verdict(bench, xml)).code == "CERT_KEY_USAGE"


async def archived(bench: Bench) -> bytes:
    """Return the signature with an archive time-stamp, as long-term archives add it."""
    contents = {file.name: content for file, content in two_files()}
    signature = only_signature(root := parse_xml(bench.xml))
    covered = archive_input(signature, read=contents.__getitem__, algorithm=EXCLUSIVE_C14N)
    token = await TableTimestamps(bench.table.authority).stamp(hashlib.sha256(covered).digest())
    unsigned = next(root.iter("{http://uri.etsi.org/01903/v1.3.2#}UnsignedSignatureProperties"))
    stamp = etree.SubElement(unsigned, f"{{{XADES141}}}ArchiveTimeStamp", nsmap={"xades141": XADES141})
    method = etree.SubElement(stamp, "{http://www.w3.org/2000/09/xmldsig#}CanonicalizationMethod")
    method.set("Algorithm", EXCLUSIVE_C14N)
    value = etree.SubElement(stamp, "{http://uri.etsi.org/01903/v1.3.2#}EncapsulatedTimeStamp")
    value.text = base64.b64encode(token).decode()
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


async def test_an_archive_time_stamp_protects_everything_before_it(bench: Bench) -> None:
    xml = await archived(bench)
    report = await verdict(bench, xml)
    assert (report.code, report.level) == ("OK", Level.LTA)
    spoiled = xml.replace(b"<xades:CertificateValues>", b"<xades:CertificateValues> ", 1)
    assert (await verdict(bench, spoiled)).code == "TST_IMPRINT_MISMATCH"
    assert_xmlsec1_agrees(append_signature(create_container(two_files()), xml))


def test_the_second_opinion_refuses_what_it_must(bench: Bench) -> None:
    changed = [(two_files()[0][0], flipped(two_files()[0][1])), two_files()[1]]
    with pytest.raises(AssertionError, match="xmlsec1 refuses"):
        assert_xmlsec1_agrees(append_signature(create_container(changed), bench.xml))
    with pytest.raises(AssertionError, match="xmlsec1 refuses"):
        assert_xmlsec1_agrees(append_signature(create_container(two_files()), wrong_value(bench)))
