"""Until it is known who a person is nothing can be filed; an operator or a strong sign-in confirms it."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from activities.authentication import Identity
from models.db import Sessions
from models.domain.languages import Language
from models.domain.registration import RegistrationStatus
from models.domain.roles import Role
from models.tables.accounts import AccountRow
from models.tables.registrations import IdentityApplicationRow, RegistrationRow
from simulators.people import Person
from tests.web.court import Court, an_account
from tests.web.registration.newcomer import Newcomer, somebody
from tests.web.wizard.filer import a_pdf
from web.accounts import account_of_identity
from web.identity_proofs import proven

REASON = "Surət oxunmur: vəsiqənin hər iki üzünü göndərin."


async def registered(newcomer: Newcomer) -> Person:
    """Register somebody and sign in with the password."""
    person = somebody("AA")
    await newcomer.registers(person)
    await newcomer.follows_link()
    await newcomer.signs_in()
    return person


async def applies(newcomer: Newcomer, *, name: str = "vəsiqə.pdf", status: int = 200) -> str:
    fields = (await newcomer.court.get("/identity")).fields("/identity")
    files = {"file": (name, a_pdf(newcomer.user_name), "application/pdf")}
    page = await newcomer.court.post("/identity", {"nonce": fields["nonce"]}, files=files, status=status)
    return page.text


async def account_of(sessions: Sessions, fin: str) -> AccountRow:
    async with sessions() as session:
        return (await session.execute(select(AccountRow).where(col(AccountRow.fin) == fin))).scalar_one()


async def as_operator(court: Court, sessions: Sessions) -> None:
    court.visit_anew()
    await court.sign_in(await an_account(sessions, Role.OPERATOR, name="Fidan", surname="Məmmədli"))


async def test_an_unproven_person_is_told_what_to_do_instead_of_filing(newcomer: Newcomer) -> None:
    await registered(newcomer)
    sentence = "Şəxsiyyətiniz təsdiq edildikdən sonra məhkəməyə ərizə təqdim edə bilərsiniz."
    page = await newcomer.court.get("/claims/new")
    assert page.address.endswith("/identity?filing=1")
    assert sentence in page.text
    page = await newcomer.court.post("/claims/new", {"court": "baku-nasimi", "kind": "claim", "nonce": "n"})
    assert sentence in page.text
    page = await newcomer.court.post("/claims/anything/confirm", {"nonce": "n", "version": "1"})
    assert sentence in page.text


async def test_an_operator_rejects_with_a_reason_and_approves_the_second_application(
    newcomer: Newcomer, sessions: Sessions
) -> None:
    person = await registered(newcomer)
    cookies = dict(newcomer.court.client.cookies)
    assert "Ərizəniz operatorun baxışını gözləyir." in await applies(newcomer)
    await as_operator(newcomer.court, sessions)
    queue = await newcomer.court.get("/operator")
    name = f"{person.surname} {person.name} {person.patronymic}"
    page = await newcomer.court.get(queue.links[name])
    assert person.fin in page.text
    address = queue.links[name]
    scan = await newcomer.court.client.get(f"{address}/scan")
    assert scan.content == a_pdf(newcomer.user_name)
    assert "sandbox" in scan.headers["content-security-policy"]
    nonce = page.fields(f"{address}/reject")["nonce"]
    silent = await newcomer.court.post(f"{address}/reject", {"nonce": nonce, "reason": "pis"}, status=422)
    assert silent.errors == ["Səbəbi ən azı on simvolla yazın: onu ərizəçi oxuyacaq"]
    page = await newcomer.court.post(f"{address}/reject", {"nonce": nonce, "reason": REASON})
    assert name not in page.links
    assert REASON in (await newcomer.post.letter(newcomer.email, number=2)).text
    newcomer.court.client.cookies.clear()
    for key, value in cookies.items():
        newcomer.court.client.cookies.set(key, value, domain="court.test")
    assert REASON in (await newcomer.court.get("/identity")).text
    await applies(newcomer)
    await as_operator(newcomer.court, sessions)
    address = (await newcomer.court.get("/operator")).links[name]
    nonce = (await newcomer.court.get(address)).fields(f"{address}/approve")["nonce"]
    await newcomer.court.post(f"{address}/approve", {"nonce": nonce})
    account = await account_of(sessions, person.fin)
    assert account.identity_confirmed_at is not None
    assert (await newcomer.post.letter(newcomer.email, number=3)).subject == "Şəxsiyyətiniz təsdiq edildi"
    await newcomer.court.get(address, status=404)


@pytest.mark.parametrize("role", [Role.CLERK, Role.AUDITOR, Role.OWNER, Role.LITIGANT])
async def test_the_queue_is_there_for_operators_alone(court: Court, sessions: Sessions, role: Role) -> None:
    await court.sign_in(await an_account(sessions, role))
    await court.get("/operator", status=404)
    await court.get("/operator/anything/scan", status=404)


async def test_what_is_no_pdf_and_nothing_at_all_are_refused(newcomer: Newcomer) -> None:
    await registered(newcomer)
    fields = (await newcomer.court.get("/identity")).fields("/identity")
    missing = await newcomer.court.post("/identity", {"nonce": fields["nonce"]}, status=422)
    assert missing.errors == ["Fayl seçin."]
    files = {"file": ("vəsiqə.pdf", b"MZ not a pdf", "application/pdf")}
    wrong = await newcomer.court.post("/identity", {"nonce": fields["nonce"]}, files=files, status=422)
    assert len(wrong.errors) == 1


async def strongly(sessions: Sessions, person: Person, *, same_browser: bool) -> UUID:
    """Sign in strongly, as every such door does it."""
    async with sessions.begin() as session:
        identity = Identity(fin=person.fin, name=person.name, surname=person.surname)
        account = await account_of_identity(session, identity, language=Language.AZ)
        await proven(session, account, same_browser=same_browser)
    return account.id


async def test_a_strong_sign_in_in_the_same_browser_confirms_and_keeps_the_password(
    newcomer: Newcomer, sessions: Sessions
) -> None:
    person = await registered(newcomer)
    await applies(newcomer)
    account_id = await strongly(sessions, person, same_browser=True)
    account = await account_of(sessions, person.fin)
    assert account.id == account_id
    assert account.identity_confirmed_at is not None
    assert account.username == newcomer.user_name
    async with sessions() as session:
        query = select(RegistrationRow).where(col(RegistrationRow.account_id) == account_id)
        row = (await session.execute(query)).scalar_one()
        assert row.status is RegistrationStatus.CONFIRMED
        waiting = select(IdentityApplicationRow).where(
            col(IdentityApplicationRow.registration_id) == row.id, col(IdentityApplicationRow.decided_at).is_(None)
        )
        assert (await session.execute(waiting)).first() is None
    assert "Şəxsiyyətiniz təsdiq edilib." in (await newcomer.court.get("/identity")).text


async def test_whoever_registered_another_person_loses_the_cabinet_to_its_owner(
    newcomer: Newcomer, sessions: Sessions
) -> None:
    victim = await registered(newcomer)
    await strongly(sessions, victim, same_browser=False)
    account = await account_of(sessions, victim.fin)
    assert (account.username, account.password_hash, account.email) == (None, None, "")
    assert (await newcomer.court.get("/profile")).h1 == "Kabinetə giriş"
    await newcomer.signs_in(status=422)


async def test_two_links_of_one_person_make_one_cabinet(newcomer: Newcomer, sessions: Sessions) -> None:
    person = somebody("AA")
    await newcomer.registers(person)
    await newcomer.post.letter(newcomer.email)
    first = newcomer.post.path(newcomer.email)
    newcomer.court.visit_anew()
    await newcomer.registers(person)
    await newcomer.post.letter(newcomer.email)
    second = newcomer.post.path(newcomer.email)
    await newcomer.court.get(second)
    answers = await asyncio.gather(newcomer.court.send(first), newcomer.court.send(second))
    assert sorted(answer.status_code for answer in answers) == [303, 410]
    await account_of(sessions, person.fin)
