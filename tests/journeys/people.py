"""The people of the journeys: litigants with a phone in hand, clerks with a password."""

import re

from playwright.sync_api import expect

from models.reference.demo import DEMO_PASSWORD
from simulators.people import Person
from tests.journeys.outside import Phone
from tests.journeys.visitor import Visitor, Window

HOME = re.compile(r":\d+/(\?as=\d+)?$")  # whoever stands for an organisation reads in the address whose home it is


class Litigant(Visitor):
    """A litigant at a browser."""

    def __init__(self, window: Window, person: Person, phone: Phone) -> None:
        """The phone is the person's own."""
        super().__init__(window)
        self.person = person
        self.phone = phone

    def verification_code(self) -> str:
        """Return the code that the page shows, once it does."""
        code = self.page.locator("#code [aria-hidden=true]")
        expect(code).to_be_visible()
        return code.inner_text()

    def asks_to_sign_in(self) -> None:
        """Fill in the door's form and come to the page with the verification code."""
        self.open("/sign-in")
        self.asks_phone()

    def asks_phone(self) -> None:
        """At the door: have the request sent to the phone."""
        self.fill("Phone number", self.person.phone)
        self.fill("User ID", self.person.user_id)
        self.press("Send the request to my phone")
        if self.main.get_by_role("radio").count():  # an entrepreneur's or a director's number asks which
            self.tick("Citizen")
            self.press("Send the request to my phone")

    def signs_in(self) -> None:
        """Sign in with PIN1."""
        self.asks_to_sign_in()
        with self.arriving_by_itself(HOME):
            self.phone.answers(code=self.verification_code())

    def asks_to_sign(self) -> None:
        """In the signing room: tick both statements and ask for the request; the page goes on by itself from there."""
        self.tick("I have read my rights as a person who takes part in a case")
        self.tick("I have read my duties, and what the application states is true")
        self.fill("Mobile number", self.person.phone)
        self.fill("User ID", self.person.user_id)
        self.clicks("Sign")

    def signs(self, answer: str = "OK") -> None:
        """In the signing room: ask for the request and answer it on the phone."""
        self.asks_to_sign()
        code = self.verification_code()
        self.looks()
        self.phone.answers(answer, code=code)

    def downloads(self, claim_id: str) -> bytes:
        """Return the container with everything that was signed, from the claim's page."""
        self.open(f"/claims/{claim_id}")
        return self.download("Everything with the signatures (ASiC-E container)")


class Clerk(Visitor):
    """A clerk of one court at a browser."""

    def __init__(self, window: Window, username: str) -> None:
        """`username` is one of the demo court's staff."""
        super().__init__(window)
        self.username = username

    def tries(self, password: str, *, status: int = 200) -> None:
        """Give the user name and a password at the staff's door."""
        self.open("/sign-in/staff")
        self.fill("User name", self.username)
        self.fill("Password", password)
        self.press("Sign in", status=status)

    def signs_in(self) -> None:
        """Sign in with the right password."""
        self.tries(DEMO_PASSWORD)
