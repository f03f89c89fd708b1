"""The world around the court as a journey plays it: phones, portal, inbox, SMS list, trust services."""

from dataclasses import dataclass
from typing import Any, Literal

import httpx2
from playwright.sync_api import Page, expect

from docker.site import Site
from simulators.people import Person
from tests.journeys.waiting import eventually

# One for all: each client of its own reads the trusted authorities anew, a thirtieth of a second for a plain address.
# No connection is kept: between two questions of a journey the simulator may just be closing it.
_HTTP = httpx2.Client(timeout=10, trust_env=False, limits=httpx2.Limits(max_keepalive_connections=0))


@dataclass(frozen=True)
class Door:
    """A simulator by its address."""

    address: str

    def told(self, path: str, **words: Any) -> Any:
        """Post words to one of its addresses and return the answer."""
        answer = _HTTP.post(f"{self.address}{path}", json=words)
        answer.raise_for_status()
        return answer.json()

    def shown(self, path: str, **query: str) -> Any:
        """Return what it shows as JSON."""
        answer = _HTTP.get(f"{self.address}{path}", params=query)
        answer.raise_for_status()
        return answer.json()


@dataclass(frozen=True)
class Phone:
    """A litigant's phone, played by the ASAN İmza simulator."""

    door: Door
    number: str

    def request(self) -> dict[str, Any]:
        """Wait until a request stands on the phone and return it."""
        waiting: list[dict[str, Any]] = eventually(lambda: self.door.shown(f"/sim/phones/{self.number}/pending"))
        return waiting[0]

    def answers(self, answer: str = "OK", *, code: str) -> None:
        """Answer the request that waits, after comparing its verification code with the one on the screen."""
        assert self.request()["verification_code"] == code
        assert self.door.told(f"/sim/phones/{self.number}/answer", answer=answer) == {"answered": 1}

    def is_left_alone(self) -> None:
        """Let whatever an earlier journey left on the phone run out."""
        self.door.told(f"/sim/phones/{self.number}/answer", answer="TIMEOUT")

    def is_typed_on(self, page: Page, *, pin: str, code: str) -> None:
        """Type the PIN on the phone's own screen, as a person does, when the codes are equal."""
        self.request()
        page.goto(f"{self.door.address}/phones/{self.number}")
        expect(page.locator("#verification-code")).to_have_text(code)
        page.get_by_role("textbox").fill(pin)
        page.get_by_role("button", name="Təsdiqlə").click()
        expect(page.get_by_role("status")).to_be_visible()


@dataclass(frozen=True)
class Portal:
    """The payment portal."""

    door: Door

    def behaves(self, behaviour: str, *, seconds: float = 1) -> None:
        """Say how the next payments go."""
        self.door.told("/sim/script", behaviour=behaviour, seconds=seconds)

    def receipt(self, amount: str, payer: Person) -> str:
        """Pay at a terminal; return the number of the receipt."""
        printed = self.door.told("/sim/receipts", amount=amount, payer_name=payer.full_name)
        return str(printed["number"])

    def callbacks(self, order_id: str) -> list[dict[str, Any]]:
        """Return the callbacks about an order with the answers they got."""
        found: list[dict[str, Any]] = self.door.shown("/sim/callbacks", order_id=order_id)
        return found


@dataclass(frozen=True)
class Post:
    """The mail catcher and the SMS gateway."""

    mail: Door
    sms: Door

    def letters(self, person: Person, about: str) -> list[str]:
        """Return the subjects of the letters to a person whose text names `about`, oldest first; doubles included."""
        found = self.mail.shown("/api/messages", to=person.email)["messages"]
        return [letter["subject"] for letter in found if about in letter["text"]]

    def messages(self, person: Person, about: str) -> list[str]:
        """Return the SMS to a person that name `about`, oldest first."""
        return [
            message["text"] for message in self.sms.shown("/api/messages", to=person.phone) if about in message["text"]
        ]


@dataclass(frozen=True)
class Outside:
    """Everything outside the court."""

    asan_imza: Door
    asan_login: Door
    e_imza: Door
    trust: Door
    registers: Door
    portal: Portal
    post: Post

    @classmethod
    def of(cls, site: Site) -> "Outside":
        """Return the doors of a running stack."""
        doors = {name: Door(site.address(port)) for name, port in site.ports.by_part().items()}
        post = Post(doors["mail"], doors["sms"])
        return cls(
            doors["asan_imza"],
            doors["asan_login"],
            doors["e_imza"],
            doors["trust"],
            doors["registers"],
            Portal(doors["portal"]),
            post,
        )

    def phone(self, person: Person) -> Phone:
        """Return a person's phone."""
        return Phone(self.asan_imza, person.phone)

    def in_order(self) -> None:
        """Let everything work as it should."""
        self.portal.behaves("normal")
        self.timestamps("up")
        self.registers_are(down=False)

    def registers_are(self, *, down: bool) -> None:
        """Let the state's registers answer, or not."""
        self.registers.told("/sim/script", down=down)

    def timestamps(self, condition: Literal["up", "down"]) -> None:
        """Put the time-stamping service up or down."""
        _HTTP.post(f"{self.trust.address}/services/tsa/{condition}")
