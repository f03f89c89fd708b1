"""Things a court test needs, with sensible defaults: drafts, parties, receipts, accounts."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from activities.drafts import freeze
from activities.receipts import remember_receipt
from models.db import Sessions
from models.domain.applications import ApplicationKind
from models.domain.claim import Confirm
from models.domain.fee_cover import FeeCover, FeeWay
from models.domain.languages import Language
from models.domain.parties import PartyRole, PersonType, SigningWay
from models.domain.roles import Actor, Role
from models.ports import PortalReceipt
from models.tables.accounts import AccountRow
from models.tables.drafts import DraftRow, PartyRow

LALA, RASHAD, KAMRAN = "5XK1A2B", "7QM3C4D", "2AB5E6F"  # filer, co-claimant, defendant
COURT = "baku-nasimi"


@dataclass(frozen=True)
class Firm:
    """A legal entity that is a co-claimant, and the person who signs for it."""

    fin: str
    voen: str
    name: str


def at(text: str = "2026-11-20T10:00:00+00:00") -> datetime:
    """Return an aware UTC moment."""
    return datetime.fromisoformat(text).astimezone(UTC)


def litigant(fin: str = LALA, voen: str = "") -> Actor:
    """Return a litigant who is signed in, in his own name or that of an organisation."""
    return Actor(Role.LITIGANT, fin=fin, voen=voen)


def clerk(court_id: str) -> Actor:
    """Return a clerk of a court."""
    return Actor(Role.CLERK, court_id=court_id, account_id="clerk")


async def an_account(sessions: Sessions, fin: str, **fields: Any) -> None:
    """Write a litigant's account."""
    values: dict[str, Any] = {
        "id": uuid.uuid4(),
        "role": Role.LITIGANT,
        "fin": fin,
        "surname": "Nağıyeva",
        "name": "Lalə",
        "email": f"{fin.lower()}@example.az",
        "phone": "+994501112233",
        "language": Language.AZ,
        "created_at": at(),
        "identity_confirmed_at": at(),
    }
    async with sessions.begin() as session:
        session.add(AccountRow(**values | fields))


def a_party(claim_id: str, position: int, **fields: Any) -> PartyRow:
    """Return a party of a draft; the filer as claimant unless said otherwise."""
    values: dict[str, Any] = {
        "id": str(uuid.uuid4()),
        "claim_id": claim_id,
        "position": position,
        "role": PartyRole.CLAIMANT,
        "person": PersonType.NATURAL_PERSON,
        "is_filer": False,
        "document": "AA1234567",
        "name": "Lalə",
        "surname": "Nağıyeva",
        "phone": "+994501112233",
        "email": "lale@example.az",
        "address": "Bakı ş., Nizami küç. 5",
        "postal_index": "AZ1000",
    }
    return PartyRow(**values | fields)


async def a_draft(
    sessions: Sessions,
    *,
    court_id: str,
    filer: str = LALA,
    co_claimants: tuple[str, ...] = (),
    claim_id: str = "",
    voen: str = "",
    firm: Firm | None = None,
) -> str:
    """Write a complete draft with its parties and return the claim's id; `firm` is a co-claimant that signs too."""
    claim_id = claim_id or str(uuid.uuid4())
    parties = [a_party(claim_id, 0, fin=filer, is_filer=True)]
    parties += [
        a_party(claim_id, position, fin=fin, name="Rəşad", surname="Quliyev", signing=SigningWay.SIGNS_HIMSELF)
        for position, fin in enumerate(co_claimants, start=1)
    ]
    if firm:
        named = {"fin": firm.fin, "voen": firm.voen, "name": firm.name, "surname": "", "document": ""}
        legal = {"person": PersonType.LEGAL_ENTITY, "signing": SigningWay.SIGNS_HIMSELF}
        parties.append(a_party(claim_id, len(parties), **named, **legal))
    parties.append(
        a_party(claim_id, len(parties), fin=KAMRAN, role=PartyRole.DEFENDANT, name="Kamran", surname="Əhmədov")
    )
    async with sessions.begin() as session:
        session.add(
            DraftRow(
                claim_id=claim_id,
                filer_fin=filer,
                voen=voen,
                touched_at=at(),
                court_id=court_id,
                kind=ApplicationKind.CLAIM,
                heading="Borcun tələb edilməsi",
                body="Cavabdeh 12 400 manat borcu qaytarmamışdır.",
                value=Decimal(12400),
            )
        )
        await session.flush()
        session.add_all(parties)
    return claim_id


async def a_receipt(sessions: Sessions, *, amount: str = "127.20", number: str = "") -> str:
    """Write a paid receipt as a portal confirmed it and return its number."""
    number = number or f"{uuid.uuid4().int % 10**12:012d}"
    async with sessions.begin() as session:
        await remember_receipt(session, PortalReceipt(number, Decimal(amount), at(), "", "court_fee"))
    return number


async def confirming(
    sessions: Sessions,
    claim_id: str,
    *,
    receipt: str = "",
    co_claimants: tuple[str, ...] = (),
    filer: str = LALA,
    firm: Firm | None = None,
) -> Confirm:
    """Return the act that confirms a draft as it stands now."""
    async with sessions.begin() as session:
        version, sha256 = await freeze(session, claim_id, at=at())
        court_id = (await session.get_one(DraftRow, claim_id)).court_id
    fee = (
        FeeCover(FeeWay.RECEIPT, "127.20", receipt_number=receipt)
        if receipt
        else FeeCover(FeeWay.EXEMPT, "0.00", exemption_code="alimony")
    )
    return Confirm(
        litigant(filer),
        at(),
        version=version,
        content_sha256=sha256,
        court_id=court_id,
        signers=(filer, *co_claimants, *((firm.fin,) if firm else ())),
        fee=fee,
        organisations=(*((),) * (len(co_claimants) + 1), (firm.voen,)) if firm else (),
    )
