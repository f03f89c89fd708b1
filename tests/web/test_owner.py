"""The owner grants, withdraws and limits; it holds from the next request on, and stands in a register for good."""

import asyncio
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID, uuid4

import pytest
from argon2 import PasswordHasher
from freezegun import freeze_time
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from activities.reference import seed_reference
from activities.rights import Deed, grant_role, limit_access, set_up_role, withdraw_role
from models.db import Sessions
from models.domain.errors import RuleBroken
from models.domain.grants import RightsAct
from models.domain.roles import Role
from models.tables.accounts import AccountRow
from models.tables.rights import RightsLineRow, RoleGrantRow
from tests.builders import COURT
from tests.web.court import Court, an_account
from web.sessions import now

PASSWORD = "qızıl-balıq-42"
REASON = {"reason": "Əmr № 12-K"}


@pytest.fixture(scope="module", autouse=True)
async def courts(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await seed_reference(session)


async def an_owner(court: Court, sessions: Sessions) -> AccountRow:
    owner = await an_account(sessions, Role.OWNER, name="Rəna", surname="İsmayılova")
    await court.sign_in(owner)
    return owner


async def without_role(sessions: Sessions, name: str) -> AccountRow:
    """Store a member of the staff who holds no role yet."""
    row = AccountRow(
        id=uuid4(), username=name, password_hash=PasswordHasher().hash(PASSWORD), surname="Şükürlü", name="Ülvi",
        created_at=now(),
    )  # fmt: skip
    async with sessions.begin() as session:
        session.add(row)
    return row


async def lines_about(sessions: Sessions, account_id: UUID) -> list[RightsLineRow]:
    query = select(RightsLineRow).where(col(RightsLineRow.about_account) == account_id).order_by(col(RightsLineRow.at))
    async with sessions() as session:
        return list((await session.scalars(query)).all())


async def do(visitor: Court, whom: AccountRow, act: str, *, status: int = 200, **fields: str) -> str:
    address = f"/owner/people/{whom.id}/{act}"
    shown = (await visitor.get(address)).fields(address)
    page = await visitor.post(address, {**shown, **REASON, **fields}, status=status)
    return " ".join(page.errors) if status == HTTPStatus.UNPROCESSABLE_ENTITY else page.text


async def test_a_granted_role_opens_the_desk_and_its_end_closes_it_at_once(court: Court, sessions: Sessions) -> None:
    owner = await an_owner(court, sessions)
    ulvi = await without_role(sessions, "ulvi1")
    office = Court(court.app, sessions)
    login = {"username": "ulvi1", "password": PASSWORD, "next": "/clerk"}
    refused = await office.post("/sign-in/staff", login, status=422)
    assert refused.errors == ["Artıq məhkəmədə rolunuz yoxdur. Sistemin sahibinə müraciət edin."]

    said = await do(court, ulvi, "grant", role="clerk", court=COURT, until="31.12.2099")
    assert "Məhkəmə dəftərxanası" in said
    assert "31 dekabr 2099" in said
    assert (await office.post("/sign-in/staff", login)).address.endswith("/clerk")

    await do(court, ulvi, "withdraw", reason="İşdən çıxıb")
    assert "/sign-in" in (await office.get("/clerk")).address, "the same minute, in the same session"
    await office.client.aclose()

    given, taken = await lines_about(sessions, ulvi.id)
    assert (given.act, given.by_account, given.role, given.court_id) == (RightsAct.GRANT, owner.id, Role.CLERK, COURT)
    assert given.reason == REASON["reason"]
    assert (taken.act, taken.reason) == (RightsAct.WITHDRAW, "İşdən çıxıb")


async def test_a_role_ends_with_its_last_day_while_the_session_lives(court: Court, sessions: Sessions) -> None:
    clerk = await an_account(sessions, Role.CLERK, court_id=COURT)
    await court.sign_in(clerk)
    assert (await court.get("/clerk")).address.endswith("/clerk")
    query = update(RoleGrantRow).where(col(RoleGrantRow.account_id) == clerk.id)
    async with sessions.begin() as session:
        await session.execute(query.values(until=now() + timedelta(minutes=5)))
    assert (await court.get("/clerk")).address.endswith("/clerk")
    with freeze_time(now() + timedelta(minutes=6)):
        assert "/sign-in" in (await court.get("/clerk")).address


async def test_a_limit_ends_sessions_for_good_and_can_be_lifted(court: Court, sessions: Sessions) -> None:
    await an_owner(court, sessions)
    lale = await an_account(sessions)
    home = Court(court.app, sessions)
    await home.sign_in(lale)
    await home.get("/claims")
    assert "məhdudlaşdırılma vaxtı" in await do(court, lale, "limit")
    assert "/sign-in" in (await home.get("/claims")).address
    await do(court, lale, "lift", reason="Yoxlama bitib")
    assert "/sign-in" in (await home.get("/claims")).address, "the old session does not wake up"
    await home.sign_in(lale)
    assert (await home.get("/claims")).address.endswith("/claims")
    await home.client.aclose()
    assert [line.act for line in await lines_about(sessions, lale.id)] == [RightsAct.LIMIT, RightsAct.LIFT]


async def test_staff_are_found_by_folded_parts_of_a_name_and_litigants_by_whole_fin_only(
    court: Court, sessions: Sessions
) -> None:
    await an_owner(court, sessions)
    await without_role(sessions, "ulvi2")
    lale = await an_account(sessions, fin="3AB4C5D", surname="Fərzəliyeva")
    assert "Şükürlü Ülvi" in (await court.get("/owner/people?q=sukurlu+ULVI2")).links
    assert "Heç kim tapılmadı." in (await court.get("/owner/people?q=Fərzəliyeva")).text
    assert "Fərzəliyeva Lalə" in (await court.get(f"/owner/people?q={lale.fin}")).links


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"role": ""}, "Rolu seçin"),
        ({"role": "clerk", "until": "31.02.2030"}, "Tarixi gün.ay.il şəklində yazın, məsələn, 31.12.2027"),
        ({"role": "auditor", "reason": "?"}, "Səbəbi ən azı beş simvolla yazın: o, hüquqlar reyestrində qalır"),
    ],
)
async def test_what_is_wrong_with_a_grant_is_named_beside_the_field(
    court: Court, sessions: Sessions, fields: dict[str, str], *, said: str
) -> None:
    await an_owner(court, sessions)
    ulvi = await without_role(sessions, f"u{uuid4().hex[:8]}")
    assert await do(court, ulvi, "grant", status=422, **fields) == said
    assert await lines_about(sessions, ulvi.id) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"role": "clerk"}, "Məhkəməni seçin"),
        ({"role": "owner", "court": COURT}, "bu rol məhkəməyə bağlı deyil"),
        ({"role": "auditor", "until": "01.01.2020"}, "Son gün keçib"),
        ({"role": "litigant"}, "Bu rol verilə bilməz"),
        ({"role": "clerk", "court": "atlantis"}, "Belə məhkəmə yoxdur"),
    ],
)
async def test_a_grant_against_the_rules_is_refused_with_what_was_typed_kept(
    court: Court, sessions: Sessions, fields: dict[str, str], *, said: str
) -> None:
    await an_owner(court, sessions)
    ulvi = await without_role(sessions, f"u{uuid4().hex[:8]}")
    refused = await do(court, ulvi, "grant", status=409, **fields)
    assert said.lower() in refused.lower()
    assert REASON["reason"] in refused
    assert await lines_about(sessions, ulvi.id) == []


