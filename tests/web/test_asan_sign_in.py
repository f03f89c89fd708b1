"""A litigant comes in with ASAN İmza, answered by the simulator's phone over Mobile-ID REST."""

from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from freezegun import freeze_time
from sqlalchemy import delete, select
from sqlmodel import col

from activities.adapters.mobile_id import MobileIdRest
from models.db import Sessions
from models.settings import Settings
from models.tables.accounts import AccountRow, BoundCertificateRow, SignInEventRow
from models.tables.capacities import CapacityRow
from models.tables.sessions import RateCountRow, WebSessionRow
from simulators.people import DEMO, ORGANISATIONS, PEOPLE, Person
from tests.outside import Simulator
from tests.web.court import COOKIE, Court, Page
from web.app import create_app
from web.deps import WebDeps

LALE, RESAD, TURAL = DEMO[0], DEMO[1], DEMO[4]


@pytest.fixture(scope="module")
def settings(trusting: Settings) -> Settings:
    return trusting


@pytest.fixture(scope="module")
def asking(deps: WebDeps, signer: MobileIdRest) -> WebDeps:
    return replace(deps, signer=signer)


@pytest.fixture(autouse=True)
async def tries_forgotten(sessions: Sessions) -> None:
    """All tests come from one address, and Tural more often than he may in five minutes."""
    async with sessions.begin() as session:
        await session.execute(delete(RateCountRow))


@pytest.fixture
async def court(asking: WebDeps, sessions: Sessions) -> AsyncIterator[Court]:
    visitor = Court(create_app(asking), sessions)
    yield visitor
    await visitor.client.aclose()


def answers(asan: Simulator, person: Person, answer: str) -> None:
    asan.told(f"/sim/phones/{person.phone}/answer", answer=answer)


async def ask(court: Court, person: Person, **fields: str) -> Page:
    given = {"phone": person.phone, "user_id": person.user_id, "certificate": "citizen"}
    return await court.post("/sign-in", {**given, **fields})


async def account_of(sessions: Sessions, fin: str) -> AccountRow | None:
    async with sessions() as session:
        return (await session.execute(select(AccountRow).where(col(AccountRow.fin) == fin))).scalar_one_or_none()


async def test_a_first_sign_in_makes_the_account_by_fin_and_leads_where_the_person_wanted(
    court: Court, sessions: Sessions, asan: Simulator
) -> None:
    waiting = await ask(court, LALE, next="/profile")
    (pending,) = asan.shown(f"/sim/phones/{LALE.phone}/pending")
    assert waiting.select("//*[@id='code']/span[1]/text()") == [pending["verification_code"]]
    before = court.client.cookies[COOKIE]
    still = await court.get(f"{urlsplit(waiting.address).path}?check=1")
    assert still.h1 == waiting.h1 == "Telefonunuzda PIN1 kodunu daxil edin"
    answers(asan, LALE, "OK")
    profile = await court.get(f"{urlsplit(waiting.address).path}?check=1")
    assert profile.h1 == "Şəxsi məlumatlar"
    assert f"FİN {LALE.fin}" in profile.text
    assert court.client.cookies[COOKIE] != before
    account = await account_of(sessions, LALE.fin)
    assert account is not None
    assert (account.name, account.surname, account.phone) == (LALE.name, LALE.surname, LALE.phone)
    assert (await bound(sessions, LALE.fin))[""].serial
    async with sessions() as session:
        query = select(SignInEventRow).where(col(SignInEventRow.account_id) == account.id)
        (event,) = (await session.execute(query)).scalars()
    assert (event.method, event.outcome) == ("asan_imza", "signed_in")


