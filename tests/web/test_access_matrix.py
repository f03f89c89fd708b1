"""Every address of the application, asked by every role, by nobody, and by the owner of another filing (AUD-4)."""

import uuid
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import text
from starlette.routing import BaseRoute, Mount
from temporalio.client import Client

from activities.receipts import remember_receipt
from activities.reference import seed_reference
from models.db import Sessions
from models.domain.claim_status import ClaimStatus
from models.domain.correction import CorrectionStatus, Datum
from models.domain.fee_ledger import RefundGround
from models.domain.payment import PaymentStatus
from models.domain.roles import Role
from models.ports import COURT_FEE, OutsideRefusedError, PortalReceipt
from models.settings import Settings
from models.tables.accounts import AccountRow
from models.tables.claims import ClaimRow
from models.tables.corrections import CorrectionRow
from models.tables.drafts import AttachmentRow
from models.tables.fees import RefundRequestRow
from models.tables.processes import PaymentRow
from tests.builders import COURT, a_draft, at
from tests.web.access_matrix import HIDDEN, IN, MATRIX, VISITORS, Answer, Row
from tests.web.conftest import Unreachable, nothing_unread
from tests.web.court import Court, an_account
from web.app import ROUTERS
from web.deps import WebDeps

HOW = "say in tests/web/access_matrix.py who may come: a row for {!r}, e.g. only(Role.CLERK, 200) or hidden()"
ELSEWHERE, OTHER = "baku-yasamal", "7KE3M9V"
REFUSALS: frozenset[Answer] = frozenset({HIDDEN, IN, 401, 403})
# What a refused visitor leaves behind all the same: his session, counters of tries, the log of sign-ins.
TRACES = ("web_session", "rate_count", "sign_in_event", "alembic_version")
HASH = "SELECT '{name}', md5(string_agg(r::text, '|' ORDER BY r::text)) FROM \"{name}\" r"


def addresses(routes: Iterable[BaseRoute]) -> Iterator[str]:
    """Name each address with its method; a kind of route that is not known here fails the test."""
    for route in routes:
        within = getattr(route, "original_router", None)  # how FastAPI keeps an included router
        if within is not None:
            yield from addresses(within.routes)
        elif isinstance(route, APIRoute):
            yield from (f"{method} {route.path}" for method in sorted(route.methods or ()) if method != "HEAD")
        else:
            assert isinstance(route, Mount), f"a route of a kind this test does not walk: {route!r}"
            assert route.path == "/static", f"files are served from somewhere else: {route.path}"


ALL = sorted({address for router in ROUTERS for address in addresses(router.routes)})
OF_A_CLAIM = [address for address in ALL if "{claim_id}" in address]


@pytest.fixture(scope="module")
async def deps(settings: Settings, sessions: Sessions) -> WebDeps:
    """Return deps whose Temporal is nowhere: an act that rights do not stop comes to grief, and the test with it."""
    outside: Any = Unreachable()
    portal: Any = Refusing()
    temporal = await Client.connect("127.0.0.1:1", lazy=True)
    return WebDeps(
        settings=settings,
        sessions=sessions,
        temporal=temporal,
        signer=outside,
        asan_login=outside,
        ocsp=outside,
        portal=portal,
        population=outside,
        tax=outside,
        documents=outside,
        unread=nothing_unread,
    )


class Refusing(Unreachable):
    """The portal's secret is not known to the one who calls."""

    def verify_callback(self, _body: bytes, _signature: str) -> str:
        raise OutsideRefusedError("SIGNATURE_WRONG")


@pytest.fixture(scope="module")
async def theirs(sessions: Sessions) -> dict[str, str]:
    """Store somebody's filing with everything an address can name, and return the names."""
    async with sessions.begin() as session:
        await seed_reference(session)
    filer = await an_account(sessions, fin="5LN4G7A")
    claim_id = await a_draft(sessions, court_id=COURT, filer="5LN4G7A")
    payment = PaymentRow(
        id=str(uuid.uuid4()), claim_id=claim_id, payer_fin="5LN4G7A", amount=Decimal(100), status=PaymentStatus.WAITING,
        version=1, started_at=at(),
    )  # fmt: skip
    document = AttachmentRow(
        id=str(uuid.uuid4()), claim_id=claim_id, position=0, kind="other", name="a.pdf", sha256="0" * 64, size=1,
        media_type="application/pdf", added_at=at(),
    )  # fmt: skip
    claim = ClaimRow(
        id=claim_id, number="ƏR-2026-000077", filer_fin="5LN4G7A", status=ClaimStatus.DRAFT, revision=1, court_id=COURT,
        opened_at=at(), updated_at=at(),
    )  # fmt: skip
    correction = CorrectionRow(
        id=uuid.uuid4(), account_id=filer.id, datum=Datum.NAME, kept="Lale", wished="Lalə", reason="Səhv yazılıb.",
        status=CorrectionStatus.WITHDRAWN, opened_at=at(), remind_at=at(), decide_by=at(), decided_at=at(),
    )  # fmt: skip
    async with sessions.begin() as session:
        session.add_all([claim, payment, document, correction])
        await session.flush()
        await remember_receipt(session, PortalReceipt("700000000917", Decimal(100), at(), "", COURT_FEE))
        refund = RefundRequestRow(
            id=uuid.uuid4(), receipt_number="700000000917", claim_id=claim_id, court_id=COURT, fin="5LN4G7A",
            ground=RefundGround.RETURNED, amount=Decimal(100), asked_at=at(),
        )  # fmt: skip
        session.add(refund)
        party = (await session.execute(text("SELECT id FROM party LIMIT 1"))).scalar_one()
    return {
        "claim_id": claim_id, "party_id": party, "attachment_id": document.id, "payment_id": payment.id,
        "upload_id": document.id, "inner": "1",
        "notice_id": str(uuid.uuid4()), "attempt_id": str(uuid.uuid4()), "account_id": str(filer.id), "place": "1",
        "kind": "identity-card", "application_id": str(uuid.uuid4()), "token": "x" * 43, "handle": str(uuid.uuid4()),
        "correction_id": str(correction.id), "position": "1", "request_id": str(refund.id),
        "court_id": "atlantis", "category_id": "atlantis", "day": "2027-03-24",
    }  # fmt: skip


