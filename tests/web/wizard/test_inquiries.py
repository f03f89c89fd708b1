"""Whoever is checked in a register sees who asked about him, when and on what ground; and nobody else sees it."""

from typing import Any
from uuid import uuid4

from fastapi import FastAPI
from sqlalchemy import select
from sqlmodel import col

from models.db import Sessions
from models.domain.roles import Role
from models.tables.access import AccessEventRow, Look
from models.tables.accounts import SignInEventRow, SignInMethod
from models.tables.inquiries import InquiryKind, RegisterInquiryRow
from tests.web.court import Court, Page, an_account
from tests.web.wizard.filer import KAMRAN, LALE, RESAD, Filer, details, signed_in
from web.sessions import now


def rows(page: Page) -> list[str]:
    return [" ".join(row.text_content().split()) for row in page.select("//tbody/tr")]


async def inquiries(sessions: Sessions, filer: Filer) -> list[tuple[InquiryKind, str, bool]]:
    row = RegisterInquiryRow
    query = select(row).where(col(row.account_id) == filer.account.id, col(row.ground).contains(await number(filer)))
    async with sessions() as session:
        return [(one.kind, one.about_fin or one.about_voen, one.found) for one in
                await session.scalars(query.order_by(col(row.at)))]  # fmt: skip


async def number(filer: Filer) -> str:
    page = await filer.court.get(filer.at("tasks"))
    return next(word.strip(".,:") for word in page.text.split() if word.startswith("ƏR-"))


async def test_the_person_asked_about_sees_who_when_and_why_and_a_third_person_nothing(
    app: FastAPI, court: Court, sessions: Sessions
) -> None:
    filer = await signed_in(court, sessions, LALE)
    await filer.open()
    await filer.add_myself()
    await filer.add("defendant", details(KAMRAN))
    await filer.add("defendant", details(KAMRAN, surname="Başqası"), status=422)
    await filer.add("defendant", details(KAMRAN, document="AA9999999"), status=422)
    assert await inquiries(sessions, filer) == [
        (InquiryKind.OWN_DETAILS, LALE.fin, True),
        (InquiryKind.PARTY_PERSON, KAMRAN.fin, True),
        (InquiryKind.PARTY_PERSON, KAMRAN.fin, True),
        (InquiryKind.PARTY_PERSON, "", False),
    ]
    asked = await number(filer)
    own = await court.get("/profile/data?kind=inquiry")
    assert any(asked in row and "Siz özünüz" in row for row in rows(own))
    his, others = Court(app, sessions), Court(app, sessions)
    await signed_in(his, sessions, KAMRAN)
    seen = [row for row in rows(await his.get("/profile/data?kind=inquiry")) if asked in row]
    assert len(seen) == 2
    assert all(f"{LALE.surname} {LALE.name}" in row and "MPM 149" in row for row in seen)
    await signed_in(others, sessions, RESAD)
    assert asked not in (await others.get("/profile/data")).text


async def test_a_look_of_the_staff_is_seen_by_the_filer_alone(app: FastAPI, court: Court, sessions: Sessions) -> None:
    filer = await signed_in(court, sessions, LALE)
    await filer.open()
    clerk = await an_account(sessions, Role.CLERK, name="Səbinə", surname="Orucova")
    async with sessions.begin() as session:
        look: dict[str, Any] = {"role": Role.CLERK, "claim_id": filer.claim_id, "look": Look.DOCUMENT}
        session.add(AccessEventRow(id=uuid4(), at=now(), account_id=clerk.id, **look))
    asked = await number(filer)
    (seen,) = [row for row in rows(await court.get("/profile/data?kind=look")) if asked in row]
    assert "Orucova Səbinə, Məhkəmə dəftərxanası" in seen
    assert "Ərizənin sənədi" in seen
    stranger = Court(app, sessions)
    await signed_in(stranger, sessions, KAMRAN)
    assert asked not in (await stranger.get("/profile/data?kind=look")).text


async def test_sign_ins_stand_there_page_by_page_with_those_that_were_refused(court: Court, sessions: Sessions) -> None:
    person = await an_account(sessions)
    async with sessions.begin() as session:
        for attempt in range(30):
            outcome = "signed_in" if attempt % 2 else "wrong_password"
            session.add(
                SignInEventRow(
                    id=uuid4(), at=now(), method=SignInMethod.PASSWORD, outcome=outcome, account_id=person.id,
                    address=f"192.0.2.{attempt}", agent="",
                )
            )  # fmt: skip
    await court.sign_in(person)
    first, second = [rows(await court.get(f"/profile/data?kind=sign_in&page={page}")) for page in (1, 2)]
    assert (len(first), len(second)) == (25, 5)
    assert "192.0.2.29" in first[0]
    assert "Daxil olunub" in first[0]
    assert "parol yanlışdır" in first[1]
    assert len(rows(await court.get("/profile/data?kind=nonsense"))) == 25, "an unknown kind is no filter"
    for wrong in ("0", "-1", "x", "99999999"):
        await court.get(f"/profile/data?page={wrong}", status=400)


async def test_staff_without_a_fin_see_their_sign_ins_and_no_inquiry_about_nobody(
    app: FastAPI, court: Court, sessions: Sessions
) -> None:
    filer = await signed_in(court, sessions, LALE)
    await filer.open()
    await filer.add("defendant", details(KAMRAN, document="AA9999999"), status=422)
    desk = Court(app, sessions)
    await desk.sign_in(await an_account(sessions, Role.CLERK))
    assert "Belə bir əməliyyat olmayıb." in (await desk.get("/profile/data")).text
