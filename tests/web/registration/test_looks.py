"""What an operator saw of a person stands in that person's ledger, and in nobody else's (AUD-1, PRO-3)."""

from fastapi import FastAPI

from models.db import Sessions
from tests.web.court import Court, Page, an_account
from tests.web.registration.newcomer import Newcomer, as_operator, registered


def rows(page: Page) -> list[str]:
    return [" ".join(row.text_content().split()) for row in page.select("//tbody/tr")]


async def test_each_look_of_an_operator_is_seen_by_the_applicant_alone(
    newcomer: Newcomer, app: FastAPI, sessions: Sessions
) -> None:
    person = await registered(newcomer)
    await newcomer.applies()
    desk, stranger = Court(app, sessions), Court(app, sessions)
    await as_operator(desk, sessions)
    address = (await desk.get("/operator")).links[f"{person.surname} {person.name} {person.patronymic}"]
    assert rows(await newcomer.court.get("/profile/data?kind=identity")) == [], "a name in a list is no look"
    await desk.get(address)
    assert (await desk.client.get(f"{address}/scan")).status_code == 200

    scan, shown = rows(await newcomer.court.get("/profile/data?kind=identity"))
    for row in (scan, shown):
        assert "Məmmədli Fidan, Operator" in row
        assert "Şəxsiyyətinizin təsdiqi barədə ərizəniz" in row
    assert "Şəxsiyyət sənədinizin surəti" in scan
    assert "Reyestrdəki şəxsiyyət məlumatlarınız" in shown
    await stranger.sign_in(await an_account(sessions))
    assert rows(await stranger.get("/profile/data?kind=identity")) == []
    for visitor in (desk, stranger):
        await visitor.client.aclose()


async def test_whoever_may_not_see_an_application_leaves_no_look(
    newcomer: Newcomer, app: FastAPI, sessions: Sessions
) -> None:
    person = await registered(newcomer)
    await newcomer.applies()
    desk = Court(app, sessions)
    await as_operator(desk, sessions)
    address = (await desk.get("/operator")).links[f"{person.surname} {person.name} {person.patronymic}"]
    await desk.sign_in(await an_account(sessions))
    await desk.get(address, status=404)
    await desk.get(f"{address}/scan", status=404)
    assert rows(await newcomer.court.get("/profile/data?kind=identity")) == []
    await desk.client.aclose()
