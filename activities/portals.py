"""All portals at which a court fee can be paid, as one: a receipt is looked up at each of them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from models.domain.errors import RuleBroken
from models.domain.payment import Portal
from models.ports import OutsideUnavailableError, PaymentPortal, PortalReceipt


@dataclass(frozen=True)
class Portals:
    """The portals by name; the government's is always there."""

    by_name: Mapping[Portal, PaymentPortal]

    def of(self, name: Portal) -> PaymentPortal:
        """Return one portal; RuleBroken `portal_unknown` when the court does not use it."""
        if name not in self.by_name:
            raise RuleBroken("portal_unknown")
        return self.by_name[name]

    async def receipt(self, number: str) -> PortalReceipt | None:
        """Look a receipt up at every portal; None when each of them says that it knows none.

        A portal that is silent does not hide what another one found; when none found it, OutsideUnavailableError. Two
        that both know the number: RuleBroken `receipt_ambiguous`, since only one of them can be meant.
        """
        asked = (portal.receipt(number) for portal in self.by_name.values())
        answers = await asyncio.gather(*asked, return_exceptions=True)
        found = [answer for answer in answers if isinstance(answer, PortalReceipt)]
        silent = [answer for answer in answers if isinstance(answer, OutsideUnavailableError)]
        wrong = [answer for answer in answers if isinstance(answer, BaseException) and answer not in silent]
        if len(found) > 1:
            raise RuleBroken("receipt_ambiguous")
        if not found and (wrong or silent):
            raise (wrong or silent)[0]
        return found[0] if found else None


def portals_of(government: PaymentPortal, asan: PaymentPortal | None) -> Portals:
    """Return the portals a court uses; `asan` is None where "ASAN ödəniş" is not connected."""
    return Portals({Portal.GOVERNMENT: government} | ({Portal.ASAN: asan} if asan else {}))
