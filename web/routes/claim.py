"""One claim after its draft: its page, taking it back ("İmtina"), copying it ("Kopyala")."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.background import BackgroundTask

from models.domain.claim_status import Act, ClaimStatus
from models.domain.errors import RuleBroken
from models.domain.roles import Role
from models.tables.access import Look
from web.copying import copy_claim
from web.deps import CourtCommands, CurrentUser, CurrentVisit, Db, Deps, NotYoursError, RequireLitigant
from web.drafts import actor_of, id_from
from web.forms.reading import Reading, filled, read
from web.forms.signing_room import WithdrawalForm
from web.language import gettext
from web.opening import Opened, open_claim
from web.pages.claim import claim_page
from web.render import render
from web.sessions import now

router = APIRouter()


@dataclass(frozen=True)
class WithdrawPage:
    """The question before a claim is taken back; `signed` tells that others will have to be told."""

    claim_id: str
    number: str
    signed: bool
    form: Reading[Any]


@router.get("/claims/{claim_id}", name="claim")
async def claim(request: Request, claim_id: str, user: CurrentUser, db: Db, deps: Deps) -> Response:
    """Show a claim; a draft leads its filer to its tasks, a clerk to the desk."""
    if user.role is Role.CLERK:
        return RedirectResponse(f"/clerk/{claim_id}", 303)
    opened = await open_claim(db, claim_id, user, look=Look.PAGE)
    if user.role is Role.LITIGANT and opened.row.status is ClaimStatus.DELETED:
        raise NotYoursError
    if user.role is Role.LITIGANT and opened.row.status is ClaimStatus.DRAFT:
        return RedirectResponse(f"/claims/{claim_id}/tasks", 303)
    return render(request, "pages/claim.html", await claim_page(db, deps, opened))


@router.get("/claims/{claim_id}/withdraw", name="claim_withdraw")
async def claim_withdraw(request: Request, claim_id: str, user: RequireLitigant, db: Db) -> Response:
    """Ask before taking a claim back: signatures already given are lost by it."""
    opened = await open_claim(db, claim_id, user)
    if not opened.is_filer:
        raise NotYoursError
    if Act.WITHDRAW not in opened.acts:
        return RedirectResponse(f"/claims/{claim_id}", 303)
    return render(request, "pages/claim_withdraw.html", _question(opened, filled()))


@router.post("/claims/{claim_id}/withdraw", name="withdraw_claim")
async def withdraw_claim(
    request: Request,
    claim_id: str,
    user: RequireLitigant,
    visit: CurrentVisit,
    *,
    deps: Deps,
    commands: CourtCommands,
    form: Annotated[Reading[WithdrawalForm], read(WithdrawalForm)],
) -> Response:
    """Take a confirmed claim back to draft; once somebody has signed, everybody reads why."""
    async with deps.sessions() as db:
        opened = await open_claim(db, claim_id, user)
    if not opened.is_filer:
        raise NotYoursError
    if form.ok:
        given = form.value
        try:
            at = now()
            await commands.withdraw(claim_id, actor=actor_of(user), at=at, nonce=given.nonce, reason=given.reason)
        except RuleBroken as refused:
            if refused.code != "reason_missing":
                raise
            form = form.refuse("reason", gettext("Give the reason: everybody who signed or was to sign will read it"))
    if not form.ok:
        return render(request, "pages/claim_withdraw.html", _question(opened, form), status=422)
    visit.flash("claim_withdrawn")
    return RedirectResponse(f"/claims/{claim_id}/tasks", 303)


@router.post("/claims/{claim_id}/copy", name="copy_claim")
async def copy(
    claim_id: str,
    user: RequireLitigant,
    visit: CurrentVisit,
    *,
    deps: Deps,
    commands: CourtCommands,
    nonce: Annotated[str, Form()],
) -> Response:
    """Make a new draft with everything filled in; the form's nonce makes a double click one draft."""
    at, new_id = now(), id_from(nonce, purpose="copy", owner=claim_id)
    async with deps.sessions.begin() as db:
        waits = await copy_claim(db, await open_claim(db, claim_id, user), new_id=new_id, at=at)
    await commands.open_claim(new_id, filer=actor_of(user), at=at)
    visit.flash("claim_copied")
    asking = BackgroundTask(commands.check_parties, new_id) if waits else None
    return RedirectResponse(f"/claims/{new_id}/tasks", 303, background=asking)


def _question(opened: Opened, form: Reading[Any]) -> WithdrawPage:
    signed = any(signer.signed_at is not None for signer in opened.signers)
    return WithdrawPage(opened.row.id, opened.row.number, signed, form)