async def test_a_form_sent_twice_is_one_grant(court: Court, sessions: Sessions) -> None:
    await an_owner(court, sessions)
    ulvi = await without_role(sessions, "ulvi3")
    address = f"/owner/people/{ulvi.id}/grant"
    fields = {**(await court.get(address)).fields(address), **REASON, "role": "auditor"}
    for _ in range(2):
        await court.post(address, fields)
    assert len(await lines_about(sessions, ulvi.id)) == 1


async def test_nobody_changes_his_own_rights(court: Court, sessions: Sessions) -> None:
    owner = await an_owner(court, sessions)
    await an_account(sessions, Role.OWNER)
    links = (await court.get(f"/owner/people/{owner.id}")).select("//a[contains(@class, 'govuk-button')]/@href")
    assert links == [f"/owner/people/{owner.id}/withdraw"]
    for act, fields in (("grant", {"role": "clerk", "court": COURT}), ("limit", {})):
        assert "Heç kim öz hüquqlarını dəyişdirə bilməz" in await do(court, owner, act, status=409, **fields)


async def test_a_litigant_is_given_no_role(court: Court, sessions: Sessions) -> None:
    await an_owner(court, sessions)
    lale = await an_account(sessions)
    assert "Rollar əməkdaşlara verilir" in await do(court, lale, "grant", status=409, role="auditor")


