"""The running court of a journey: the whole stack, its database, and people who come to it with browsers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import psycopg
from playwright.sync_api import Browser, BrowserContext, Page
from psycopg.rows import dict_row

from docker.stack import Stack
from simulators.people import DEMO
from tests.journeys.outside import Outside
from tests.journeys.page_checks import Looks
from tests.journeys.people import Clerk, Litigant
from tests.journeys.visitor import Visitor, Window

PATIENCE = 20  # seconds; the machine may be loaded
HEIGHTS = {1280: 900, 390: 844}


@dataclass
class Court:
    """The stack, the browser, and what was found out on the way; one for all journeys."""

    stack: Stack
    browser: Browser
    looks: Looks
    width: int = 1280
    _contexts: list[BrowserContext] = field(default_factory=list)
    _cookies: dict[str, Any] = field(default_factory=dict)  # of those who signed in before

    @cached_property
    def outside(self) -> Outside:
        """The world around the court."""
        return Outside.of(self.stack.site)

    @cached_property
    def database(self) -> psycopg.Connection[dict[str, Any]]:
        """A connection to the court's database that sees each commit at once."""
        url = self.stack.env["DIVAN_DATABASE_URL"].replace("+psycopg", "")
        return psycopg.connect(url, autocommit=True, row_factory=dict_row)

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        """Return what a query finds."""
        return self.database.execute(query.encode(), values).fetchall()

    def row(self, query: str, *values: object) -> dict[str, Any]:
        """Return the only row a query finds."""
        (found,) = self.rows(query, *values)
        return found

    def status(self, claim_id: str) -> str:
        """Return where a claim stands."""
        return str(self.row("SELECT status FROM claim WHERE id = %s", claim_id)["status"])

    def number(self, claim_id: str) -> str:
        """Return the number of an application."""
        return str(self.row("SELECT number FROM claim WHERE id = %s", claim_id)["number"])

    def receipt_holders(self, number: str) -> list[str]:
        """Return the claims that hold a receipt now."""
        query = "SELECT claim_id FROM receipt_use WHERE receipt_number = %s AND released_at IS NULL"
        return [row["claim_id"] for row in self.rows(query, number)]

    def receipts_of(self, payment_id: str) -> list[str]:
        """Return the receipts that are remembered of a payment: one when it was paid."""
        query = "SELECT r.number FROM receipt r JOIN payment p ON p.receipt_number = r.number WHERE p.id = %s"
        return [row["number"] for row in self.rows(query, payment_id)]

    def visitor(self, *, javascript: bool = True) -> Visitor:
        """Return somebody who has not signed in."""
        return Visitor(self._window(javascript=javascript))

    def stranger(self, name: str, *, javascript: bool = True) -> Litigant:
        """Return one of the demo court's people, not signed in yet, by the first name."""
        person = next(person for person in DEMO if person.name == name)
        return Litigant(self._window(javascript=javascript), person, self.outside.phone(person))

    def litigant(self, name: str, *, javascript: bool = True) -> Litigant:
        """Return a litigant who is signed in."""
        litigant = self.stranger(name, javascript=javascript)
        self._let_in(litigant, name, litigant.signs_in)
        return litigant

    def newcomer(self, username: str) -> Clerk:
        """Return a member of a court's staff who has not signed in yet."""
        return Clerk(self._window(javascript=True), username)

    def clerk(self, username: str) -> Clerk:
        """Return a member of a court's staff who is signed in."""
        clerk = self.newcomer(username)
        self._let_in(clerk, username, clerk.signs_in)
        return clerk

    def close_windows(self) -> None:
        """Close every window that was opened, as at the end of a day."""
        while self._contexts:
            self._contexts.pop().close()

    def begins_anew(self) -> None:
        """Put the world in order, and forget tries: all journeys come from one address, and have only a few people."""
        self.database.execute("DELETE FROM rate_count")
        self.database.execute("UPDATE account SET language = 'az' WHERE language <> 'az'")  # who switched, stays so
        self.outside.in_order()
        for person in DEMO:
            self.outside.phone(person).is_left_alone()

    def _let_in(self, visitor: Visitor, name: str, signs_in: Callable[[], None]) -> None:
        """Sign in the first time; later go on with the session of then, as a browser does that was not closed."""
        if name in self._cookies:
            visitor.page.context.add_cookies(self._cookies[name])
            return
        signs_in()
        self._cookies[name] = visitor.page.context.cookies()

    def _window(self, *, javascript: bool) -> Window:
        page = self._page(javascript=javascript)
        way, echo = (f"{self.width}", None) if javascript else (f"{self.width}-without-js", self._page(javascript=True))
        return Window(page, self.stack.env["DIVAN_BASE_URL"], self.looks, way, echo)

    def _page(self, *, javascript: bool) -> Page:
        context = self.browser.new_context(
            viewport={"width": self.width, "height": HEIGHTS[self.width]},
            java_script_enabled=javascript,
            timezone_id="Asia/Baku",
            locale="az-AZ",
        )
        context.set_default_timeout(PATIENCE * 1000)
        self._contexts.append(context)
        return context.new_page()
