"""What becomes of a signature when its certificate does not stand: said before PIN2, judged by the time-stamp."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from activities.signatures.asice import append_signature, create_container
from activities.signatures.errors import SignatureRefusedError
from activities.signatures.long_term import complete_signature, require_good, stamped_at
from activities.signatures.verification import verify_container
from models.ports import OutsideUnavailableError
from simulators.trust.certificates import KeyPair
from simulators.trust.ocsp_answers import Standing
from tests.activities.signing_table import ALIYEV, OCSP_AT, SIGNED_AT, SigningTable, TableOcsp, a_table, two_files

LATER = SIGNED_AT + timedelta(hours=2)


@dataclass(frozen=True)
class SilentOcsp:
    """A responder nobody can reach."""

    async def fetch(self, certificate: bytes, issuer: bytes) -> bytes:
        raise OutsideUnavailableError(f"{len(certificate)} {len(issuer)}")


def short_lived(table: SigningTable, lifetime: timedelta) -> KeyPair:
    """A signer whose certificate began an hour and five minutes before the signature, and lives so long."""
    key, moment = ec.generate_private_key(ec.SECP256R1()), SIGNED_AT - timedelta(hours=1)
    made = table.authority.issue("sign", ALIYEV, public_key=key.public_key(), at=moment, lifetime=lifetime)
    return KeyPair(key, made)


async def refusal(table: SigningTable, signer: KeyPair) -> str:
    with pytest.raises(SignatureRefusedError) as refused:
        await require_good(signer.der, TableOcsp(table.authority), trust=table.trust, at=SIGNED_AT)
    return refused.value.code


@pytest.mark.parametrize(
    ("standing", "code"), [(Standing.REVOKED, "CERT_REVOKED"), (Standing.SUSPENDED, "CERT_SUSPENDED")]
)
async def test_a_certificate_the_issuer_took_back_is_refused_before_anybody_is_asked(
    standing: Standing, code: str
) -> None:
    table = a_table()
    signer = table.signer(ALIYEV)
    await require_good(signer.der, TableOcsp(table.authority), trust=table.trust, at=SIGNED_AT)
    table.authority.set_standing(signer.certificate.serial_number, standing, at=SIGNED_AT - timedelta(minutes=1))
    assert await refusal(table, signer) == code
    await require_good(signer.der, SilentOcsp(), trust=table.trust, at=SIGNED_AT)  # the later answer decides


async def test_an_expired_certificate_is_refused_before_and_after() -> None:
    table = a_table()
    signer = short_lived(table, timedelta(minutes=30))
    assert await refusal(table, signer) == "CERT_EXPIRED"
    stamped = await table.stamped(table.basic(signer))
    with pytest.raises(SignatureRefusedError, match="CERT_EXPIRED"):
        await complete_signature(stamped, TableOcsp(table.authority), trust=table.trust, at=SIGNED_AT)


async def test_a_certificate_revoked_or_expired_after_the_time_stamp_had_signed_lawfully() -> None:
    table = a_table()
    for signer in (table.signer(ALIYEV), short_lived(table, timedelta(hours=2))):
        serial = signer.certificate.serial_number
        table.authority.set_standing(serial, Standing.REVOKED, at=SIGNED_AT + timedelta(minutes=10))
        stamped = await table.stamped(table.basic(signer))
        at = await stamped_at(stamped, trust=table.trust)
        assert at == SIGNED_AT
        # The responder had been silent: its answer is of a time when the certificate stood no more.
        late = await complete_signature(stamped, TableOcsp(table.authority, LATER), trust=table.trust, at=at)
        container = append_signature(create_container(two_files()), late)
        (report,) = await verify_container(container, table.trust, at=LATER + timedelta(days=900))
        assert (report.code, report.best_time) == ("OK", SIGNED_AT)


async def test_one_revoked_before_the_time_stamp_signed_nothing() -> None:
    table = a_table()
    signer = table.signer(ALIYEV)
    stamped = await table.stamped(table.basic(signer))
    table.authority.set_standing(
        signer.certificate.serial_number, Standing.REVOKED, at=SIGNED_AT - timedelta(seconds=1)
    )
    with pytest.raises(SignatureRefusedError, match="CERT_REVOKED"):
        await complete_signature(stamped, TableOcsp(table.authority, OCSP_AT), trust=table.trust, at=SIGNED_AT)
