"""The list and search pages of the court, each as somebody of the seeded court asks for it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import text

from bench.seed_rows import AUDITOR, HEAD, ORGANISATION, OWNER, SOMEBODY
from models.db import Sessions
from web.forms.claim_list import Order
from web.pages.desk_filters import Show

CLERK = "clerk-baku-nasimi"
_ONE = text("""
    SELECT claim.number, party.fin, party.document, coalesce(max(held.receipt_number), '800000000000') AS receipt
    FROM claim JOIN party ON party.claim_id = claim.id AND party.position = 1 AND party.fin <> ''
        LEFT JOIN receipt_use held ON held.claim_id = claim.id
    WHERE claim.filer_fin = :fin GROUP BY claim.id, party.id ORDER BY claim.number DESC LIMIT 1""")


@dataclass(frozen=True)
class Asked:
    """A page: what it is, who asks (FİN or user name), and its address."""

    name: str
    who: str
    path: str


async def asked_pages(sessions: Sessions) -> tuple[Asked, ...]:
    """Return every page; what is searched for is taken from the newest filing that there is."""
    return (*await _lists(sessions, SOMEBODY, ""), *await _lists(sessions, HEAD, "1"), *_cabinet(), *_desk(), *_staff())


async def _lists(sessions: Sessions, fin: str, acting: str) -> list[Asked]:
    async with sessions() as session:
        one = (await session.execute(_ONE, {"fin": fin})).one()
    sought = {"number": one.number, "receipt": one.receipt, "fin": one.fin, "document": one.document}
    sought |= {"voen": ORGANISATION, "court": "nesimi rayon"}
    asked: list[dict[str, str]] = [{}, {"page": "8"}, {"status": "accepted"}, {"archive": "yes"}]
    asked += [{"order": order} for order in Order if order is not Order.NEWEST]
    asked += [{name: value} for name, value in sought.items()]
    asked += [{**sought, "status": "accepted", "order": Order.COURT}]
    whose = {"as": acting} if acting else {}
    whom = "organisation's list" if acting else "list"
    return [Asked(f"{whom} {_said(one)}".strip(), fin, _claims(one | whose)) for one in asked]


def _said(asked: dict[str, str]) -> str:
    return "searched by all fields" if len(asked) > 1 else " ".join(f"{name}={value}" for name, value in asked.items())


def _claims(asked: dict[str, str]) -> str:
    return f"/claims?{urlencode(asked)}" if asked else "/claims"


def _cabinet() -> list[Asked]:
    paths = {"home": "/", "cases": "/cases", "notifications": "/notifications", "who used my data": "/profile/data"}
    return [Asked(name, SOMEBODY, path) for name, path in paths.items()]


def _desk() -> list[Asked]:
    queue = [Asked(f"queue {show}", CLERK, f"/clerk?show={show}") for show in Show]
    paths = {"decided lately": "/clerk/decisions", "work of the desk": "/clerk/statistics", "fees of a court": "/fees"}
    paths |= {"refunds": "/fees/refunds", "registry's notifications": "/notifications"}
    return queue + [Asked(name, CLERK, path) for name, path in paths.items()]


def _staff() -> list[Asked]:
    owner = {
        "people": "/owner/people",
        "people named": "/owner/people?q=nagiyev",
        "a FİN": f"/owner/people?q={SOMEBODY}",
    }
    owner |= {"fees of one court": "/fees?court=baku-nasimi", "fees of all courts": "/fees"}
    asked = [Asked(f"owner: {name}", OWNER, path) for name, path in owner.items()]
    return [
        *asked,
        Asked("audit", AUDITOR, "/audit"),
        Asked("audit by number", AUDITOR, "/audit?number=%C6%8FR-2025-000001"),
    ]
