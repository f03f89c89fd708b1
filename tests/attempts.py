"""What signing tests share, behind the web's door and behind Temporal's: phones that answer, attempts waited for."""

import asyncio

from models.db import Sessions
from models.domain.signing import SigningStatus
from models.tables.processes import SigningRow
from simulators.people import Person
from tests.outside import Simulator


def phone_answers(phones: Simulator, person: Person, answer: str = "OK") -> None:
    """Let a phone answer by itself from now on."""
    phones.told(f"/sim/phones/{person.phone}/script", answer=answer, auto=True, delay_ms=0)


async def attempt_standing(sessions: Sessions, signing_id: str, *until: SigningStatus) -> SigningRow:
    """Return the row of an attempt once it stands as awaited."""
    async with asyncio.timeout(20):
        while True:
            async with sessions() as session:
                row = await session.get(SigningRow, signing_id)
            if row is not None and row.status in until:
                return row
            await asyncio.sleep(0.02)