async def test_a_second_sign_in_finds_the_same_account(court: Court, sessions: Sessions, asan: Simulator) -> None:
    found = []
    for _ in range(2):
        court.visit_anew()
        waiting = await ask(court, RESAD)
        answers(asan, RESAD, "OK")
        assert (await court.get(f"{urlsplit(waiting.address).path}?check=1")).h1 == f"Salam, {RESAD.name}"
        account = await account_of(sessions, RESAD.fin)
        assert account is not None
        found.append(account.id)
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("USER_CANCELLED", "Sorğunu telefonunuzda ləğv etdiniz."),
        ("TIMEOUT", "PIN kod vaxtında daxil edilmədi."),
        ("PHONE_ABSENT", "Telefonunuzla əlaqə yaradıla bilmədi."),
        ("SIM_ERROR", "Telefonunuzun SIM kartı xəta bildirdi."),
    ],
)
async def test_each_failure_is_told_in_words_and_stays_told(
    court: Court, asan: Simulator, answer: str, said: str
) -> None:
    person = DEMO[0]
    with freeze_time(tick=True):
        waiting = await ask(court, person)
    answers(asan, person, answer)
    path = urlsplit(waiting.address).path
    for address in (f"{path}?check=1", path):
        page = await court.get(address)
        assert said in page.text
        assert page.links["Yenidən cəhd et"] == "/sign-in"
    assert (await court.get("/profile")).h1 == "Kabinetə giriş"


async def test_another_browser_cannot_take_over_an_attempt(
    court: Court, asking: WebDeps, sessions: Sessions, asan: Simulator
) -> None:
    waiting = await ask(court, DEMO[2])
    answers(asan, DEMO[2], "OK")
    thief = Court(create_app(asking), sessions)
    thief.visit_anew()
    path = urlsplit(waiting.address).path
    assert (await thief.get(f"{path}?check=1", status=404)).h1 == "Səhifə tapılmadı"
    assert (await thief.client.get(f"{path}/events")).status_code == 404
    await court.get(f"/sign-in/{uuid4()}", status=404)


