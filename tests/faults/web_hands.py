"""What each click does, once, through the court's own pages: HTTP forms as any browser sends them."""

import base64
import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar

import pikepdf
from sqlalchemy import select
from sqlmodel import col

from models.domain.claim_status import ClaimStatus
from models.domain.parties import person_type
from models.tables.fees import RefundRequestRow
from simulators.people import Person
from tests.builders import COURT
from tests.faults.application import Application
from tests.faults.browser import Browser, Form, browser_of, browser_of_clerk
from tests.faults.desk_hands import GROUND, MISSING, RULING, WHY
from tests.faults.hands import EXEMPTION, MISSPELT, Hands
from web.drafts import id_from

CATEGORY = "property.vindication"
PARTS = {  # a party's pages after the one that adds him, and what each asks for
    "contact": ("phone", "email"),
    "address": ("address", "postal_index"),
}
Step = Callable[[Application], Awaitable[Form]]


@dataclass(frozen=True)
class WebHands(Hands):
    """People at their browsers; a form once opened is kept, so that sending it again sends the same nonce."""

    browsers: dict[str, Browser] = field(default_factory=dict)
    forms: dict[tuple[int, str], Form] = field(default_factory=dict)
    refusal_rests: ClassVar[timedelta] = timedelta(0)  # as the pages of this court have it

    async def aclose(self) -> None:
        """Close every browser."""
        for browser in self.browsers.values():
            await browser.http.aclose()

    @property
    def draft_steps(self) -> tuple[str, ...]:
        """The wizard's forms after the first."""
        described = [f"{who} {part}" for who in ("co_claimant", "defendant") for part in ("", *PARTS)]
        parties = [name.strip() for name in described]
        parties.insert(parties.index("defendant"), "co_claimant signing")
        return ("category", "myself", *parties, "upload", "text", "value", "fee")

    async def open(self, application: Application) -> None:
        """Save the wizard's first form, or press "Kopyala" on the returned claim."""
        browser = await self._filer(application)
        if application.origin_id:
            page, action, purpose = f"/claims/{application.origin_id}", "/copy", "copy"
            form = await self._form(application, "open", browser, page, action=action)
            owner = application.origin_id
        else:
            form = await self._form(application, "open", browser, "/claims/new", court=COURT, kind="claim")
            purpose, owner = "claim", application.claimants[0].fin
        application.claim_id = id_from(form.nonce, purpose=purpose, owner=owner)
        await browser.send(form)

    async def edit(self, application: Application, step: str) -> None:
        """Send one of the wizard's forms."""
        if step.startswith("co_claimant") and len(application.claimants) == 1:
            return
        browser = await self._filer(application)
        await browser.send(await self._wizard_form(application, step, browser))

    async def begin_payment(self, application: Application) -> None:
        """Press "Ödə və təsdiqlə" on the check page."""
        form = await self._confirm_form(application)
        application.payment_id = id_from(form.nonce, purpose="payment", owner=application.claim_id)
        await (await self._filer(application)).send(form)

    async def pay_by_card(self, application: Application) -> None:
        """Pay on the portal's page; the portal calls the court, the payer comes back to it."""
        await self.court.told("portal", f"/sim/orders/{application.payment_id}/pay")
        await (await self._filer(application)).look(f"/payments/{application.payment_id}")

    async def confirm(self, application: Application) -> None:
        """Press "Təsdiqlə" on the check page; the receipt was given with the fee."""
        await (await self._filer(application)).send(await self._confirm_form(application))

    async def begin_signing(self, application: Application, person: Person, attempt: int) -> str:
        """Tick both statements and ask for the request."""
        browser = await self._browser(person)
        typed = {"rights": "read", "duties": "read", "phone": person.phone, "user_id": person.user_id}
        if application.card:
            typed |= {"way": "card", "certificate": base64.b64encode(application.card.der).decode()}
        page = f"/claims/{application.claim_id}/sign"
        form = await self._form(application, f"sign {person.fin} {attempt}", browser, page, action="/sign", **typed)
        await browser.send(form)
        return id_from(form.nonce, purpose="signing", owner=f"{application.claim_id}:{person.fin}")

    async def give(self, application: Application, signing_id: str, signature: str) -> None:
        """Post what the card signed, as the script of the room does."""
        browser, page = await self._filer(application), f"/claims/{application.claim_id}/sign?attempt={signing_id}"
        typed = {"signature": base64.b64encode(bytes.fromhex(signature)).decode()}
        await browser.send(
            await self._form(application, f"give {signing_id}", browser, page, action="/sign/card", **typed)
        )

    async def status(self, application: Application) -> ClaimStatus:
        """Look at the list of applications, then at the row behind it."""
        await (await self._filer(application)).look("/claims")
        return await super().status(application)

    async def accept(self, application: Application) -> None:
        """Press "Qəbul et" at the clerk's desk."""
        browser, page = await self._clerk(), f"/clerk/{application.claim_id}/accept"
        await browser.send(await self._form(application, "accept", browser, page, action="/accept"))

    async def return_(self, application: Application) -> None:
        """Choose the ground, write what is wrong, return."""
        browser, page = await self._clerk(), f"/clerk/{application.claim_id}/return"
        typed = {"ground": "form_or_content", "text": MISSING}
        await browser.send(await self._form(application, "return", browser, page, action="/return", **typed))

    async def refuse(self, application: Application) -> None:
        """Choose the ground of the refusal, write why, refuse; the decision leaves at once."""
        browser, page = await self._clerk(), f"/clerk/{application.claim_id}/decline"
        typed = {"ground": GROUND, "text": WHY}
        await browser.send(await self._form(application, "decline", browser, page, action="/decline", **typed))

    async def recognise_exemption(self, application: Application) -> None:
        """Say that the ground holds, and accept."""
        browser, page = await self._clerk(), f"/clerk/{application.claim_id}/accept"
        typed = {"exemption": "recognised"}
        await browser.send(await self._form(application, "accept", browser, page, action="/accept", **typed))

    async def ask_refund(self, application: Application) -> None:
        """Choose the receipt on the page of one's receipts and ask."""
        browser, typed = await self._filer(application), {"receipt_number": application.receipt}
        await browser.send(await self._form(application, "refund", browser, "/receipts", action="/receipts", **typed))

    async def grant_refund(self, application: Application) -> None:
        """Enter the court's ruling on the page of the request."""
        asked = select(col(RefundRequestRow.id)).where(col(RefundRequestRow.receipt_number) == application.receipt)
        async with self.court.sessions() as session:
            page = f"/fees/refunds/{(await session.scalars(asked)).one()}"
        typed = {"answer": "granted", "ruling": RULING}
        browser = await self._clerk()
        await browser.send(await self._form(application, "grant", browser, page, **typed))

    async def _wizard_form(self, application: Application, step: str, browser: Browser) -> Form:
        at = f"/claims/{application.claim_id}"
        match step:
            case "category":
                page, typed = f"{at}/court/category", {"category": CATEGORY}
            case "myself":
                page = f"{at}/parties/new?role=claimant&person=self"
                return await self._form(application, step, browser, page, action="/self?role=claimant")
            case "co_claimant" | "defendant":
                typed = _said_of(application, step, "document", "name", "surname")
                role, person = step.removeprefix("co_"), person_type(typed["document"])
                page = f"{at}/parties/new?person={person}&role={role}"
            case _ if step.rsplit(maxsplit=1)[-1] in {*PARTS, "signing"}:
                page, typed = self._party_page(application, step)
            case "upload":
                form = await self._form(application, step, browser, f"{at}/documents", action="/documents")
                form.fields["kind"], form.files = (
                    "contract",
                    [("file", ("müqavilə.pdf", _contract(), "application/pdf"))],
                )
                form.fields.pop("file", None)
                return form
            case "text":
                page, typed = f"{at}/text", {"heading": "Borcun tutulması haqqında", "body": "Borc qaytarılmayıb."}
            case "value":
                page, typed = f"{at}/fee", {"valued": "yes", "value": "1200"}
            case _:
                page, typed = f"{at}/fee/way", _fee_way(application)
        return await self._form(application, step, browser, page, **typed)

    def _party_page(self, application: Application, step: str) -> tuple[str, dict[str, str]]:
        who, part = step.split()
        added = self.forms[id(application), who]
        filer = application.claimants[0].fin
        party_id = id_from(added.nonce + application.claim_id, purpose="party", owner=filer)
        page = f"/claims/{application.claim_id}/parties/{party_id}/{part}"
        return page, _said_of(application, who, *PARTS[part]) if part in PARTS else {"signing": "signs_himself"}

    async def _confirm_form(self, application: Application) -> Form:
        browser = await self._filer(application)
        page = f"/claims/{application.claim_id}/check"
        return await self._form(application, "confirm", browser, page, action="/confirm")

    async def _form(
        self, application: Application, step: str, browser: Browser, page: str, *, action: str = "", **typed: str
    ) -> Form:
        key = (id(application), step)
        if key not in self.forms:
            form = await browser.form(page, action=action, **({} if action else typed))
            form.fields |= typed
            self.forms[key] = form
        return self.forms[key]

    async def _filer(self, application: Application) -> Browser:
        return await self._browser(application.claimants[0])

    async def _browser(self, person: Person) -> Browser:
        if person.fin not in self.browsers:
            self.browsers[person.fin] = await browser_of(self.court, person)
        return self.browsers[person.fin]

    async def _clerk(self) -> Browser:
        if COURT not in self.browsers:
            # Several filings come to the desk at once: only the first clerk who sat down stays.
            browser = await browser_of_clerk(self.court, COURT)
            if self.browsers.setdefault(COURT, browser) is not browser:
                await browser.http.aclose()
        return self.browsers[COURT]


def _said_of(application: Application, who: str, *names: str) -> dict[str, str]:
    person = application.defendant if who == "defendant" else application.claimants[1]
    said = {name: str(getattr(person, name)) for name in names}
    misspelt = who == "defendant" and application.is_misspelt and "surname" in names
    return said | ({"surname": MISSPELT} if misspelt else {})


def _fee_way(application: Application) -> dict[str, str]:
    if application.is_exempt:
        return {"fee_way": "exempt", "exemption_code": EXEMPTION}
    if application.receipt:
        return {"fee_way": "receipt", "receipt_number": application.receipt}
    return {"fee_way": "online"}


def _contract() -> bytes:
    """Return a document the court takes: one empty page."""
    page = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(page, static_id=True)
    return page.getvalue()
