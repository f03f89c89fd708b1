"""Whatever goes wrong ends in a page with a sentence, in the visitor's language."""

from collections.abc import AsyncIterator, Iterator

import pytest
from fastapi import FastAPI
from sqlalchemy.exc import OperationalError
from temporalio.client import WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError, RPCStatusCode

from models.db import Sessions
from models.domain.errors import RuleBroken
from models.domain.roles import Role
from models.ports import OutsideUnavailableError
from tests.web.court import Court, an_account
from web.app import create_app
from web.deps import NotYoursError, RequireClerk, WebDeps

FAILURES: dict[str, Exception] = {
    "rule": RuleBroken("attachments_too_many", {"limit": "25"}),
    "not-yours": NotYoursError(),
    "outside": OutsideUnavailableError("portal"),
    "temporal": RPCError("no connection", RPCStatusCode.UNAVAILABLE, b""),
    "update": WorkflowUpdateRPCTimeoutOrCancelledError(),
    "database": OperationalError("SELECT", {}, Exception("gone")),
    "fault": ZeroDivisionError("a mistake of ours with a FİN in it"),
}


@pytest.fixture(scope="module")
def failing(deps: WebDeps) -> FastAPI:
    """Return the application with an address for every kind of failure."""
    app = create_app(deps)

    @app.get("/fails/{how}")
    @app.get("/api/fails/{how}")
    async def fails(how: str) -> None:
        raise FAILURES[how]

    @app.get("/desk")
    async def desk(_clerk: RequireClerk) -> None:
        """Answer clerks only."""

    @app.get("/numbered/{number}")
    async def numbered(number: int, page: int = 1) -> int:
        return number + page

    return app


@pytest.fixture
async def court(failing: FastAPI, sessions: Sessions) -> AsyncIterator[Court]:
    visitor = Court(failing, sessions)
    yield visitor
    await visitor.client.aclose()


@pytest.mark.parametrize(
    ("how", "status", "az", "en"),
    [
        ("rule", 409, "Ərizəyə ən çoxu 25 fayl əlavə edilə bilər.", "An application may have at most 25 files."),
        ("not-yours", 404, "Belə bir səhifə yoxdur", "There is no such page"),
        ("outside", 503, "Xidmətin bir hissəsi cavab vermir", "A part of the service is not answering"),
        ("temporal", 503, "Hələ təsdiqlənməyib", "Not confirmed yet"),
        ("update", 503, "Hələ təsdiqlənməyib", "Not confirmed yet"),
        ("database", 503, "Xidmətin bir hissəsi cavab vermir", "A part of the service is not answering"),
        ("fault", 500, "Bizim tərəfdə xəta baş verdi", "Something went wrong on our side"),
    ],
)
async def test_each_failure_has_its_page_in_both_languages(
    court: Court, how: str, status: int, az: str, en: str
) -> None:
    assert az in (await court.get(f"/fails/{how}", status=status)).text
    court.client.cookies.set("lang", "en", domain="court.test")
    assert en in (await court.get(f"/fails/{how}", status=status)).text


async def test_an_unforeseen_fault_is_found_in_the_log_by_its_number(
    court: Court, caplog: pytest.LogCaptureFixture
) -> None:
    page = await court.get("/fails/fault", status=500)
    assert "FİN in it" not in page.text
    (number,) = page.select("//main//strong/text()")
    assert any(str(number) in record.getMessage() and record.exc_info for record in caplog.records)


async def test_programs_get_the_code_of_a_refusal(court: Court) -> None:
    answer = await court.client.get("/api/fails/rule")
    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
    assert answer.json()["code"] == "attachments_too_many"
    assert answer.json()["detail"] == "Ərizəyə ən çoxu 25 fayl əlavə edilə bilər."


async def test_a_page_of_another_role_does_not_exist(court: Court, sessions: Sessions) -> None:
    assert (await court.get("/desk")).h1 == "Kabinetə giriş"
    await court.sign_in(await an_account(sessions, Role.LITIGANT))
    await court.get("/desk", status=404)
    await court.sign_in(await an_account(sessions, Role.CLERK))
    assert (await court.client.get("/desk")).status_code == 200


async def test_an_address_that_cannot_be_is_not_found_and_a_wrong_question_is_said_to_be_wrong(court: Court) -> None:
    assert (await court.get("/numbered/x", status=404)).h1 == "Səhifə tapılmadı"
    assert (await court.get("/numbered/1?page=x", status=400)).h1 == "Sorğu anlaşılmadı"


async def test_a_wrong_method_is_told(court: Court) -> None:
    answer = await court.send("/help")
    assert court.page(answer, status=405).h1 == "Bu ünvan belə sorğunu qəbul etmir"


async def test_a_visitor_who_goes_away_in_the_middle_of_a_form_is_no_fault(
    failing: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    headers = [(b"host", b"divan.example"), (b"content-type", b"application/x-www-form-urlencoded")]
    scope = {"type": "http", "method": "POST", "path": "/sign-in/staff", "query_string": b"", "headers": headers}
    parts: Iterator[dict[str, object]] = iter(
        [{"type": "http.request", "body": b"username=", "more_body": True}, {"type": "http.disconnect"}]
    )
    answered: list[object] = []

    async def receive() -> dict[str, object]:
        return next(parts)

    async def send(message: object) -> None:
        answered.append(message)

    await failing(scope | {"scheme": "http", "root_path": "", "client": ("127.0.0.1", 1)}, receive, send)
    assert answered == []
    assert "fault" not in caplog.text