async def test_the_auditor_reads_the_register_of_rights_but_opens_nobody(court: Court, sessions: Sessions) -> None:
    await an_owner(court, sessions)
    ulvi = await without_role(sessions, "ulvi4")
    await do(court, ulvi, "grant", role="auditor", reason="Audit qrupu № 4")
    await court.sign_in(await an_account(sessions, Role.AUDITOR))
    page = await court.get("/rights")
    assert "Audit qrupu № 4" in page.text
    assert not [address for address in page.links.values() if "/owner/" in address]
    await court.get(f"/owner/people/{ulvi.id}", status=404)


def a_deed(by: UUID, whom: UUID) -> Deed:
    return Deed(uuid4(), by, whom, "işdən çıxıb", now())


async def owners_alone(sessions: Sessions, how_many: int) -> list[AccountRow]:
    """Leave the court with so many owners."""
    async with sessions.begin() as session:
        await session.execute(
            update(RoleGrantRow)
            .where(col(RoleGrantRow.role) == Role.OWNER, col(RoleGrantRow.withdrawn_at).is_(None))
            .values(withdrawn_at=now(), withdrawn_reason="test")
        )
    return [await an_account(sessions, Role.OWNER) for _ in range(how_many)]


async def test_two_owners_who_withdraw_each_other_at_once_leave_one(sessions: Sessions) -> None:
    first, second = await owners_alone(sessions, 2)

    async def withdrawing(by: AccountRow, whom: AccountRow) -> str:
        try:
            async with sessions.begin() as session:
                await withdraw_role(session, a_deed(by.id, whom.id))
        except RuleBroken as broken:
            return broken.code
        return ""

    outcomes = await asyncio.gather(withdrawing(first, second), withdrawing(second, first))
    assert sorted(outcomes) == ["", "not_yours"]


async def test_the_last_owner_without_end_can_be_neither_withdrawn_nor_limited(sessions: Sessions) -> None:
    (last,) = await owners_alone(sessions, 1)
    passing = await without_role(sessions, f"u{uuid4().hex[:8]}")
    async with sessions.begin() as session:
        await grant_role(session, a_deed(last.id, passing.id), role=Role.OWNER, until=now() + timedelta(days=30))
    for act in (withdraw_role, limit_access):
        with pytest.raises(RuleBroken, match="last_owner"):
            async with sessions.begin() as session:
                await act(session, a_deed(passing.id, last.id))


async def test_a_role_that_was_withdrawn_does_not_come_back_when_the_court_is_set_up_again(sessions: Sessions) -> None:
    owner, *_ = await owners_alone(sessions, 2)
    clerk = await an_account(sessions, Role.CLERK, court_id=COURT)
    async with sessions.begin() as session:
        await withdraw_role(session, a_deed(owner.id, clerk.id))
    async with sessions.begin() as session:
        await set_up_role(session, uuid4(), clerk.id, role=Role.CLERK, court_id=COURT, reason="Test")
    assert [line.act for line in await lines_about(sessions, clerk.id)] == [RightsAct.GRANT, RightsAct.WITHDRAW]


@pytest.mark.parametrize(
    "tampering", ["UPDATE rights_line SET reason = 'x'", "DELETE FROM rights_line", "TRUNCATE rights_line"]
)
async def test_the_register_of_rights_refuses_every_change(sessions: Sessions, tampering: str) -> None:
    await an_account(sessions, Role.CLERK, court_id=COURT)
    with pytest.raises(DBAPIError, match="the register of rights is append-only"):
        async with sessions.begin() as session:
            await session.execute(text(tampering))
