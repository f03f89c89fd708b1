"""The signing room: the document first, the two statements, the request to the phone, live until all have signed."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from models.domain.claim_status import Act
from models.domain.errors import RuleBroken
from models.messages.signing import BeginSigning
from web.commands import Commands
from web.deps import CourtCommands, CurrentVisit, Db, Deps, RequireLitigant
from web.drafts import actor_of, id_from
from web.forms.reading import Reading, filled, read
from web.forms.signing_room import RefusalForm, SealForm, SigningForm
from web.live import Live
from web.opening import Opened, open_room
from web.pages.profile import account_of
from web.pages.signing_room import SigningRoom, seal_offered, seal_owed, signing_room
from web.rate_limits import count_try
from web.render import render, render_part
from web.sessions import User, now

router = APIRouter()
PAGE = "pages/signing_room.html"
REFUSAL = "pages/claim_refuse.html"
LOOK_AGAIN_SECONDS = 10  # what no notification tells: a refusal, a connection that was lost


@router.get("/claims/{claim_id}/sign", name="signing_room")
async def show_room(request: Request, claim_id: str, user: RequireLitigant, *, db: Db, attempt: str = "") -> Response:
    """Show the room; its document is being made since the confirmation, or is made when it is opened."""
    opened = await open_room(db, claim_id, user)
    account = await account_of(db, user)
    return render(request, PAGE, await signing_room(db, opened, filled(phone=account.phone), attempt_id=attempt))


@router.post("/claims/{claim_id}/sign", name="begin_signing")
async def begin_signing(
    request: Request,
    claim_id: str,
    user: RequireLitigant,
    *,
    deps: Deps,
    commands: CourtCommands,
    form: Annotated[Reading[SigningForm], read(SigningForm)],
) -> Response:
    """Ask for a signature on the signer's phone or card; the form's nonce makes a double click one request."""
    async with deps.sessions() as db:
        opened = await open_room(db, claim_id, user)
        if not form.ok:
            return render(request, PAGE, await signing_room(db, opened, form), status=422)
        if Act.SIGN not in opened.acts:
            return RedirectResponse(f"/claims/{claim_id}/sign", 303)
        given = form.value
        if given.version != opened.row.version:
            page = await signing_room(db, opened, form)
            return render(request, PAGE, page, status=409, problem=RuleBroken("draft_changed"))
    await count_try(request, "request_pin", account=str(user.account_id))
    return await _begin(commands, user, opened, given, calls_for=seal_offered(opened) if given.seal else "")


@router.post("/claims/{claim_id}/seal", name="begin_seal")
async def begin_seal(
    request: Request,
    claim_id: str,
    user: RequireLitigant,
    *,
    deps: Deps,
    commands: CourtCommands,
    form: Annotated[Reading[SealForm], read(SealForm)],
) -> Response:
    """Ask for the organisation's seal on the phone or card of the person who called for it as he signed."""
    async with deps.sessions() as db:
        opened = await open_room(db, claim_id, user)
        if not form.ok:
            return render(request, PAGE, await signing_room(db, opened, form), status=422)
    owed = seal_owed(opened)
    if not owed or form.value.version != opened.row.version:  # put by now, or taken back: the room says so
        return RedirectResponse(f"/claims/{claim_id}/sign", 303)
    await count_try(request, "request_pin", account=str(user.account_id))
    return await _begin(commands, user, opened, form.value, seal=owed)


async def _begin(
    commands: Commands, user: User, opened: Opened, given: SealForm, *, calls_for: str = "", seal: str = ""
) -> Response:
    claim_id, purpose = opened.row.id, "seal" if seal else "signing"
    signing_id = id_from(given.nonce, purpose=purpose, owner=f"{claim_id}:{user.fin}")
    begin = BeginSigning(
        signing_id,
        claim_id,
        given.version,
        actor_of(user),
        phone=given.phone,
        user_id=given.user_id,
        language=user.language,
        at=now(),
        calls_for=calls_for,
        seal=seal,
        way=given.way,
        certificate=given.certificate,
    )
    await commands.begin_signing(begin)
    return RedirectResponse(f"/claims/{claim_id}/sign?attempt={signing_id}", 303)


async def own_room(claim_id: str, user: RequireLitigant, deps: Deps, attempt: str = "") -> SigningRoom:
    """Return the room before its stream begins: rights are checked while an answer can still be a page."""
    async with deps.sessions() as db:
        return await signing_room(db, await open_room(db, claim_id, user), filled(), attempt_id=attempt)


@router.get("/claims/{claim_id}/sign/events", name="signing_events", response_class=EventSourceResponse)
async def signing_events(
    request: Request,
    first: Annotated[SigningRoom, Depends(own_room)],
    user: RequireLitigant,
    deps: Deps,
    layout: str = "",
) -> AsyncIterator[ServerSentEvent]:
    """Send the box at every change, and load the page anew when more than the box must change.

    `layout` is what the page was built by, which may be older than the stream.
    """
    live: Live = request.app.state.live
    shown: SigningRoom | None = None
    async with live.subscribe(f"claim:{first.claim_id}") as ear:
        while True:
            room = await own_room(first.claim_id, user, deps, first.attempt_id)
            if room.layout != (layout or first.layout):
                break
            if shown is None or room != shown:
                yield ServerSentEvent(raw_data=render_part(request, "partials/signing_room.html", room))
            shown = room
            await ear.wait(LOOK_AGAIN_SECONDS)
    yield ServerSentEvent(event="done", raw_data=room.way_on)


@router.get("/claims/{claim_id}/refuse", name="claim_refuse")
async def ask_why(request: Request, claim_id: str, user: RequireLitigant, db: Db) -> Response:
    """Ask a co-claimant for the reason before anything happens."""
    opened = await open_room(db, claim_id, user)
    if Act.REFUSE not in opened.acts:
        return RedirectResponse(f"/claims/{claim_id}", 303)
    return render(request, REFUSAL, await signing_room(db, opened, filled()))


@router.post("/claims/{claim_id}/refuse", name="refuse_claim")
async def refuse(
    request: Request,
    claim_id: str,
    user: RequireLitigant,
    visit: CurrentVisit,
    *,
    deps: Deps,
    commands: CourtCommands,
    form: Annotated[Reading[RefusalForm], read(RefusalForm)],
) -> Response:
    """Refuse to sign: the claim ends here, its receipt becomes free, everybody is told why."""
    async with deps.sessions() as db:
        opened = await open_room(db, claim_id, user)
        if not form.ok:
            return render(request, REFUSAL, await signing_room(db, opened, form), status=422)
    given = form.value
    await commands.refuse(claim_id, actor=actor_of(user), at=now(), nonce=given.nonce, reason=given.reason)
    visit.flash("signature_refused")
    return RedirectResponse(f"/claims/{claim_id}", 303)
