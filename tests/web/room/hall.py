"""A court in full session for the tests of what comes after the draft: people, claims, phones, desk."""

import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from fastapi import FastAPI
from sqlalchemy import select
from sqlmodel import col

from activities.authentication import identity_in, serial_of
from activities.claim_door import send_act
from models.domain.claim import Sign
from models.domain.claim_status import ClaimStatus
from models.domain.fee_cover import FeeWay
from models.domain.roles import Role
from models.messages import ids
from models.ports import CertificateKind
from models.tables.accounts import AccountRow, BoundCertificateRow
from models.tables.capacities import CapacityRow
from models.tables.claims import ClaimRow, PackageRow
from models.tables.drafts import DraftRow
from simulators.people import Person
from tests.attempts import phone_answers
from tests.builders import Firm, a_draft, a_receipt, confirming, litigant
from tests.outside import Simulator
from tests.web.court import Court, Page, an_account
from web.commands import Commands
from web.deps import WebDeps

CONSENT = {"rights": "read", "duties": "read"}


@dataclass
class Hall:
    """Everything a test of a filing's later life stands on."""

    app: FastAPI
    deps: WebDeps
    commands: Commands
    court_id: str
    phones: Simulator
    trust: Simulator
    visitors: list[Court] = field(default_factory=list)

    async def person(self, who: Person) -> Court:
        """Return a browser in which this person is signed in."""
        async with self.deps.sessions() as db:
            found = (await db.scalars(select(AccountRow).where(col(AccountRow.fin) == who.fin))).first()
        return await self._signed_in(
            found
            or await an_account(self.deps.sessions, fin=who.fin, phone=who.phone, name=who.name, surname=who.surname)
        )

    async def clerk(self, court_id: str = "") -> Court:
        """Return a browser of the registry of a court, of the claims' own unless another is named."""
        account = await an_account(
            self.deps.sessions, Role.CLERK, name="Səbinə", surname="Orucova", court_id=court_id or self.court_id
        )
        return await self._signed_in(account)

    async def auditor(self) -> Court:
        """Return an auditor's browser."""
        return await self._signed_in(await an_account(self.deps.sessions, Role.AUDITOR))

    async def draft(self, filer: Person, *others: Person, voen: str = "", firm: Firm | None = None) -> str:
        """Open a draft with all its parties and return the claim's id."""
        fins = tuple(person.fin for person in others)
        claim_id = await a_draft(
            self.deps.sessions, court_id=self.court_id, filer=filer.fin, co_claimants=fins, voen=voen, firm=firm
        )
        await self.commands.open_claim(claim_id, filer=litigant(filer.fin, voen), at=datetime.now(UTC))
        return claim_id

    async def confirmed(
        self, filer: Person, *others: Person, voen: str = "", exempt: bool = False, firm: Firm | None = None
    ) -> str:
        """Open and confirm a claim, its fee covered by a receipt unless it asks to be exempt."""
        claim_id = await self.draft(filer, *others, voen=voen, firm=firm)
        if exempt:
            async with self.deps.sessions.begin() as db:
                draft = await db.get_one(DraftRow, claim_id)
                draft.fee_way, draft.exemption_code = FeeWay.EXEMPT, "alimony"
        await self.confirm(claim_id, filer, *others, voen=voen, exempt=exempt, firm=firm)
        return claim_id

    async def confirm(
        self,
        claim_id: str,
        filer: Person,
        *others: Person,
        voen: str = "",
        exempt: bool = False,
        firm: Firm | None = None,
        unanswered: tuple[str, ...] = (),
    ) -> None:
        """Confirm a draft as it stands, perhaps with parties no register has answered for.

        A new receipt covers its fee unless it asks to be exempt.
        """
        fins = tuple(person.fin for person in others)
        receipt = "" if exempt else await a_receipt(self.deps.sessions)
        act = await confirming(
            self.deps.sessions, claim_id, receipt=receipt, filer=filer.fin, co_claimants=fins, firm=firm
        )
        act = replace(act, at=datetime.now(UTC))
        await self.commands.confirm(
            claim_id,
            actor=litigant(filer.fin, voen),
            at=act.at,
            nonce=uuid.uuid4().hex,
            version=act.version,
            content_sha256=act.content_sha256,
            court_id=act.court_id,
            signers=act.signers,
            fee=act.fee,
            unanswered=unanswered,
            organisations=act.organisations,
        )

    async def sign(self, visitor: Court, claim_id: str, who: Person, *, answer: str = "OK") -> Page:
        """Sign in the room while the phone answers, and return the room when the signature has ended."""
        self.phone_answers(who, answer)
        begun = await self.ask_to_sign(visitor, claim_id, who)
        attempt = parse_qs(urlsplit(begun.address).query)["attempt"][0]
        await self.commands.temporal.get_workflow_handle(ids.signing_workflow(attempt)).result()
        return await visitor.get(f"/claims/{claim_id}/sign")

    async def binds_certificate(self, who: Person, *, kind: CertificateKind = CertificateKind.CITIZEN) -> None:
        """Bind the certificate that is on the phone now, as a sign-in with ASAN İmza does."""
        certificate = await self.deps.signer.signing_certificate(who.phone, who.user_id, kind=kind)
        assert certificate is not None
        voen, serial = identity_in(certificate).voen, serial_of(certificate)
        async with self.deps.sessions.begin() as db:
            account_id = (await db.scalars(select(col(AccountRow.id)).where(col(AccountRow.fin) == who.fin))).one()
            named = {"voen": voen, "organisation": "", "serial": serial}
            await db.merge(BoundCertificateRow(account_id=account_id, kind=kind, bound_at=datetime.now(UTC), **named))

    async def stands_for(self, who: Person, voen: str, *, organisation: str) -> None:
        """Let the tax register have named a person as the head of an organisation."""
        async with self.deps.sessions.begin() as db:
            account_id = (await db.scalars(select(col(AccountRow.id)).where(col(AccountRow.fin) == who.fin))).one()
            held = await db.scalars(select(col(CapacityRow.position)).where(col(CapacityRow.account_id) == account_id))
            place, at = len(held.all()) + 1, datetime.now(UTC)
            row = CapacityRow(account_id=account_id, position=place, voen=voen, organisation=organisation, began_at=at)
            row.by_register = True
            db.add(row)

    async def ask_to_sign(self, visitor: Court, claim_id: str, who: Person) -> Page:
        """Fill the form of the room as it is shown and send it."""
        shown = (await visitor.get(f"/claims/{claim_id}/sign")).fields(f"/claims/{claim_id}/sign")
        given = {**shown, **CONSENT, "phone": who.phone, "user_id": who.user_id}
        return await visitor.post(f"/claims/{claim_id}/sign", given)

    def phone_answers(self, who: Person, answer: str = "OK") -> None:
        """Let a phone answer by itself from now on."""
        phone_answers(self.phones, who, answer)

    async def sent(self, filer: Person, *others: Person, exempt: bool = False) -> str:
        """Bring a claim to the court, signed by everybody on the phone."""
        claim_id = await self.confirmed(filer, *others, exempt=exempt)
        for who in (filer, *others):
            await self.sign(await self.person(who), claim_id, who)
        return claim_id

    async def received(self, filer: Person) -> str:
        """Bring a claim to the court without anybody's phone."""
        claim_id = await self.confirmed(filer)
        await self.signed_without_phone(claim_id, filer)
        return claim_id

    async def signed_without_phone(self, claim_id: str, filer: Person) -> None:
        """Let the worker record the signature of the only signer."""
        act = Sign(litigant(filer.fin), datetime.now(UTC), (await self.row(claim_id)).version, "signing")
        await send_act(self.commands.temporal, claim_id, "sign", act, update_id=uuid.uuid4().hex)

    async def row(self, claim_id: str) -> ClaimRow:
        """Return the claim's row."""
        async with self.deps.sessions() as db:
            return await db.get_one(ClaimRow, claim_id)

    async def status(self, claim_id: str) -> ClaimStatus:
        """Return where the claim stands."""
        return (await self.row(claim_id)).status

    async def package(self, claim_id: str) -> PackageRow:
        """Return the package of the confirmed version."""
        version = (await self.row(claim_id)).version
        async with self.deps.sessions() as db:
            return await db.get_one(PackageRow, (claim_id, version))

    async def _signed_in(self, account: AccountRow) -> Court:
        visitor = Court(self.app, self.deps.sessions)
        self.visitors.append(visitor)
        await visitor.sign_in(account)
        return visitor
