"""Registers that are asked through here note each answer they give: who asked, about whom, on what ground (PRO-3)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from uuid import UUID, uuid4

from models.db import Sessions
from models.register_ports import PopulationByNumber, RegisteredOrganisation, RegisteredPerson, TaxByNumber
from models.tables.inquiries import InquiryKind, RegisterInquiryRow


@dataclass(frozen=True)
class Witness:
    """Writes inquiries of one account, each in a transaction of its own: it was made, whatever comes of the page.

    A register that did not answer told nobody anything: nothing is written.
    """

    sessions: Sessions
    account_id: UUID
    now: Callable[[], datetime] = field(default=partial(datetime.now, UTC))

    async def note(
        self, kind: InquiryKind, *, ground: str, found: bool, about_fin: str = "", about_voen: str = ""
    ) -> None:
        """Write one inquiry."""
        row = RegisterInquiryRow(
            id=uuid4(),
            at=self.now(),
            account_id=self.account_id,
            about_fin=about_fin,
            about_voen=about_voen,
            kind=kind,
            ground=ground,
            found=found,
        )
        async with self.sessions.begin() as session:
            session.add(row)


@dataclass(frozen=True)
class WitnessedPopulation:
    """The population register with a witness beside it."""

    register: PopulationByNumber
    witness: Witness
    kind: InquiryKind

    async def by_document(self, document: str, *, ground: str) -> RegisteredPerson | None:
        """Find a person by identity document and note it."""
        found = await self.register.by_document(document, ground=ground)
        about = found.fin if found else ""
        await self.witness.note(self.kind, ground=ground, found=found is not None, about_fin=about)
        return found

    async def by_fin(self, fin: str, *, ground: str) -> RegisteredPerson | None:
        """Find a person by FİN and note it."""
        found = await self.register.by_fin(fin, ground=ground)
        await self.witness.note(self.kind, ground=ground, found=found is not None, about_fin=fin)
        return found


@dataclass(frozen=True)
class WitnessedTax:
    """The tax register with a witness beside it."""

    register: TaxByNumber
    witness: Witness
    kind: InquiryKind

    async def by_voen(self, voen: str, *, ground: str) -> RegisteredOrganisation | None:
        """Find an organisation by VÖEN and note it."""
        found = await self.register.by_voen(voen, ground=ground)
        await self.witness.note(self.kind, ground=ground, found=found is not None, about_voen=voen)
        return found