async def test_the_stream_sends_the_page_on_when_the_phone_has_answered(court: Court, asan: Simulator) -> None:
    waiting = await ask(court, DEMO[3])
    answers(asan, DEMO[3], "OK")
    path = urlsplit(waiting.address).path
    answer = await court.client.get(f"{path}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert f"event: done\ndata: {path}?check=1" in answer.text


async def test_an_unknown_pair_is_said_beside_the_field(court: Court) -> None:
    page = await court.post("/sign-in", {"phone": "+994 50 999 99 98", "user_id": "111111"}, status=422)
    assert page.errors == ["Bu telefon nömrəsi və istifadəçi ID-si ilə ASAN İmza tapılmadı."]
    assert page.fields("/sign-in")["user_id"] == "111111"


async def test_what_cannot_be_right_is_not_sent_to_the_provider(court: Court) -> None:
    page = await court.post("/sign-in", {"phone": "12", "user_id": "12345"}, status=422)
    assert page.errors == [
        "Telefon nömrəsini +994 50 123 45 67 şəklində yazın",
        "İstifadəçi ID-si altı rəqəmdən ibarətdir",
    ]


async def test_a_provider_that_is_down_is_no_fault_of_the_person(court: Court, asan: Simulator) -> None:
    asan.told("/sim/script", down=True)
    try:
        fields = {"phone": DEMO[4].phone, "user_id": DEMO[4].user_id}
        page = await court.post("/sign-in", fields, status=503)
    finally:
        asan.told("/sim/script", down=False)
    assert page.errors == ["ASAN İmza xidməti cavab vermir. Bir neçə dəqiqədən sonra yenidən cəhd edin."]


async def test_a_request_that_was_left_alone_ends_by_itself(court: Court) -> None:
    waiting = await ask(court, DEMO[4])
    with freeze_time(tick=True) as clock:
        clock.tick(150)
        page = await court.get(f"{urlsplit(waiting.address).path}?check=1")
    assert "PIN kod vaxtında daxil edilmədi." in page.text


async def bound(sessions: Sessions, fin: str) -> dict[str, BoundCertificateRow]:
    """Return a person's bound certificates by VÖEN."""
    account = await account_of(sessions, fin)
    assert account is not None
    async with sessions() as session:
        query = select(BoundCertificateRow).where(col(BoundCertificateRow.account_id) == account.id)
        return {row.voen: row for row in (await session.execute(query)).scalars()}


async def test_a_number_with_several_certificates_asks_which_one(court: Court) -> None:
    page = await court.post("/sign-in", {"phone": TURAL.phone, "user_id": TURAL.user_id, "next": "/profile"})
    assert page.h1 == "Hansı sertifikatla daxil olursunuz?"
    assert page.select("//input[@name='certificate']/@value") == ["citizen", "business", "government"]
    assert "“Qobustan Tikinti” MMC, VÖEN 1499001221" in page.text
    assert page.fields("/sign-in")["next"] == "/profile"


@pytest.mark.parametrize(("kind", "voen"), [("citizen", ""), ("business", "1499001221"), ("government", "1499003471")])
async def test_the_chosen_certificate_is_bound_and_an_organisations_one_for_the_organisation_alone(
    court: Court, sessions: Sessions, asan: Simulator, kind: str, voen: str
) -> None:
    waiting = await ask(court, TURAL, certificate=kind)
    answers(asan, TURAL, "OK")
    assert (await court.get(f"{urlsplit(waiting.address).path}?check=1")).h1 == f"Salam, {TURAL.name}"
    account, certificates = await account_of(sessions, TURAL.fin), await bound(sessions, TURAL.fin)
    assert account is not None
    assert certificates[voen].kind == kind
    assert bool(certificates[voen].organisation) == bool(voen)
    assert len({row.serial for row in certificates.values()}) == len(certificates)


async def test_a_certificate_that_the_number_does_not_hold_is_refused(court: Court) -> None:
    given = {"phone": LALE.phone, "user_id": LALE.user_id, "certificate": "business"}
    page = await court.post("/sign-in", given, status=422)
    assert page.errors == ["Bu telefon nömrəsi və istifadəçi ID-si ilə ASAN İmza tapılmadı."]
    assert (await ask(court, TURAL, certificate="royal")).h1 == "Hansı sertifikatla daxil olursunuz?"


async def came_in(sessions: Sessions, fin: str) -> tuple[AccountRow, list[CapacityRow], WebSessionRow]:
    """Return a person's account, his capacities and his newest session."""
    account = await account_of(sessions, fin)
    assert account is not None
    held = select(CapacityRow).where(col(CapacityRow.account_id) == account.id).order_by(col(CapacityRow.position))
    opened = select(WebSessionRow).where(col(WebSessionRow.account_id) == account.id)
    async with sessions() as session:
        newest = (await session.scalars(opened.order_by(col(WebSessionRow.created_at).desc()))).first()
        assert newest is not None
        return account, list(await session.scalars(held)), newest


async def enters(court: Court, asan: Simulator, person: Person, certificate: str) -> None:
    court.visit_anew()
    waiting = await ask(court, person, certificate=certificate)
    answers(asan, person, "OK")
    assert (await court.get(f"{urlsplit(waiting.address).path}?check=1")).h1 == f"Salam, {person.name}"


async def test_a_person_comes_in_under_the_name_his_certificate_gives_and_has_it_at_once(
    court: Court, sessions: Sessions, asan: Simulator
) -> None:
    head = next(one for one in PEOPLE[len(DEMO) :] if one.fin in {firm.director_fin for firm in ORGANISATIONS[2:]})
    firm = next(one for one in ORGANISATIONS if one.director_fin == head.fin)
    await enters(court, asan, head, "citizen")
    account, held, opened = await came_in(sessions, head.fin)
    assert (held, opened.capacity) == ([], 0)
    assert account.organisations_due_at is not None
    for _ in range(2):
        await enters(court, asan, head, "business")
        account, (capacity,), opened = await came_in(sessions, head.fin)
        assert (capacity.voen, capacity.organisation, capacity.ended_at) == (firm.voen, firm.name, None)
        assert (capacity.position, opened.capacity, capacity.by_register) == (1, 1, False)
        assert capacity.certificate_until is not None
        assert capacity.certificate_until > opened.created_at
    await enters(court, asan, head, "citizen")
    _, (capacity,), opened = await came_in(sessions, head.fin)
    assert (capacity.ended_at, opened.capacity) == (None, 0)
