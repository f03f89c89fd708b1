"""A litigant comes in with an e-İmza card: one challenge, one answer, judged with the court's own anchors and OCSP."""

import secrets
from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography import x509
from fastapi import FastAPI
from freezegun import freeze_time
from sqlalchemy import select
from sqlmodel import col

from activities.adapters.ocsp_http import request_about
from models.db import Sessions
from models.ports import OutsideUnavailableError
from models.settings import Settings
from models.tables.accounts import AccountRow, BoundCertificateRow, SignInEventRow
from models.tables.capacities import CapacityRow
from models.tables.sessions import WebSessionRow
from simulators.trust.authority import Authority, Holder
from tests.card import TestCard
from tests.web.court import COOKIE, Court, Page, an_account
from web.e_imza import origin_of
from web.sessions import cookie_hash

DOOR = "/sign-in/e-imza"
ORIGIN = "http://127.0.0.1:8000"  # of the settings' base_url, whatever the Host header says
LALE = Holder(surname="Nağıyeva", given="Lalə", fin="5LN4G7A")


class Responder:
    """The authority's OCSP responder without the way over HTTP."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority

    async def fetch(self, certificate: bytes, issuer: bytes) -> bytes:
        if self.authority.ocsp_down:
            raise OutsideUnavailableError("OCSP responder")
        subject, above = x509.load_der_x509_certificate(certificate), x509.load_der_x509_certificate(issuer)
        return self.authority.answer_ocsp(request_about(subject, above, nonce=secrets.token_bytes(32)))


@pytest.fixture(scope="module")
def settings(trusting: Settings) -> Settings:
    return trusting


@pytest.fixture
def app(rebuilt: Callable[..., FastAPI], authority: Authority) -> FastAPI:
    return rebuilt(ocsp=Responder(authority))


@pytest.fixture
def card(authority: Authority) -> TestCard:
    return TestCard.issued(authority, LALE)


async def asked(court: Court) -> str:
    """Return the nonce that the page's script gets."""
    answer = await court.client.post(f"{DOOR}/challenge", headers={"X-CSRF-Token": await court.token()})
    assert answer.status_code == 200, answer.text
    nonce: str = answer.json()["nonce"]
    return nonce


async def answered(court: Court, nonce: str, token: str, *, status: int = 422, way_on: str = "/profile") -> Page:
    return await court.post(DOOR, {"challenge": nonce, "token": token, "next": way_on}, status=status)


async def last_outcome(sessions: Sessions) -> str:
    async with sessions() as session:
        query = select(col(SignInEventRow.outcome)).where(col(SignInEventRow.method) == "e_imza")
        return (await session.execute(query.order_by(col(SignInEventRow.at).desc()))).scalars().first() or ""


async def test_the_holder_of_a_card_comes_in(court: Court, sessions: Sessions, card: TestCard) -> None:
    nonce = await asked(court)
    assert len(nonce) == 44
    before = court.client.cookies[COOKIE]
    profile = await answered(court, nonce, card.answer(nonce, origin=ORIGIN), status=200)
    assert (profile.h1, f"FİN {LALE.fin}" in profile.text) == ("Şəxsi məlumatlar", True)
    assert court.client.cookies[COOKIE] != before
    async with sessions() as session:
        account = (await session.execute(select(AccountRow).where(col(AccountRow.fin) == LALE.fin))).scalar_one()
    assert account.identity_confirmed_at
    assert await last_outcome(sessions) == "signed_in"


async def test_an_answer_that_comes_again_signs_nobody_in(court: Court, sessions: Sessions, card: TestCard) -> None:
    nonce = await asked(court)
    cookie, token = court.client.cookies[COOKIE], card.answer(nonce, origin=ORIGIN)
    await answered(court, nonce, token, status=200)
    court.client.cookies.set(COOKIE, cookie, domain="court.test")
    page = await answered(court, nonce, token)
    assert page.errors == [
        "Bu cavabdan artıq istifadə olunub. Onunla ikinci dəfə daxil olmaq mümkün deyil. Yenidən başlayın."
    ]
    assert await last_outcome(sessions) == "challenge_used"


async def test_an_answer_that_was_refused_leaves_no_second_try_at_its_challenge(court: Court, card: TestCard) -> None:
    nonce = await asked(court)
    wrong = await answered(court, nonce, card.answer(nonce, origin="https://elsewhere.example"))
    assert wrong.errors == ["Kartın cavabı məhkəmənin bu səhifədəki sorğusuna uyğun gəlmir."]
    again = await answered(court, nonce, card.answer(nonce, origin=ORIGIN))
    assert "artıq istifadə olunub" in again.errors[0]


