"""What a confirmed claim says, from its frozen content: parties, documents, text; FİNs of others are masked."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.intake.recognition import FileKind
from models.domain.applications import ApplicationKind
from models.domain.attachments import DocumentKind
from models.domain.filing_changes import full_name
from models.domain.parties import PartyRole
from models.domain.roles import Role
from models.tables.claims import ClaimSignerRow, FrozenContentRow, VoidSignerRow
from models.tables.reference import CategoryRow, CourtRow
from web.opening import Opened
from web.pages.court import local_name
from web.pages.register_state import LateAnswer, late_answers
from web.sessions import User
from web.words.lookup import name_of

SHOWN_OF_FIN = 2


@dataclass(frozen=True)
class PartyShown:
    """A party's card."""

    name: str
    role: str
    known_by: str
    reached_at: str
    is_me: bool
    register: str  # what a register says that was silent when the claim was confirmed, "" when none was


@dataclass(frozen=True)
class FileShown:
    """A document of the filing and where it is downloaded."""

    address: str
    name: str
    kind: str
    size: int
    pages: int | None
    format: str
    inside: str  # where a container is opened; "" for a PDF


@dataclass(frozen=True)
class ContentShown:
    """The filing as it was frozen; `names` gives a signer's name by FİN."""

    kind: str
    court: str
    category: str
    heading: str
    body: tuple[str, ...]
    interim: tuple[str, ...]
    value: Decimal | None
    parties: tuple[PartyShown, ...]
    files: tuple[FileShown, ...]
    names: dict[str, str]


def fin_for(user: User, fin: str) -> str:
    """Return a FİN as this person may see it: his own and, for the staff, everybody's whole, else two characters."""
    whole = user.role is not Role.LITIGANT or fin == user.fin
    return fin if whole or not fin else fin[:SHOWN_OF_FIN] + "•" * (len(fin) - SHOWN_OF_FIN)


async def frozen_content(db: AsyncSession, opened: Opened) -> dict[str, Any]:
    """Return the content of the version that was confirmed last."""
    query = select(col(FrozenContentRow.content)).where(
        col(FrozenContentRow.claim_id) == opened.row.id, col(FrozenContentRow.version) == opened.row.version
    )
    content: dict[str, Any] = (await db.execute(query)).scalar_one()
    return content


async def content_shown(db: AsyncSession, opened: Opened) -> ContentShown:
    """Return the frozen content in words."""
    content = await frozen_content(db, opened)
    court, category = await db.get(CourtRow, content["court_id"]), await db.get(CategoryRow, content["category_id"])
    late = {one.party_id: one for one in await late_answers(db, content)}
    return ContentShown(
        kind=name_of(ApplicationKind(content["kind"])),
        court=local_name(court) if court else "",
        category=local_name(category) if category else "",
        heading=content["heading"],
        body=tuple(content["body"].splitlines()),
        interim=tuple(content["interim_measures"].splitlines()),
        value=Decimal(content["value"]) if content["value"] else None,
        parties=tuple(_party(party, opened.user, late.get(party["id"])) for party in content["parties"]),
        files=tuple(_file(opened.row.id, place, file) for place, file in enumerate(content["attachments"], start=1)),
        names=signer_names(content["parties"], opened.signers),
    )


def signer_names(parties: list[dict[str, Any]], signers: Iterable[ClaimSignerRow | VoidSignerRow]) -> dict[str, str]:
    """Return names by FİN; whoever signs for an organisation goes by its name, and whoever replaced him too."""
    names = {party["fin"]: full_name(party) for party in parties if party["fin"]}
    by_voen = {party["voen"]: full_name(party) for party in parties if party["voen"]}
    return names | {each.fin: ", ".join(by_voen[voen] for voen in each.voens) for each in signers if each.voens}


def _party(party: dict[str, Any], user: User, late: LateAnswer | None) -> PartyShown:
    # An organisation's FİN is that of whoever signed for it when it was described: another may sign by now.
    known_by = [f"FİN {fin_for(user, party['fin'])}"] if party["fin"] and not party["voen"] else []
    known_by += [f"VÖEN {party['voen']}"] if party["voen"] else []
    is_me = bool(user.fin) and party["fin"] == user.fin
    reached = (party["address"], party["postal_index"], party["phone"], party["email"])
    # The filer typed these; a co-claimant has no need of another's telephone.
    shown = reached if user.role is not Role.LITIGANT or is_me else ()
    return PartyShown(
        full_name(party) or (late.name if late else ""),
        name_of(PartyRole(party["role"])),
        " · ".join(known_by),
        " · ".join(part for part in shown if part),
        is_me,
        late.said if late else "",
    )


def _file(claim_id: str, place: int, file: dict[str, Any]) -> FileShown:
    kind = name_of(DocumentKind(file["kind"])) if file["kind"] in set(DocumentKind) else file["kind"]
    address, is_package = f"/claims/{claim_id}/files/{place}", FileKind(file["format"]).is_package
    return FileShown(
        address,
        file["name"],
        kind,
        file["size"],
        file["pages"],
        file["format"].upper(),
        f"{address}/inside" if is_package else "",
    )
