"""Coming in by a strong door from the first page to the last, as one call; the phone answers by itself."""

from urllib.parse import urlsplit

import httpx2

from simulators.people import Person
from tests.outside import Simulator
from tests.web.court import Court, Page
from tests.web.login_page import answered, asked


async def by_phone(court: Court, person: Person) -> Page:
    """Come in with ASAN İmza; `/sim/phones/*/script` lets the phones answer."""
    fields = {"phone": person.phone, "user_id": person.user_id, "certificate": "citizen", "next": "/profile"}
    waiting = await court.post("/sign-in", fields)
    return await court.get(f"{urlsplit(waiting.address).path}?check=1")


async def by_login(court: Court, person: Person, provider: Simulator) -> Page:
    """Come in with ASAN Login."""
    async with httpx2.AsyncClient() as outside:
        return await court.get(await answered(outside, provider, await asked(court), person))
