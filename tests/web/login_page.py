"""The way over ASAN Login's page and back, as a browser takes it."""

from urllib.parse import parse_qs, urlsplit

import httpx2

from simulators.people import Person
from tests.outside import Simulator
from tests.web.court import Court

SECRET = "asan-login-secret"
DOOR = "/sign-in/asan-login"


async def asked(court: Court, *, way_on: str = "/profile") -> dict[str, str]:
    """Press the door's link and return the question that the browser carries to the provider."""
    answer = await court.client.get(f"{DOOR}?next={way_on}")
    assert answer.status_code == 303, answer.text
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


async def answered(
    outside: httpx2.AsyncClient, provider: Simulator, question: dict[str, str], person: Person, choice: str = "confirm"
) -> str:
    """Answer on the provider's page and return the address that the browser is sent back to."""
    body = {**question, "choice": choice, "fin": person.fin}
    answer = await outside.post(f"{provider.url}/authorize", data=body)
    address = urlsplit(answer.headers["location"])
    assert address.path == f"{DOOR}/callback"
    return f"{address.path}?{address.query}"
