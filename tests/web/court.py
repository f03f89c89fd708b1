"""The `court` fixture: a browser without a window that checks every page it is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID, uuid4

import httpx2
from fastapi import FastAPI
from lxml import html

from activities.rights import set_up_role
from models.db import Sessions
from models.domain.languages import Language
from models.domain.roles import Role
from models.tables.accounts import AccountRow
from tests.web.page import Node, faults, text_of
from web.sessions import new_cookie, now, open_session

ADDRESS = "http://court.test"
COOKIE = "divan"


@dataclass
class Page:
    """A checked page."""

    status: int
    address: str
    root: Node
    headers: httpx2.Headers

    @property
    def title(self) -> str:
        return str(self.root.findtext(".//title"))

    @property
    def h1(self) -> str:
        return text_of(self.root.find(".//h1"))

    @property
    def text(self) -> str:
        """Return the words of the main part."""
        return text_of(self.root.find(".//main"))

    @property
    def errors(self) -> list[str]:
        """Return the sentences of the error summary."""
        return [text_of(node) for node in self.root.xpath("//*[contains(@class, 'error-summary__body')]//li")]

    @property
    def links(self) -> dict[str, str]:
        """Return address by words."""
        return {text_of(link): str(link.get("href")) for link in self.root.iter("a")}

    def select(self, xpath: str) -> list[Any]:
        return list(self.root.xpath(xpath))

    def fields(self, action: str = "") -> dict[str, str]:
        """Return the fields of a form as a browser would send them untouched."""
        forms = [form for form in self.root.iter("form") if form.get("method") == "post"]
        chosen = [form for form in forms if (form.get("action") or "") == action] if action else forms[-1:]
        return {name: value or "" for name, value in cast("html.FormElement", chosen[0]).form_values()}


class Court:
    """Fetches pages; every HTML answer is checked whole."""

    def __init__(self, app: FastAPI, sessions: Sessions, *, address: str = "127.0.0.1") -> None:
        """`address` is the network address the visitor comes from."""
        transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False, client=(address, 50_000))
        self.client = httpx2.AsyncClient(transport=transport, base_url=ADDRESS)
        self.app = app
        self.sessions = sessions
        self._tokens: dict[str, str] = {}  # by cookie

    async def get(self, address: str, *, status: int = HTTPStatus.OK) -> Page:
        """Fetch a page, following redirects."""
        return self.page(await self.client.get(address, follow_redirects=True), status=status)

    async def post(
        self,
        address: str,
        fields: Mapping[str, str | list[str]] | None = None,
        *,
        status: int = HTTPStatus.OK,
        files: object = None,
    ) -> Page:
        """Post a form with the visitor's own token and follow the redirect."""
        return self.page(await self.send(address, fields, files=files, follow=True), status=status)

    async def send(
        self,
        address: str,
        fields: Mapping[str, str | list[str]] | None = None,
        *,
        files: object = None,
        follow: bool = False,
    ) -> httpx2.Response:
        """Post a form and return the bare answer."""
        body = {"csrf": await self.token(), **(fields or {})}
        return await self.client.post(address, data=body, files=files, follow_redirects=follow)  # type: ignore[arg-type]  # httpx2's own wide types

    async def token(self) -> str:
        """Return the token of this visitor's forms, read once for each cookie off a page that has one."""
        if known := self._tokens.get(self._cookie):
            return known
        page = self.page(await self.client.get("/help"), status=HTTPStatus.OK)
        tokens = page.select("//input[@name='csrf']/@value")
        if not tokens:
            tokens = self.page(await self.client.get("/sign-in"), status=HTTPStatus.OK).select(
                "//input[@name='csrf']/@value"
            )
        self._tokens[self._cookie] = str(tokens[0])
        return str(tokens[0])

    @property
    def _cookie(self) -> str:
        return self.client.cookies.get(COOKIE, "", domain="court.test") or ""

    def page(self, response: httpx2.Response, *, status: int) -> Page:
        """Check an answer."""
        assert response.status_code == status, f"{response.status_code} {response.url}: {response.text[:2000]}"
        assert response.headers["content-type"].startswith("text/html"), response.headers["content-type"]
        assert response.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in response.headers["content-security-policy"]
        root = html.document_fromstring(response.text)
        found = list(faults(root, language=response.headers.get("content-language", "az")))
        assert not found, f"{response.url}: {found}"
        return Page(response.status_code, str(response.url), root, response.headers)

    async def sign_in(self, account: AccountRow) -> None:
        """Sign somebody in without the sign-in page: for tests of other pages."""
        async with self.sessions.begin() as session:
            self.client.cookies.set(COOKIE, await open_session(session, account.id), domain="court.test")

    def visit_anew(self) -> None:
        """Forget all cookies."""
        self.client.cookies.clear()
        self.client.cookies.set(COOKIE, new_cookie(), domain="court.test")


async def an_account(
    sessions: Sessions,
    role: Role = Role.LITIGANT,
    *,
    fin: str | None = None,
    name: str = "Lalə",
    surname: str = "Nağıyeva",
    court_id: str = "",
    **fields: object,
) -> AccountRow:
    """Store an account of an invented person.

    Staff get their role by a grant, and a user name with no usable password unless one is given.
    """
    account_id: UUID = uuid4()
    own_role = role if role is Role.LITIGANT else None
    row = AccountRow(
        id=account_id, role=own_role, fin=fin, name=name, surname=surname, created_at=now(), language=Language.AZ
    )
    for key, value in fields.items():
        setattr(row, key, value)
    if role is Role.LITIGANT:
        row.fin = fin or account_id.hex[:7].upper()
        row.identity_confirmed_at = fields.get("identity_confirmed_at", row.created_at)  # type: ignore[assignment]  # as given
    elif row.username is None:
        row.username, row.password_hash = f"staff-{account_id.hex[:8]}", "!"
    async with sessions.begin() as session:
        session.add(row)
        await session.flush()
        if own_role is None:
            await set_up_role(session, uuid4(), account_id, role=role, court_id=court_id, reason="Test")
    return row