async def test_a_challenge_is_good_in_its_own_browser_alone(court: Court, card: TestCard) -> None:
    nonce = await asked(court)
    court.visit_anew()
    page = await answered(court, nonce, card.answer(nonce, origin=ORIGIN))
    assert "Bu cavab bu brauzerdə başlanmış girişə aid deyil." in page.errors[0]
    own = await answered(court, "x" * 44, card.answer("x" * 44, origin=ORIGIN))
    assert "Bu cavab bu brauzerdə başlanmış girişə aid deyil." in own.errors[0]


async def test_a_challenge_ends_after_five_minutes(court: Court, card: TestCard) -> None:
    nonce = await asked(court)
    with freeze_time(tick=True) as clock:
        clock.tick(301)
        page = await answered(court, nonce, card.answer(nonce, origin=ORIGIN))
    assert page.errors == ["Giriş üçün ayrılmış vaxt bitib. Yenidən başlayın."]


async def test_a_form_without_an_answer_or_with_something_else_is_refused(court: Court) -> None:
    page = await answered(court, "", "")
    assert page.errors == ["Karta sorğu göndərilməyib. Düyməni basın və kartın PIN1 kodunu daxil edin."]
    page = await answered(court, await asked(court), '{"format": "web-eid:1"}')
    assert page.errors == ["Kartın proqramının göndərdiyi məlumat kartın cavabı deyil."]


async def test_a_responder_that_is_down_lets_nobody_in_and_says_so(
    court: Court, authority: Authority, card: TestCard
) -> None:
    nonce = await asked(court)
    authority.ocsp_down = True
    try:
        page = await answered(court, nonce, card.answer(nonce, origin=ORIGIN), status=503)
    finally:
        authority.ocsp_down = False
    assert "hazırda yoxlamaq mümkün deyil" in page.errors[0]


async def test_a_challenge_is_given_to_our_own_page_alone(court: Court) -> None:
    assert (await court.client.post(f"{DOOR}/challenge")).status_code == 403


async def test_a_card_of_an_organisation_gives_its_holder_the_capacity_and_he_comes_in_under_it(
    court: Court, sessions: Sessions, authority: Authority
) -> None:
    await an_account(sessions, fin="9NS6F2R", name="Nigar", surname="Səfərova")
    nigar = Holder("Səfərova", "Nigar", "9NS6F2R", organisation="“Qobustan Tikinti” MMC", voen="1499001221")
    for holder, position in ((nigar, 1), (replace(nigar, organisation="", voen=""), 0)):
        court.visit_anew()
        nonce = await asked(court)
        card = TestCard.issued(authority, holder)
        await answered(court, nonce, card.answer(nonce, origin=ORIGIN), status=200)
        async with sessions() as session:
            account = (await session.execute(select(AccountRow).where(col(AccountRow.fin) == "9NS6F2R"))).scalar_one()
            (capacity,) = await session.scalars(select(CapacityRow))
            opened = await session.get_one(WebSessionRow, cookie_hash(court.client.cookies[COOKIE]))
            bound = (await session.scalars(select(BoundCertificateRow))).all()
        assert (capacity.account_id, capacity.voen, capacity.ended_at) == (account.id, "1499001221", None)
        assert (capacity.position, opened.capacity) == (1, position)
        assert bound == [], "what signs on the phone is bound there (ID-10)"
        assert account.organisations_due_at is not None


async def test_a_blocked_person_is_not_let_in(court: Court, sessions: Sessions, authority: Authority) -> None:
    account = await an_account(sessions, fin="7KE3M9V")
    async with sessions.begin() as session:
        row = await session.get_one(AccountRow, account.id)
        row.blocked_at = row.created_at
    card = TestCard.issued(authority, Holder(surname="Əhmədov", given="Kamran", fin="7KE3M9V"))
    nonce = await asked(court)
    page = await answered(court, nonce, card.answer(nonce, origin=ORIGIN), status=403)
    assert "məhdudlaşdırılıb" in page.errors[0]


async def test_the_page_says_what_it_needs_and_keeps_the_way_on(court: Court) -> None:
    page = await court.get(f"{DOOR}?next=/profile")
    assert page.fields(DOOR)["next"] == "/profile"
    assert "Bu giriş üsulu üçün JavaScript lazımdır" in page.text


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://divan.example/", "https://divan.example"),
        ("https://divan.example:443", "https://divan.example"),
        ("https://divan.example:8443/x", "https://divan.example:8443"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(address: str, origin: str) -> None:
    assert origin_of(address) == origin
