"""A filer at work: each step of the wizard as one call, on the pages a browser would see."""

import io
from dataclasses import dataclass
from itertools import cycle

import pikepdf
from sqlalchemy import select
from sqlmodel import col

from models.db import Sessions
from models.domain.claim_status import ClaimStatus
from models.tables.accounts import AccountRow
from models.tables.claims import ClaimRow
from models.tables.drafts import DraftRow, PartyRow
from simulators.people import DEMO, Person
from tests.builders import COURT
from tests.web.court import Court, Page, an_account
from web.sessions import now

LALE, RESAD, KAMRAN = DEMO[0], DEMO[1], DEMO[2]
REACHED = {
    "phone": "050 111 22 03",
    "email": "ferziyye@poct.example",
    "address": "Sumqayıt şəhəri, Sülh küçəsi 41",
    "postal_index": "5000",
}
_filers = cycle(DEMO)


def details(person: Person, **other: str) -> dict[str, str | list[str]]:
    """Return what is typed about a natural person."""
    typed = {"document": person.document, "surname": person.surname, "name": person.name}
    return {**typed, **REACHED, **other}


def a_pdf(text: str = "") -> bytes:
    """Return a small true PDF, the same bytes for the same text."""
    pdf, stream = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.docinfo["/Title"] = text
    pdf.save(stream, deterministic_id=True)
    return stream.getvalue()


@dataclass
class Filer:
    """A signed-in litigant and his newest draft."""

    court: Court
    sessions: Sessions
    account: AccountRow
    person: Person
    claim_id: str = ""

    def at(self, path: str) -> str:
        """Return an address of the draft."""
        return f"/claims/{self.claim_id}/{path}"

    async def version(self) -> str:
        async with self.sessions() as session:
            return str((await session.get_one(DraftRow, self.claim_id)).version)

    async def draft(self) -> DraftRow:
        async with self.sessions() as session:
            return await session.get_one(DraftRow, self.claim_id)

    async def parties(self) -> list[PartyRow]:
        async with self.sessions() as session:
            query = select(PartyRow).where(col(PartyRow.claim_id) == self.claim_id).order_by(col(PartyRow.position))
            return list((await session.scalars(query)).all())

    async def status(self) -> ClaimStatus:
        async with self.sessions() as session:
            return (await session.get_one(ClaimRow, self.claim_id)).status

    async def open(self, kind: str = "claim", court: str = COURT) -> Page:
        """Take the first step of a new application."""
        fields = (await self.court.get("/claims/new")).fields()
        page = await self.court.post("/claims/new", {**fields, "court": court, "kind": kind, "go": "next"})
        self.claim_id = page.address.split("/claims/")[1].split("/")[0]
        return page

    async def save(self, path: str, *, status: int = 200, **fields: str | list[str]) -> Page:
        """Fill the form of a step as it is shown and send it on."""
        shown = (await self.court.get(self.at(path))).fields()
        return await self.court.post(self.at(path), {**shown, "go": "save", **fields}, status=status)

    async def add_myself(self, role: str = "claimant") -> Page:
        return await self.court.post(self.at(f"parties/new/self?role={role}"))

    async def add(
        self, role: str, typed: dict[str, str | list[str]], person: str = "natural_person", status: int = 200
    ) -> Page:
        path = self.at(f"parties/new?role={role}&person={person}")
        shown = (await self.court.get(path)).fields()
        return await self.court.post(path, {**shown, **typed}, status=status)

    async def whole(self, *, exempt: bool = True) -> None:
        """Fill everything but the confirmation."""
        await self.open()
        await self.save("court/category", category="contract.loan")
        await self.add_myself()
        await self.add("defendant", details(KAMRAN if self.person != KAMRAN else RESAD))
        await self.save("text", heading="Borcun tələb edilməsi", body="Cavabdeh borcu qaytarmayıb.")
        await self.save("fee", valued="yes", value="12400")
        if exempt:
            await self.save("fee/way", fee_way="exempt", exemption_code="wages")


async def signed_in(court: Court, sessions: Sessions, person: Person | None = None) -> Filer:
    """Sign a demo person in; each call another one, unless one is named, with complete details."""
    who = person or next(_filers)
    async with sessions() as session:
        found = (await session.scalars(select(AccountRow).where(col(AccountRow.fin) == who.fin))).first()
    account = found or await an_account(
        sessions, fin=who.fin, name=who.name, surname=who.surname, address="Bakı şəhəri, Nizami küçəsi 84",
        postal_index="AZ1010", phone="+994501112201", email=f"{who.fin.lower()}@poct.example", email_confirmed_at=now(),
    )  # fmt: skip
    await court.sign_in(account)
    return Filer(court, sessions, account, who)
