"""What the registers say by now of the parties they were silent about when the claim was confirmed (CLM-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.parties import WAITING
from models.tables.drafts import PartyRow
from web.language import gettext
from web.words.lookup import sentence


@dataclass(frozen=True)
class LateAnswer:
    """One party of the frozen content, and how the register stands to it now; never what would be right."""

    party_id: str
    name: str
    waits: bool
    agrees: bool
    said: str


async def late_answers(db: AsyncSession, content: dict[str, Any]) -> tuple[LateAnswer, ...]:
    """Return the parties confirmed without an answer, in their order; none for most claims."""
    silent = [party for party in content["parties"] if party.get("register_remark") == WAITING]
    if not silent:
        return ()
    query = select(col(PartyRow.id), col(PartyRow.register_remark), col(PartyRow.name))
    found = (await db.execute(query.where(col(PartyRow.id).in_([party["id"] for party in silent])))).all()
    now = {party_id: (remark, name) for party_id, remark, name in found}
    return tuple(_late(party, *now[party["id"]]) for party in silent if party["id"] in now)


def _late(party: dict[str, Any], remark: str, name: str) -> LateAnswer:
    # An organisation was named by its VÖEN alone; its name stands in no signed document, but the registry may know it.
    typed = " ".join(part for part in (party["surname"], party["name"]) if part) or name or party["voen"]
    said = {"": gettext("The register agrees."), WAITING: gettext("The register has not answered yet.")}.get(remark)
    return LateAnswer(party["id"], typed, waits=remark == WAITING, agrees=not remark, said=said or sentence(remark))


def worst_first(answers: Sequence[LateAnswer]) -> tuple[LateAnswer, ...]:
    """Return what does not agree, then what waits, then the rest."""
    return tuple(sorted(answers, key=lambda one: (one.agrees, one.waits)))
