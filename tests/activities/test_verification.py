"""What the court says about a container's signatures."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from activities.signatures.asice import append_signature, create_container
from activities.signatures.certificate_path import TrustStore
from activities.signatures.errors import SignatureRefusedError
from activities.signatures.signature_report import Indication, Level
from activities.signatures.verification import verify_container
from simulators.trust.ocsp_answers import Standing
from tests.activities.signing_table import (
    ALIYEV,
    CLAIM,
    COMPANY,
    CONTRACT,
    HUSEYNOVA,
    SIGNED_AT,
    SigningTable,
    a_table,
    two_files,
)
from tests.second_opinion import assert_xmlsec1_agrees

YEARS_LATER = SIGNED_AT + timedelta(days=8 * 365)


@pytest.fixture(scope="module")
def table() -> SigningTable:
    return a_table()


async def test_a_long_term_signature_passes_and_names_its_signer(table: SigningTable) -> None:
    container = await table.signed_by(table.signer(ALIYEV))
    (report,) = await verify_container(container, table.trust, at=SIGNED_AT + timedelta(days=1))
    assert (report.indication, report.code, report.level) == (Indication.TOTAL_PASSED, "OK", Level.LT)
    assert (report.signer, report.fin, report.voen) == ("Əliyev Rəşad", "5ABC1D2", None)
    assert report.best_time == SIGNED_AT
    assert report.covers == tuple(sorted((CLAIM, CONTRACT)))
    assert report.roles == ("iddiaçı",)
    assert report.claimed_time == "2026-11-21T09:30:00Z"
    assert_xmlsec1_agrees(container)


async def test_two_people_and_a_company_sign_in_any_order(table: SigningTable) -> None:
    signers = [table.signer(ALIYEV), table.signer(HUSEYNOVA, curve=ec.SECP384R1()), table.signer(COMPANY, kind="seal")]
    finished = [await table.long_term(table.basic(one, number=place)) for place, one in enumerate(signers)]
    for order in ((0, 1, 2), (2, 0, 1), (1, 2, 0)):
        container = create_container(two_files())
        for place in order:
            container = append_signature(container, finished[place])
        reports = await verify_container(container, table.trust, at=SIGNED_AT)
        assert [report.code for report in reports] == ["OK"] * 3
        assert {report.fin or report.voen for report in reports} == {"5ABC1D2", "6XYZ9K8", "1234567891"}
        assert_xmlsec1_agrees(container)


async def test_a_basic_signature_lacks_proof_of_its_time_and_a_stamped_one_of_revocation(table: SigningTable) -> None:
    basic = table.basic(table.signer(ALIYEV))
    for xml, level, code in ((basic, Level.B, "NO_POE"), (await table.stamped(basic), Level.T, "NO_REVOCATION_INFO")):
        (report,) = await verify_container(
            append_signature(create_container(two_files()), xml), table.trust, at=SIGNED_AT
        )
        assert (report.indication, report.code, report.level) == (Indication.INDETERMINATE, code, level)
        assert report.fin == "5ABC1D2"


async def test_eight_years_later_the_long_term_signature_still_passes_and_the_basic_one_does_not(
    table: SigningTable,
) -> None:
    signer = table.signer(ALIYEV)
    (report,) = await verify_container(await table.signed_by(signer), table.trust, at=YEARS_LATER)
    assert report.passed
    basic = append_signature(create_container(two_files()), table.basic(signer))
    (report,) = await verify_container(basic, table.trust, at=YEARS_LATER)
    assert (report.indication, report.code) == (Indication.INDETERMINATE, "CERT_CHAIN_FAILURE")


@pytest.mark.parametrize("standing", [Standing.REVOKED, Standing.SUSPENDED])
async def test_a_certificate_revoked_before_signing_is_refused_and_after_it_does_no_harm(
    table: SigningTable, standing: Standing
) -> None:
    signer = table.signer(ALIYEV)
    stamped = await table.stamped(table.basic(signer))
    serial = signer.certificate.serial_number
    for revoked_at, code in (
        (SIGNED_AT - timedelta(minutes=1), f"CERT_{standing.upper()}"),
        (SIGNED_AT + timedelta(days=3), "OK"),
    ):
        table.authority.set_standing(serial, standing, at=revoked_at)
        xml = await table.with_ocsp(stamped, at=SIGNED_AT + timedelta(days=4))
        container = append_signature(create_container(two_files()), xml)
        (report,) = await verify_container(container, table.trust, at=SIGNED_AT + timedelta(days=4))
        assert report.code == code


async def test_an_answer_older_than_the_time_stamp_proves_nothing(table: SigningTable) -> None:
    stamped = await table.stamped(table.basic(table.signer(ALIYEV)))
    xml = await table.with_ocsp(stamped, at=SIGNED_AT - timedelta(hours=2))
    (report,) = await verify_container(append_signature(create_container(two_files()), xml), table.trust, at=SIGNED_AT)
    assert (report.indication, report.code) == (Indication.INDETERMINATE, "OCSP_BEFORE_TIMESTAMP")


async def test_a_certificate_the_authority_never_issued_is_unknown(table: SigningTable) -> None:
    signer = table.signer(ALIYEV)
    stamped = await table.stamped(table.basic(signer))
    del table.authority.issued[signer.certificate.serial_number]
    xml = await table.with_ocsp(stamped, at=SIGNED_AT)
    (report,) = await verify_container(append_signature(create_container(two_files()), xml), table.trust, at=SIGNED_AT)
    assert report.code == "CERT_UNKNOWN"


async def test_nobody_is_trusted_without_an_anchor(table: SigningTable) -> None:
    container = await table.signed_by(table.signer(ALIYEV))
    stranger = a_table()
    (report,) = await verify_container(container, stranger.trust, at=SIGNED_AT)
    assert (report.indication, report.code) == (Indication.INDETERMINATE, "TST_UNTRUSTED")
    (report,) = await verify_container(container, TrustStore(()), at=SIGNED_AT)
    assert not report.passed
    basic = append_signature(create_container(two_files()), table.basic(table.signer(ALIYEV)))
    (report,) = await verify_container(basic, stranger.trust, at=SIGNED_AT)
    assert report.code == "CERT_CHAIN_FAILURE"


async def test_a_container_without_signatures_or_files_is_refused(table: SigningTable) -> None:
    with pytest.raises(SignatureRefusedError) as refused:
        await verify_container(create_container(two_files()), table.trust, at=SIGNED_AT)
    assert refused.value.code == "NO_SIGNATURES"
    with pytest.raises(SignatureRefusedError) as refused:
        await verify_container(create_container([]), table.trust, at=SIGNED_AT)
    assert refused.value.code == "NO_DATA_FILES"


def test_the_trust_file_must_hold_a_root(table: SigningTable) -> None:
    root, issuing = table.trust.roots, table.trust.intermediates
    assert (len(root), len(issuing)) == (1, 1)
    only_issuing = table.authority.trust_pem().split(b"-----END CERTIFICATE-----\n")[1]
    with pytest.raises(ValueError, match="no self-signed root"):
        TrustStore.from_pem(only_issuing + b"-----END CERTIFICATE-----\n")
