"""For whom a person may act, asked of the real register simulator and written to a real PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from sqlalchemy import select
from sqlmodel import col

from activities.adapters.registers_http import HttpTaxRegister
from activities.authentication import valid_until
from activities.capacities import ASKED_ENOUGH, LEASE, ask_soon
from activities.organisations import GROUND, LANES, OrganisationActivities
from models.db import Sessions
from models.domain.capacities import LOOK_AGAIN
from models.domain.effects import NoticeKind
from models.tables.accounts import AccountRow
from models.tables.inquiries import InquiryKind
from simulators.people import DEMO, ORGANISATIONS, PEOPLE, STATE_BODY
from simulators.trust.authority import Authority
from tests.activities.register_desk import Between, Desk, business
from tests.outside import Simulator, free_port, simulator

LALE, NIGAR, TURAL = DEMO[0], DEMO[3], DEMO[4]
QOBUSTAN = next(one for one in ORGANISATIONS if one.director_fin == TURAL.fin)
NIGARS = next(one for one in ORGANISATIONS if one.director_fin == NIGAR.fin)


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("registers", tmp_path_factory.mktemp("registers"), "--token", "t0ken") as running:
        yield running


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.create("http://127.0.0.1:1/ocsp")


@pytest.fixture
async def desk(registers: Simulator, sessions: Sessions) -> AsyncIterator[Desk]:
    registers.told("/sim/restore")
    async with httpx2.AsyncClient() as http:
        tax = HttpTaxRegister(http, f"{registers.url}/tax", "t0ken")
        found = Desk(sessions, registers, OrganisationActivities(sessions, tax))
        yield found
    registers.told("/sim/script")
    await found.forget_everybody()


async def test_a_head_gets_his_organisation_and_is_asked_about_again_within_a_day(desk: Desk) -> None:
    tural = await desk.someone(TURAL)
    began = datetime.now(UTC)
    assert await desk.look() == 1
    (firm,) = await desk.capacities(tural)
    assert (firm.position, firm.voen, firm.organisation) == (1, QOBUSTAN.voen, QOBUSTAN.name)
    assert (firm.by_register, firm.address, firm.ended_at) == (True, QOBUSTAN.address, None)
    assert firm.checked_at is not None
    assert began <= firm.checked_at == firm.began_at
    assert (await desk.account(TURAL)).organisations_due_at == firm.checked_at + LOOK_AGAIN
    assert await desk.told(TURAL) == [(NoticeKind.CAPACITY_BEGAN, QOBUSTAN.voen, set())]
    assert await desk.look() == 0, "nobody is due any more"


async def test_each_question_stands_in_the_persons_own_ledger(desk: Desk) -> None:
    lale = await desk.someone(LALE)
    assert await desk.look() == 1
    assert await desk.capacities(lale) == []
    assert (await desk.account(LALE)).organisations_due_at is None
    (inquiry,) = await desk.inquiries(lale)
    assert (inquiry.kind, inquiry.about_fin, inquiry.ground, inquiry.found) == (
        InquiryKind.OWN_ORGANISATIONS,
        LALE.fin,
        GROUND,
        False,
    )


async def test_a_new_head_takes_the_place_of_the_old_who_is_told_as_he_chose(desk: Desk) -> None:
    tural, lale = await desk.someone(TURAL, notify_sms=False), await desk.someone(LALE)
    await desk.look()
    desk.registers.told("/sim/organisations", voen=QOBUSTAN.voen, director_fin=LALE.fin)
    await desk.all_due()
    assert await desk.look() == 2
    (was,), (has,) = await desk.capacities(tural), await desk.capacities(lale)
    assert (was.voen, was.by_register, was.ended_at is not None) == (QOBUSTAN.voen, False, True)
    assert (has.voen, has.by_register, has.ended_at) == (QOBUSTAN.voen, True, None)
    assert (await desk.told(TURAL))[-1] == (NoticeKind.CAPACITY_ENDED, QOBUSTAN.voen, {"email"})
    assert await desk.told(LALE) == [(NoticeKind.CAPACITY_BEGAN, QOBUSTAN.voen, set())]
    assert (await desk.account(TURAL)).organisations_due_at is None


async def test_a_closed_organisation_ends_and_a_reopened_one_begins_anew_in_its_place(desk: Desk) -> None:
    nigar = await desk.someone(NIGAR)
    await desk.look()
    desk.registers.told("/sim/organisations", voen=NIGARS.voen, active=False)
    assert await desk.next_day() == 1
    (closed,) = await desk.capacities(nigar)
    assert closed.ended_at is not None
    desk.registers.told("/sim/organisations", voen=NIGARS.voen, active=True)
    async with desk.sessions.begin() as session:
        await ask_soon(session, await session.get_one(AccountRow, nigar), at=closed.ended_at + 2 * ASKED_ENOUGH)
    await desk.look(replace(desk.looking, now=lambda: datetime.now(UTC) + 2 * LOOK_AGAIN))
    (again,) = await desk.capacities(nigar)
    assert (again.position, again.ended_at, again.began_at > closed.ended_at) == (1, None, True)
    kinds = [kind for kind, _, _ in await desk.told(NIGAR)]
    assert kinds == [NoticeKind.CAPACITY_BEGAN, NoticeKind.CAPACITY_ENDED, NoticeKind.CAPACITY_BEGAN]


async def test_what_is_held_by_certificate_is_asked_about_by_voen_and_ends_with_the_organisation(
    desk: Desk, authority: Authority
) -> None:
    lale = await desk.someone(LALE)
    certificate = business(authority, LALE, *STATE_BODY)
    assert await desk.shown(LALE, certificate) == 1
    assert await desk.look() == 1
    (body,) = await desk.capacities(lale)
    assert (body.by_register, body.ended_at, body.certificate_until) == (False, None, valid_until(certificate))
    assert body.address, "the register told it"
    assert sorted(one.about_voen for one in await desk.inquiries(lale)) == ["", STATE_BODY[0]]
    assert await desk.told(LALE) == [], "he came in with the certificate himself"
    desk.registers.told("/sim/organisations", voen=STATE_BODY[0], active=False)
    assert await desk.next_day() == 1
    (body,) = await desk.capacities(lale)
    assert body.ended_at is not None
    assert await desk.told(LALE) == [(NoticeKind.CAPACITY_ENDED, STATE_BODY[0], {"email", "sms"})]
    assert await desk.shown(LALE, certificate) == 0, "the register has closed it: he comes in under his own name"


async def test_a_certificate_that_runs_out_ends_the_capacity_the_same_moment(desk: Desk, authority: Authority) -> None:
    lale = await desk.someone(LALE)
    certificate = business(authority, LALE, *STATE_BODY)
    await desk.shown(LALE, certificate)
    end = valid_until(certificate)
    an_hour_before = replace(desk.looking, now=lambda: end - timedelta(hours=1))
    assert await desk.look(an_hour_before) == 1
    assert (await desk.account(LALE)).organisations_due_at == end
    assert await desk.look(replace(desk.looking, now=lambda: end - timedelta(seconds=1))) == 0
    assert await desk.look(replace(desk.looking, now=lambda: end)) == 1
    (body,) = await desk.capacities(lale)
    assert body.ended_at == end


async def test_an_organisation_unknown_to_the_register_ends(desk: Desk, authority: Authority) -> None:
    lale = await desk.someone(LALE)
    assert await desk.shown(LALE, business(authority, LALE, "1700767721", "“Yoxdur” MMC")) == 1
    await desk.look()
    (unknown,) = await desk.capacities(lale)
    assert (unknown.ended_at is not None, unknown.organisation) == (True, "“Yoxdur” MMC")


async def test_while_the_register_is_down_nothing_ends_and_nothing_is_lost(desk: Desk) -> None:
    tural = await desk.someone(TURAL)
    await desk.look()
    desk.registers.told("/sim/script", register_name="tax", down=True)
    await desk.all_due()
    assert await desk.look() == 0
    (firm,) = await desk.capacities(tural)
    assert firm.ended_at is None
    assert len(await desk.inquiries(tural)) == 1, "it told nobody anything"
    due = (await desk.account(TURAL)).organisations_due_at
    assert due is not None
    assert due <= datetime.now(UTC) + LEASE
    desk.registers.told("/sim/script", register_name="tax", down=False)
    assert await desk.look(replace(desk.looking, now=lambda: due)) == 1


async def test_a_register_that_is_down_is_not_asked_about_everybody_at_once(desk: Desk) -> None:
    desk.registers.told("/sim/script", register_name="tax", down=True)
    for person in PEOPLE[100 : 100 + 2 * LANES]:
        await desk.someone(person)
    assert await desk.look() == 0
    now = datetime.now(UTC)
    async with desk.sessions() as session:
        due = list(await session.scalars(select(col(AccountRow.organisations_due_at))))
    assert sum(moment is not None and moment > now for moment in due) == LANES, "the others' turn is the next call's"


async def test_more_people_than_lanes_are_asked_about_in_one_call(desk: Desk) -> None:
    for person in PEOPLE[100 : 100 + LANES + 1]:
        await desk.someone(person)
    assert await desk.look() == LANES + 1


async def test_no_row_is_locked_while_the_register_is_asked(desk: Desk) -> None:
    tural = await desk.someone(TURAL)

    async def comes_in() -> None:
        async with asyncio.timeout(5), desk.sessions.begin() as session:
            await session.get_one(AccountRow, tural, with_for_update={"nowait": True})

    assert await desk.look(replace(desk.looking, tax=Between(desk.looking.tax, comes_in))) == 1
    assert len(await desk.capacities(tural)) == 1


async def test_an_answer_older_than_a_new_certificate_is_left_and_the_register_asked_anew(
    desk: Desk, authority: Authority
) -> None:
    lale = await desk.someone(LALE)
    certificate = business(authority, LALE, *STATE_BODY)
    shown: list[int] = []

    async def comes_in() -> None:
        if not shown:
            shown.append(await desk.shown(LALE, certificate))

    await desk.look(replace(desk.looking, tax=Between(desk.looking.tax, comes_in)))
    (body,) = await desk.capacities(lale)
    assert (shown, body.checked_at is not None) == ([1], True)
    assert sorted(one.about_voen for one in await desk.inquiries(lale)) == ["", "", STATE_BODY[0]]


async def test_two_workers_at_once_tell_a_person_once(desk: Desk) -> None:
    tural = await desk.someone(TURAL)
    await asyncio.gather(*(desk.look() for _ in range(4)))
    assert len(await desk.capacities(tural)) == len(await desk.told(TURAL)) == len(await desk.inquiries(tural)) == 1


async def test_a_worker_that_outlived_its_lease_changes_nothing(desk: Desk) -> None:
    tural = await desk.someone(TURAL)

    async def another_takes_over() -> None:
        later = replace(desk.looking, now=lambda: datetime.now(UTC) + LEASE)
        assert await desk.look(later) == 1

    await desk.look(replace(desk.looking, tax=Between(desk.looking.tax, another_takes_over)))
    assert len(await desk.told(TURAL)) == 1
    assert len(await desk.inquiries(tural)) == 2, "both asked"


async def test_the_register_is_asked_again_at_a_sign_in_but_not_within_the_hour(desk: Desk) -> None:
    tural = await desk.someone(TURAL)
    await desk.look()
    (firm,) = await desk.capacities(tural)
    assert firm.checked_at is not None
    for later, is_due in ((timedelta(minutes=59), False), (ASKED_ENOUGH + timedelta(seconds=1), True)):
        async with desk.sessions.begin() as session:
            account = await session.get_one(AccountRow, tural)
            await ask_soon(session, account, at=firm.checked_at + later)
            assert (account.organisations_due_at == firm.checked_at + later) is is_due


async def test_a_sign_in_does_not_disturb_a_look_that_is_under_way(desk: Desk) -> None:
    tural = await desk.someone(TURAL)

    async def signs_in() -> None:
        async with desk.sessions.begin() as session:
            await ask_soon(session, await session.get_one(AccountRow, tural), at=datetime.now(UTC))

    await desk.look(replace(desk.looking, tax=Between(desk.looking.tax, signs_in)))
    assert len(await desk.inquiries(tural)) == 1
    assert len(await desk.capacities(tural)) == 1


async def test_a_wrong_token_loses_nothing_either(desk: Desk) -> None:
    await desk.someone(TURAL)
    assert isinstance(desk.looking.tax, HttpTaxRegister)
    stranger = replace(desk.looking.tax, token="stolen", base_url=desk.looking.tax.base_url)
    assert await desk.look(replace(desk.looking, tax=stranger)) == 0
    assert (await desk.account(TURAL)).organisations_due_at is not None
    nobody = replace(desk.looking.tax, base_url=f"http://127.0.0.1:{free_port()}/tax")
    later = replace(desk.looking, tax=nobody, now=lambda: datetime.now(UTC) + LEASE)
    assert await desk.look(later) == 0
    assert (await desk.account(TURAL)).organisations_due_at is not None