@dataclass(frozen=True)
class Visitor:
    """A browser, and who sits at it."""

    court: Court
    account: AccountRow | None

    async def arrives(self) -> None:
        """Come anew: one of the addresses ends the session."""
        self.court.visit_anew()
        if self.account:
            await self.court.sign_in(self.account)

    async def asks(self, method: str, path: str, body: Mapping[str, str]) -> httpx2.Response:
        """Send one request without following where it leads; a form carries the visitor's own token."""
        return await (self.court.send(path, body) if method == "POST" else self.court.client.request(method, path))


@pytest.fixture(scope="module")
async def visitors(app: FastAPI, sessions: Sessions) -> AsyncIterator[dict[str, Visitor]]:
    """Return a browser of each kind of visitor; the litigant has a filing of his own, the clerk another court."""
    await a_draft(sessions, court_id=COURT, filer=OTHER)
    own = {Role.LITIGANT: {"fin": OTHER}, Role.CLERK: {"court_id": ELSEWHERE}}
    accounts = {role: await an_account(sessions, role, **own.get(role, {})) for role in Role if role in VISITORS}
    signed_in = {str(role): account for role, account in accounts.items()}
    found = {name: Visitor(Court(app, sessions), signed_in.get(name)) for name in VISITORS}
    yield found
    for visitor in found.values():
        await visitor.court.client.aclose()


def choices(address: str) -> list[str]:
    """Return an address once for each act it can name."""
    acts = {
        "{decision}": ("accept", "return"),
        "{act}": ("withdraw", "limit", "lift"),
        "{part}": ("identity", "signing"),
    }
    for name, values in acts.items():
        if name in address:
            return [address.replace(name, value) for value in values]
    return [address]


async def everything(sessions: Sessions) -> dict[str, str]:
    """Return a hash of each table."""
    async with sessions() as session:
        names = (await session.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))).scalars()
        kept = sorted(set(names) - set(TRACES))
        parts = [HASH.format(name=name) for name in kept]
        rows = await session.execute(text(" UNION ALL ".join(parts)))
        return {row[0]: row[1] for row in rows}


def answer_of(response: httpx2.Response) -> Answer:
    is_way_in = response.status_code == 303 and response.headers["location"].startswith("/sign-in?next=")
    return IN if is_way_in else response.status_code


async def all_get(
    visitors: Mapping[str, Visitor], row: Row, *, method: str, path: str, body: Mapping[str, str]
) -> None:
    """Let each visitor ask, and hold what he gets against the row."""
    for name, visitor in visitors.items():
        await visitor.arrives()
        response = await visitor.asks(method, path, body)
        assert answer_of(response) == row.answer(name), f"{name}: {method} {path}: {response.text[:500]}"


def test_every_address_has_its_row_and_every_row_its_address(app: FastAPI) -> None:
    walked = set(addresses(app.routes))
    assert walked == set(ALL), "an address outside of ROUTERS"
    assert not [HOW.format(address) for address in sorted(walked - set(MATRIX))]
    assert not sorted(set(MATRIX) - walked), "rows of addresses that are gone"


@pytest.mark.parametrize("address", ALL)
async def test_each_visitor_gets_what_the_matrix_says(
    visitors: dict[str, Visitor], sessions: Sessions, theirs: dict[str, str], *, address: str
) -> None:
    assert address in MATRIX, HOW.format(address)
    row = MATRIX[address]
    for one in choices(address):
        method, _, path = one.partition(" ")
        path = path.format(**theirs) + row.query
        body = {field: typed.format(**theirs) for field, typed in row.body.items()}
        refused = {name: visitor for name, visitor in visitors.items() if row.answer(name) in REFUSALS}
        others = {name: visitor for name, visitor in visitors.items() if name not in refused}
        before = await everything(sessions)
        await all_get(refused, row, method=method, path=path, body=body)
        assert await everything(sessions) == before, f"one of {[*refused]} changed something by {method} {path}"
        await all_get(others, row, method=method, path=path, body=body)


@pytest.mark.parametrize("status", sorted(set(ClaimStatus) - {ClaimStatus.DRAFT}))
async def test_a_stranger_and_another_court_get_the_same_wherever_the_claim_stands(
    visitors: dict[str, Visitor], sessions: Sessions, theirs: dict[str, str], *, status: ClaimStatus
) -> None:
    stands = text("UPDATE claim SET status = :status, sent_at = opened_at, version = 1 WHERE id = :id")
    async with sessions.begin() as session:
        await session.execute(stands, {"status": status, "id": theirs["claim_id"]})
    before = await everything(sessions)
    for name in (Role.LITIGANT, Role.CLERK):
        await visitors[name].arrives()
        for address, row in ((one, MATRIX[named]) for named in OF_A_CLAIM for one in choices(named)):
            method, _, path = address.partition(" ")
            body = {field: typed.format(**theirs) for field, typed in row.body.items()}
            response = await visitors[name].asks(method, path.format(**theirs) + row.query, body)
            assert answer_of(response) == row.answer(name), f"{name}: {address}: {response.text[:500]}"
    assert await everything(sessions) == before
