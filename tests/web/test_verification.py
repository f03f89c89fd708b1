"""A container found good is not examined again on the next page; a changed one, and a bad one, always is."""

from datetime import timedelta

import pytest

from activities.signatures.asice import append_signature, create_container
from tests.activities.signing_table import ALIYEV, HUSEYNOVA, SIGNED_AT, SigningTable, a_table, two_files
from web.verdicts import Reports, Verdicts
from web.verification import verified

YEARS_LATER = SIGNED_AT + timedelta(days=8 * 365)


@pytest.fixture(scope="module")
def table() -> SigningTable:
    return a_table()


async def test_a_good_container_is_examined_once(table: SigningTable) -> None:
    container = await table.signed_by(table.signer(ALIYEV))
    first = await verified(container, table.trust, at=SIGNED_AT)
    again = await verified(bytes(bytearray(container)), table.trust, at=YEARS_LATER)
    assert first.fault == ""
    assert again.reports is first.reports


async def test_a_changed_container_is_examined_anew(table: SigningTable) -> None:
    container = await table.signed_by(table.signer(ALIYEV))
    good = await verified(container, table.trust, at=SIGNED_AT)
    changed = bytearray(container)
    changed[len(changed) // 3] ^= 1
    assert (await verified(bytes(changed), table.trust, at=SIGNED_AT)).fault
    other = await table.signed_by(table.signer(HUSEYNOVA))
    (report,) = (await verified(other, table.trust, at=SIGNED_AT)).reports
    assert report.fin != good.reports[0].fin
    assert (await verified(container, table.trust, at=SIGNED_AT)).reports is good.reports


async def test_whom_we_trust_is_part_of_the_verdict(table: SigningTable) -> None:
    container = await table.signed_by(table.signer(ALIYEV))
    assert (await verified(container, table.trust, at=SIGNED_AT)).fault == ""
    assert (await verified(container, a_table().trust, at=SIGNED_AT)).fault


async def test_a_verdict_that_time_may_change_is_never_remembered(table: SigningTable) -> None:
    basic = append_signature(create_container(two_files()), table.basic(table.signer(ALIYEV)))
    assert (await verified(basic, table.trust, at=SIGNED_AT)).fault == "NO_POE"
    assert (await verified(basic, table.trust, at=YEARS_LATER)).fault == "CERT_CHAIN_FAILURE"


async def test_only_so_many_verdicts_are_kept(table: SigningTable) -> None:
    reports = (await verified(await table.signed_by(table.signer(ALIYEV)), table.trust, at=SIGNED_AT)).reports
    verdicts, examined = Verdicts(limit=2), list[bytes]()

    def looked_at(data: bytes) -> Reports:
        def examine() -> Reports:
            examined.append(data)
            return reports

        return verdicts.of(data, table.trust, examine)

    for data in (b"a", b"b", b"a", b"c", b"a", b"b"):
        looked_at(data)
    assert examined == [b"a", b"b", b"c", b"b"], "b was looked at longest ago when c came"
