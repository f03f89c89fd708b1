"""What the court's clerk does, and who asks him for money, once with each click: without the web's pages."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar

from models.domain.languages import Language
from models.domain.roles import Role
from simulators.people import Person
from tests.builders import COURT, clerk
from tests.faults.application import Application
from tests.faults.browser import cabinet_of, clerk_of
from tests.faults.court import LiveCourt
from web.commands import Commands
from web.refunds import ask_refund, grant_refund
from web.sessions import User, now

RESTS = timedelta(minutes=10)
GROUND, WHY = "already_judged", "Bakı Apellyasiya Məhkəməsinin 12.03.2026 tarixli qətnaməsi."
MISSING = "Müqavilənin surəti əlavə edilməmişdir."
RULING = "2-1(006)-15/2026"


@dataclass(frozen=True)
class DeskHands:
    """Every method sends one request and may be called again with the same arguments when no answer came."""

    court: LiveCourt
    # Long enough for a kill to be made ready between the decision and the timer that lets it leave.
    refusal_rests: ClassVar[timedelta] = timedelta(seconds=5)

    async def accept(self, application: Application) -> None:
        """Accept, as the clerk."""
        nonce = f"{application.claim_id}/accept"
        await self.court.commands.accept(application.claim_id, actor=clerk(COURT), at=now(), nonce=nonce)

    async def decide(self, application: Application) -> None:
        """Accept as the clerk, in a court whose decisions rest; the pages of this court know no rest."""
        nonce = f"{application.claim_id}/decide"
        await self._resting(RESTS).accept(application.claim_id, actor=clerk(COURT), at=now(), nonce=nonce)

    async def undo(self, application: Application) -> None:
        """Take the decision back before it has left."""
        nonce = f"{application.claim_id}/undo"
        await self.court.commands.undo_decision(application.claim_id, actor=clerk(COURT), at=now(), nonce=nonce)

    async def return_(self, application: Application) -> None:
        """Return, as the clerk."""
        await self.court.commands.return_(
            application.claim_id,
            actor=clerk(COURT),
            at=now(),
            nonce=f"{application.claim_id}/return",
            ground="form_or_content",
            text=MISSING,
        )

    async def decide_refusal(self, application: Application) -> None:
        """Decide to refuse the claim; long enough at rest to be undone."""
        await self._decline(application, rests=RESTS, nonce=f"{application.claim_id}/decide")

    async def refuse(self, application: Application) -> None:
        """Decide to refuse the claim; the decision leaves by itself when it has rested."""
        await self._decline(application, rests=self.refusal_rests, nonce=f"{application.claim_id}/decline")

    async def deny_exemption(self, application: Application) -> None:
        """Decide to return the claim because its ground of exemption is not recognised."""
        await self._resting(RESTS).return_(
            application.claim_id,
            actor=clerk(COURT),
            at=now(),
            nonce=f"{application.claim_id}/deny",
            ground="fee",
            text="Dövlət rüsumu ödənilməlidir.",
            exemption_refused="Tələb əmək haqqına aid deyil.",
        )

    async def recognise_exemption(self, application: Application) -> None:
        """Accept, and recognise the ground of exemption."""
        nonce = f"{application.claim_id}/accept"
        await self.court.commands.accept(
            application.claim_id, actor=clerk(COURT), at=now(), nonce=nonce, exemption_recognised=True
        )

    async def ask_refund(self, application: Application) -> None:
        """Ask the court for the money of the receipt, as its payer."""
        payer = await _litigant(self.court, application.claimants[0])
        async with self.court.sessions.begin() as session:
            await ask_refund(session, payer, application.receipt, said="", nonce=f"{application.claim_id}/refund")

    async def grant_refund(self, application: Application) -> None:
        """Grant it, as the clerk, by the court's ruling."""
        account = await clerk_of(self.court, COURT)
        user = User(account.id, None, account.name, account.surname, Role.CLERK, COURT, account.language)
        async with self.court.sessions.begin() as session:
            await grant_refund(session, user, application.receipt, ruling=RULING)

    async def _decline(self, application: Application, *, rests: timedelta, nonce: str) -> None:
        await self._resting(rests).decline(
            application.claim_id, actor=clerk(COURT), at=now(), nonce=nonce, ground=GROUND, text=WHY
        )

    def _resting(self, rests: timedelta) -> Commands:
        return replace(self.court.commands, decision_rests=rests)


async def _litigant(court: LiveCourt, person: Person) -> User:
    account_id = await cabinet_of(court, person)
    return User(account_id, person.fin, person.name, person.surname, Role.LITIGANT, None, Language.AZ)
