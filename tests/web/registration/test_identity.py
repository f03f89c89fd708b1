"""Until it is known who a person is nothing can be filed; an operator confirms it."""

import asyncio

import pytest

from models.db import Sessions
from models.domain.roles import Role
from tests.web.court import Court, an_account
from tests.web.registration.newcomer import Newcomer, account_of, as_operator, registered, somebody
from tests.web.wizard.filer import a_pdf

REASON = "Surət oxunmur: vəsiqənin hər iki üzünü göndərin."


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
    assert "Ərizəniz operatorun baxışını gözləyir." in await newcomer.applies()
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
    await newcomer.applies()
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
