"""A person's browser without a window: cookies, forms with their own tokens, and the same form sent again."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from uuid import NAMESPACE_DNS, UUID, uuid5

import httpx2
from lxml import html
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from models.domain.languages import Language
from models.domain.roles import Role
from models.tables.accounts import AccountRow
from models.tables.rights import RoleGrantRow
from simulators.people import PEOPLE, Person
from tests.faults.court import LiveCourt
from web.sessions import now, open_session

COOKIE = "divan"
Files = list[tuple[str, tuple[str, bytes, str]]]


class NotAnsweredError(OSError):
    """The page said "not confirmed yet" or "not answering": the form is to be sent again."""


@dataclass
class Form:
    """A form as the page gave it, filled in; `sent` counts how often."""

    address: str
    fields: dict[str, str]
    files: Files = field(default_factory=list)
    sent: int = 0

    @property
    def nonce(self) -> str:
        """Return what makes the form sent twice one act."""
        return self.fields["nonce"]


@dataclass
class Browser:
    """One signed-in person at the court's pages, from a network address of his own."""

    http: httpx2.AsyncClient
    stale: int = 0  # own repeated forms that were taken for somebody else's edit

    async def form(self, page: str, *, action: str = "", **typed: str) -> Form:
        """Open a page and fill in its form: the one that leads to `action`, or that has the fields to be typed."""
        answer = self._checked(await self.http.get(page, follow_redirects=True))
        root = html.document_fromstring(answer.text)
        for found in root.forms:
            address = str(found.get("action") or answer.url.raw_path.decode())
            named = {str(name) for name in found.inputs.keys()}  # noqa: SIM118 - lxml's own mapping of inputs
            if found.method == "POST" and (address.endswith(action) if action else typed.keys() <= named):
                fields = {name: value or "" for name, value in found.form_values()}
                return Form(address, fields | typed)
        raise AssertionError(f"{answer.url} has no form for {action or sorted(typed)}: {_words(answer)}")

    async def send(self, form: Form) -> str:
        """Send a form and return where it leads; a repeated form may hear that the draft has changed: by itself."""
        form.sent += 1
        answer = await self.http.post(form.address, data=form.fields, files=form.files or None)
        if answer.status_code == HTTPStatus.CONFLICT and form.sent > 1:
            self.stale += 1
            return ""
        return self._checked(answer).headers.get("location", "")

    async def look(self, page: str) -> None:
        """Open a page; it must answer."""
        self._checked(await self.http.get(page, follow_redirects=True))

    @staticmethod
    def _checked(answer: httpx2.Response) -> httpx2.Response:
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise NotAnsweredError(f"{answer.status_code} {answer.url}")
        assert answer.status_code < HTTPStatus.BAD_REQUEST, f"{answer.status_code} {answer.url}: {_words(answer)}"
        return answer


async def browser_of(court: LiveCourt, person: Person) -> Browser:
    """Sign a litigant in without the sign-in page, which has tests of its own."""
    return await _signed_in(court, await cabinet_of(court, person), place=PEOPLE.index(person))


async def cabinet_of(court: LiveCourt, person: Person) -> UUID:
    """Return a litigant's account, made when he comes for the first time."""
    account_id = uuid5(NAMESPACE_DNS, person.fin)
    row = {
        "id": account_id,
        "role": Role.LITIGANT,
        "fin": person.fin,
        "surname": person.surname,
        "name": person.name,
        "patronymic": person.patronymic,
        "email": person.email,
        "phone": person.phone,
        "address": person.address,
        "postal_index": person.postal_index,
        "language": Language.AZ,
        "created_at": now(),
        "email_confirmed_at": now(),
        "identity_confirmed_at": now(),
    }
    async with court.sessions.begin() as session:
        await session.execute(insert(AccountRow).values(row).on_conflict_do_nothing())
    return account_id


async def browser_of_clerk(court: LiveCourt, court_id: str) -> Browser:
    """Sign the demo court's clerk in."""
    return await _signed_in(court, (await clerk_of(court, court_id)).id, place=len(PEOPLE))


async def clerk_of(court: LiveCourt, court_id: str) -> AccountRow:
    """Return the account of the demo court's clerk."""
    granted = (col(RoleGrantRow.role) == Role.CLERK) & (col(RoleGrantRow.court_id) == court_id)
    clerk = select(AccountRow).join(RoleGrantRow, col(RoleGrantRow.account_id) == col(AccountRow.id)).where(granted)
    async with court.sessions() as session:
        return (await session.scalars(clerk)).one()


async def _signed_in(court: LiveCourt, account_id: UUID, *, place: int) -> Browser:
    async with court.sessions.begin() as session:
        cookie = await open_session(session, account_id)
    web = court.stack.site.address(court.stack.site.ports.web)
    # The court counts tries by network address; on one machine everybody would have the same.
    headers = {"X-Forwarded-For": f"10.0.{place // 250}.{place % 250 + 1}"}
    return Browser(httpx2.AsyncClient(base_url=web, cookies={COOKIE: cookie}, headers=headers, timeout=30))


def _words(answer: httpx2.Response) -> str:
    root: Any = html.document_fromstring(answer.text)
    main = root.find(".//main")
    return " ".join((root if main is None else main).text_content().split())[:600]
