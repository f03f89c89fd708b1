"""A person asks for a correction, the owner compares it with the register and decides; no sign-in undoes it."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from fastapi import FastAPI
from freezegun import freeze_time
from sqlalchemy import func, select
from sqlmodel import col

from activities.reference import seed_reference
from models.db import Sessions
from models.domain.correction import CorrectionStatus, Datum
from models.domain.roles import Role
from models.messages import ids
from models.tables.corrections import CorrectionLineRow, CorrectionRow
from models.tables.inquiries import InquiryKind, RegisterInquiryRow
from tests.outside import Simulator
from tests.web.court import Court, an_account
from tests.web.registration.asker import NEW, QUEUE, WHY, Asker
from tests.web.registration.newcomer import somebody
from tests.web.wizard.filer import a_pdf
from web.deps import WebDeps
from web.sessions import now

NO = "Reyestrdə elə belə yazılıb."


@pytest.fixture
async def asker(app: FastAPI, sessions: Sessions) -> AsyncIterator[Asker]:
    async with sessions.begin() as session:
        await seed_reference(session)
    person = somebody("AA")
    account = await an_account(sessions, fin=person.fin, name=person.name, surname="Yanlışova")
    owner = await an_account(sessions, Role.OWNER, name="Rəna", surname="İsmayılova")
    court, desk = Court(app, sessions), Court(app, sessions)
    await court.sign_in(account)
    await desk.sign_in(owner)
    yield Asker(court, desk, sessions, person, account)
    await court.client.aclose()
    await desk.client.aclose()


async def test_a_wrong_surname_is_asked_about_compared_and_corrected(asker: Asker) -> None:
    ledger = await asker.court.get("/profile/data")
    assert ledger.links["Düzəliş tələb et"] == NEW
    pdf = a_pdf(asker.person.fin)  # made once: its identifier holds the second it was made in
    page = await asker.asks(files={"file": ("vəsiqə.pdf", pdf, "application/pdf")})
    assert "Tələbiniz göndərildi." in page.root.text_content()
    assert "Sahibin qərarını gözləyir" in page.text
    assert "Sahibin qərarını gözləyir" in (await asker.court.get("/profile/data")).text

    assert f"Yanlışova {asker.person.name}" in (await asker.desk.get(QUEUE)).text
    page = await asker.at_the_desk()
    scan = await asker.desk.client.get(page.links["Surəti aç: vəsiqə.pdf"])
    assert scan.content == pdf
    assert "sandbox" in scan.headers["content-security-policy"]
    assert not page.select("//form[contains(@action, '/approve')]"), "nothing is approved unseen"
    page = await asker.presses(page, "compare")
    assert "Reyestrdəki məlumat şəxsin tələb etdiyi kimidir." in page.text
    page = await asker.presses(page, "approve")
    assert "Məlumat düzəldildi" in page.root.text_content()
    assert f"Yanlışova → {asker.person.surname}" in page.text

    assert (await asker.kept()).surname == asker.person.surname
    (row,) = await asker.rows()
    assert row.status is CorrectionStatus.APPROVED
    own = await asker.court.get(f"/profile/data/corrections/{row.id}")
    assert "Düzəldilib" in own.text
    assert "Əhali reyestrinə sorğu verilib" not in own.text
    ledger = await asker.court.get("/profile/data?kind=correction")
    assert "İsmayılova Rəna" in ledger.text
    assert "Tələbə baxılıb: Soyadı" in ledger.text
    asked = await asker.court.get("/profile/data?kind=inquiry")
    assert "Düzəliş tələbi üzrə tutuşdurma" in asked.text
    notices = await asker.court.get("/notifications")
    assert "Fərdi məlumatın düzəldilməsi barədə tələbiniz təmin edildi." in notices.text


async def test_a_corrected_surname_outlives_the_old_certificate_and_yields_to_a_new_one(asker: Asker) -> None:
    await asker.asks()
    await asker.presses(await asker.presses(await asker.at_the_desk(), "compare"), "approve")
    right, (row,) = asker.person.surname, await asker.rows()
    assert row.decided_at is not None
    assert await asker.comes_in(surname="Yanlışova", issued_at=row.decided_at - timedelta(days=300)) == right
    assert await asker.comes_in(surname="Yanlışova", issued_at=None) == right
    assert await asker.comes_in(surname="Təzəyeva", issued_at=row.decided_at + timedelta(days=1)) == "Təzəyeva"


async def test_a_name_nobody_corrected_follows_the_certificate(asker: Asker) -> None:
    assert await asker.comes_in(surname="Təzəyeva", issued_at=now() - timedelta(days=300)) == "Təzəyeva"


async def test_the_register_wins_over_what_was_typed_and_the_owner_sees_the_difference(asker: Asker) -> None:
    await asker.asks(wished="Başqayeva")
    page = await asker.presses(await asker.at_the_desk(), "compare")
    assert "Reyestrdəki məlumat nə məhkəmədə saxlanılana, nə də tələb edilənə uyğundur." in page.text
    assert f"Təsdiq et; belə yazılacaq: {asker.person.surname}" in page.text
    await asker.presses(page, "approve")
    assert (await asker.kept()).surname == asker.person.surname


async def test_what_the_register_keeps_too_cannot_be_approved_and_is_rejected_with_a_reason(asker: Asker) -> None:
    await asker.asks(datum="name", wished="Lalə-Nigar")
    page = await asker.presses(await asker.at_the_desk(), "compare")
    assert "Burada düzəldiləcək bir şey yoxdur" in page.text
    assert not page.select("//form[contains(@action, '/approve')]")
    address = page.address.removeprefix("http://court.test")
    forced = await asker.desk.post(f"{address}/approve", {"nonce": str(uuid.uuid4())}, status=409)
    assert "Əhali reyestri dəyişikliyi təsdiq etmir" in forced.root.text_content()
    silent = await asker.presses(page, "reject", status=422, reason="pis")
    assert silent.errors == ["Səbəbi ən azı on simvolla yazın: onu ərizəçi oxuyacaq"]
    await asker.presses(page, "reject", reason=NO)
    (row,) = await asker.rows()
    assert NO in (await asker.court.get(f"/profile/data/corrections/{row.id}")).text
    assert (await asker.kept()).name == asker.person.name


async def test_a_decision_is_taken_once(asker: Asker) -> None:
    await asker.asks()
    page = await asker.presses(await asker.at_the_desk(), "compare")
    address = page.address.removeprefix("http://court.test")
    fields = page.fields(f"{address}/approve")
    first, second = await asyncio.gather(
        asker.desk.send(f"{address}/approve", fields), asker.desk.send(f"{address}/approve", fields)
    )
    assert {first.status_code, second.status_code} == {303}
    assert (await asker.desk.send(f"{address}/approve", fields)).status_code == 303, "the same form again"
    late = await asker.desk.post(f"{address}/reject", {"nonce": str(uuid.uuid4()), "reason": NO}, status=409)
    assert "Bu barədə artıq qərar qəbul edilib." in late.root.text_content()
    late = await asker.desk.post(f"{address}/compare", {"nonce": str(uuid.uuid4())}, status=409)
    assert late.select("//h1")
    query = select(func.count()).where(
        col(CorrectionLineRow.correction_id) == (await asker.rows())[0].id, col(CorrectionLineRow.act) == "approve"
    )
    async with asker.sessions() as session:
        assert (await session.execute(query)).scalar_one() == 1


async def test_a_form_sent_twice_is_one_request_and_another_has_to_wait(asker: Asker) -> None:
    shown = (await asker.court.get(NEW)).fields(NEW)
    typed = {**shown, "datum": "surname", "wished": asker.person.surname, "reason": WHY}
    answers = await asyncio.gather(asker.court.send(NEW, typed), asker.court.send(NEW, typed))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    refused = await asker.asks(status=422)
    assert refused.errors == [
        "Bu məlumatın düzəldilməsini artıq tələb etmisiniz. Cavabı gözləyin və ya tələbi geri götürün."
    ]
    await asker.asks(datum="patronymic", wished=asker.person.patronymic)
    assert [row.datum for row in await asker.rows()] == [Datum.SURNAME, Datum.PATRONYMIC]


async def test_a_person_takes_a_request_back_and_may_ask_anew(asker: Asker) -> None:
    page = await asker.asks()
    address = f"{page.address.removeprefix('http://court.test')}/withdraw"
    page = await asker.court.post(address, page.fields(address))
    assert "Tələb geri götürüldü." in page.root.text_content()
    again = await asker.court.post(address, {"nonce": str(uuid.uuid4())}, status=409)
    assert "Bu barədə artıq qərar qəbul edilib." in again.root.text_content()
    await asker.asks()
    assert [row.status for row in await asker.rows()] == [CorrectionStatus.WITHDRAWN, CorrectionStatus.WAITING]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"datum": ""}, "Nəyin səhv olduğunu seçin"),
        ({"datum": "fin"}, "Nəyin səhv olduğunu seçin"),
        ({"wished": ""}, "Necə olmalı olduğunu yazın"),
        ({"wished": "Nağıyeva 2"}, "Ad hərflərdən ibarət olur; aralarında bir boşluq, defis və ya apostrof ola bilər."),
        ({"wished": "ə" * 61}, "Ad ən çoxu 60 simvol ola bilər."),
        ({"wished": "Yanlışova"}, "Məhkəmədə elə bu məlumat saxlanılır."),
        ({"reason": "səhv"}, "Nə üçün səhv olduğunu ən azı on simvolla yazın"),
        ({"reason": "s" * 2001}, "İzahat ən çoxu 2000 simvol ola bilər"),
    ],
)
async def test_what_is_wrong_is_named_beside_its_field_and_the_typing_kept(
    asker: Asker, fields: dict[str, str], *, said: str
) -> None:
    page = await asker.asks(status=422, **fields)
    assert page.errors == [said]
    kept = page.fields(NEW)
    typed = {"datum": "surname", "wished": asker.person.surname, "reason": WHY} | fields
    assert [kept[name].strip() for name in ("wished", "reason")] == [typed["wished"], typed["reason"]]
    assert await asker.rows() == []


async def test_a_scan_is_judged_by_what_it_holds(asker: Asker) -> None:
    files = {"file": ("vəsiqə.pdf", b"MZ not a pdf", "application/pdf")}
    page = await asker.asks(status=422, files=files)
    assert len(page.errors) == 1
    assert page.select("//*[@id='file-error']")
    assert page.fields(NEW)["wished"] == asker.person.surname
    assert await asker.rows() == []


async def test_another_s_request_is_not_found(asker: Asker, app: FastAPI) -> None:
    await asker.asks()
    (row,) = await asker.rows()
    stranger = Court(app, asker.sessions)
    await stranger.sign_in(await an_account(asker.sessions))
    await stranger.get(f"/profile/data/corrections/{row.id}", status=404)
    await stranger.post(f"/profile/data/corrections/{row.id}/withdraw", {"nonce": str(uuid.uuid4())}, status=404)
    for path in (QUEUE, f"{QUEUE}/{row.id}", f"{QUEUE}/{row.id}/scan"):
        await stranger.get(path, status=404)
    await stranger.client.aclose()
    await asker.desk.get(f"{QUEUE}/{row.id}/scan", status=404)
    await asker.desk.get(NEW, status=404)


async def test_who_is_not_proven_is_asked_to_prove_himself_first(app: FastAPI, sessions: Sessions) -> None:
    court = Court(app, sessions)
    await court.sign_in(await an_account(sessions, identity_confirmed_at=None))
    assert (await court.get(NEW)).address.endswith("/identity")
    assert (await court.post(NEW, {"datum": "name", "nonce": "n"})).address.endswith("/identity")
    await court.client.aclose()


async def test_a_register_that_is_away_is_said_and_nothing_is_written(asker: Asker, registers: Simulator) -> None:
    await asker.asks()
    page = await asker.at_the_desk()
    registers.told("/sim/script", down=True)
    away = await asker.presses(page, "compare", status=503)
    assert away.h1
    async with asker.sessions() as session:
        asked = select(RegisterInquiryRow).where(
            col(RegisterInquiryRow.about_fin) == asker.person.fin,
            col(RegisterInquiryRow.kind) == InquiryKind.CORRECTION,
        )
        assert (await session.execute(asked)).first() is None
    registers.told("/sim/script")
    assert "Əhali reyestrindəki məlumat" in (await asker.presses(page, "compare")).text


async def test_an_answer_of_yesterday_is_asked_for_again(asker: Asker) -> None:
    await asker.asks()
    await asker.presses(await asker.at_the_desk(), "compare")
    with freeze_time(now() + timedelta(hours=25)):
        await asker.desk.sign_in(await an_account(asker.sessions, Role.OWNER))
        page = await asker.at_the_desk()
    assert "cavab bir gün etibarlıdır" in page.text
    assert not page.select("//form[contains(@action, '/approve')]")


async def test_a_request_whose_workflow_never_began_is_begun_by_the_decision(asker: Asker, deps: WebDeps) -> None:
    await asker.asks()
    (row,) = await asker.rows()
    assert deps.temporal is not None
    await deps.temporal.get_workflow_handle(ids.correction_workflow(str(row.id))).terminate()
    orphan = CorrectionRow(
        id=uuid.uuid4(), account_id=row.account_id, datum=row.datum, kept=row.kept, wished=row.wished, reason=WHY,
        opened_at=now(), remind_at=row.remind_at, decide_by=row.decide_by,
    )  # fmt: skip
    async with asker.sessions.begin() as session:
        found = await session.get_one(CorrectionRow, row.id)
        found.status, found.decided_at = CorrectionStatus.WITHDRAWN, now()
        await session.flush()
        session.add(orphan)
    page = await asker.presses(await asker.at_the_desk(), "compare")
    await asker.presses(page, "approve")
    assert (await asker.kept()).surname == asker.person.surname
