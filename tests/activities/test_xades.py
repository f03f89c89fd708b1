"""A signature is made in two phases, and only from the right key over the right files."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from lxml import etree
from signxml.verifier import VerifyResult
from signxml.xades.xades import XAdESSignatureConfiguration, XAdESVerifier

from activities.signatures.canonical_xml import NAMESPACES
from activities.signatures.errors import SignatureRefusedError
from activities.signatures.identity import identity_of, load_certificate, require_person
from activities.signatures.xades import (
    MAX_FILES,
    Place,
    attach,
    prepare,
    reference_uri,
    signing_certificate_of,
    timestamp_imprint,
)
from models.domain.attachments import LIMITS
from simulators.trust.authority import Holder
from simulators.trust.certificates import KeyPair
from tests.activities.signing_table import (
    ALIYEV,
    COMPANY,
    HUSEYNOVA,
    SIGNED_AT,
    SigningTable,
    a_table,
    data_file,
    raw_signature,
    two_files,
)


@pytest.fixture(scope="module")
def table() -> SigningTable:
    return a_table()


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1()], ids=lambda curve: curve.name)
@pytest.mark.parametrize("as_der", [False, True], ids=["raw", "der"])
def test_phone_and_card_values_of_every_curve_fit(
    table: SigningTable, *, curve: ec.EllipticCurve, as_der: bool
) -> None:
    signer = table.signer(ALIYEV, curve=curve)
    draft = table.draft(signer)
    assert len(draft.digest) == {"sha256": 32, "sha384": 48, "sha512": 64}[draft.hash_name]
    xml = attach(draft.xml, raw_signature(signer, draft, as_der=as_der))
    width = (curve.key_size + 7) // 8
    assert len(base64.b64decode(text_at(xml, "ds:SignatureValue"))) == 2 * width


def test_an_rsa_card_signs_too(table: SigningTable) -> None:
    key = rsa.generate_private_key(65537, 2048)
    signer = KeyPair(key, table.authority.issue("sign", ALIYEV, public_key=key.public_key(), at=SIGNED_AT))
    draft = table.draft(signer)
    assert b"rsa-sha256" in attach(draft.xml, raw_signature(signer, draft))


def test_a_value_of_another_key_is_refused(table: SigningTable) -> None:
    draft = table.draft(table.signer(ALIYEV))
    with pytest.raises(SignatureRefusedError) as refused:
        attach(draft.xml, raw_signature(table.signer(HUSEYNOVA), draft))
    assert refused.value.code == "SIG_VALUE_INVALID"


def test_a_value_over_another_document_is_refused(table: SigningTable) -> None:
    signer = table.signer(ALIYEV)
    other = table.draft(signer, [data_file("başqa.pdf", b"%PDF-1.7\n%%EOF\n")])
    with pytest.raises(SignatureRefusedError) as refused:
        attach(table.draft(signer).xml, raw_signature(signer, other))
    assert refused.value.code == "SIG_VALUE_INVALID"


@pytest.mark.parametrize("value", [b"", b"short", b"\x30\x80" * 40])
def test_a_value_that_is_neither_raw_nor_der_is_refused(table: SigningTable, value: bytes) -> None:
    draft = table.draft(table.signer(ALIYEV))
    with pytest.raises(SignatureRefusedError) as refused:
        attach(draft.xml, value)
    assert refused.value.code == "SIG_LENGTH"


def test_the_sign_in_certificate_cannot_sign_documents(table: SigningTable) -> None:
    with pytest.raises(SignatureRefusedError) as refused:
        table.draft(table.signer(ALIYEV, kind="auth"))
    assert refused.value.code == "CERT_KEY_USAGE"


def test_no_files_and_too_many_files_are_refused(table: SigningTable) -> None:
    signer = table.signer(ALIYEV)
    many = [data_file(f"{number}.pdf", b"x")[0] for number in range(MAX_FILES + 1)]
    for files, code in (([], "FILES_NONE"), (many, "FILES_TOO_MANY")):
        with pytest.raises(SignatureRefusedError) as refused:
            prepare(files, signer.der, signature_id="S1", at=SIGNED_AT)
        assert refused.value.code == code


def test_the_same_request_makes_the_same_draft(table: SigningTable) -> None:
    signer = table.signer(ALIYEV)
    assert table.draft(signer) == table.draft(signer)


def test_roles_place_and_claimed_time_are_signed(table: SigningTable) -> None:
    signer = table.signer(ALIYEV)
    names = [file for file, _ in two_files()]
    draft = prepare(
        names, signer.der, signature_id="S1", at=SIGNED_AT, roles=("birgə iddiaçı",), place=Place("Bakı", "AZ")
    )
    assert "birgə iddiaçı" in draft.xml.decode()
    assert "<xades:City>Bakı</xades:City>" in draft.xml.decode()
    assert "2026-11-21T09:30:00Z" in draft.xml.decode()


def test_file_names_are_percent_encoded_in_references() -> None:
    assert reference_uri("əlavə/a b+c.pdf") == "%C9%99lav%C9%99/a%20b%2Bc.pdf"


def test_the_time_stamp_covers_the_element_and_not_its_text(table: SigningTable) -> None:
    xml = table.basic(table.signer(ALIYEV))
    value = text_at(xml, "ds:SignatureValue").encode()
    assert timestamp_imprint(xml) not in (
        hashlib.sha256(value).digest(),
        hashlib.sha256(base64.b64decode(value)).digest(),
    )


def test_identity_stands_in_the_certificate(table: SigningTable) -> None:
    person = identity_of(table.signer(ALIYEV).certificate)
    assert (person.name, person.surname, person.given_name) == ("Əliyev Rəşad", "Əliyev", "Rəşad")
    assert (person.fin, person.voen, person.can_sign) == ("5ABC1D2", None, True)
    company = identity_of(table.signer(COMPANY, kind="seal").certificate)
    assert (company.organisation, company.fin, company.voen) == ("«Nümunə» MMC", None, "1234567891")
    foreigner = identity_of(table.signer(Holder("Doe", "Jan", "not-a-fin")).certificate)
    assert foreigner.fin is None
    assert not identity_of(table.signer(ALIYEV, kind="auth").certificate).can_sign


def test_a_certificate_of_another_person_is_not_the_signers(table: SigningTable) -> None:
    certificate = load_certificate(signing_certificate_of(table.basic(table.signer(ALIYEV))))
    require_person(certificate, fin="5abc1d2")
    with pytest.raises(SignatureRefusedError) as refused:
        require_person(certificate, fin=HUSEYNOVA.fin)
    assert refused.value.code == "SIGNER_MISMATCH"


def test_signxml_agrees(table: SigningTable) -> None:
    signer = table.signer(ALIYEV)
    contents = {reference_uri(file.name): content for file, content in two_files()}
    results = XAdESVerifier().verify(
        table.basic(signer),
        x509_cert=signer.certificate,
        uri_resolver=contents.__getitem__,
        expect_references=3,
        expect_config=XAdESSignatureConfiguration(expect_references=3, location="./", verification_time=SIGNED_AT),
    )
    assert {result.signed_data for result in results if isinstance(result, VerifyResult)} >= set(contents.values())


def text_at(xml: bytes, path: str) -> str:
    return etree.fromstring(xml).findtext(f".//{path}", "", NAMESPACES)


def test_a_filing_with_as_many_documents_as_it_may_hold_can_be_signed() -> None:
    assert LIMITS.count < MAX_FILES, "the application itself is signed with them"
