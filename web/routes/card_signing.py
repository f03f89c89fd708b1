"""What comes back to the signing room from a signer's card: its signature, or that he gave it up (Web eID)."""

import base64
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from models.domain.errors import RuleBroken
from models.messages.signing import CardAnswer
from models.tables.processes import SigningRow
from web.deps import CourtCommands, Deps, RequireLitigant
from web.forms.reading import Reading, read
from web.forms.signing_room import AttemptForm, CardSignatureForm
from web.opening import open_room
from web.pages.signing_attempt import attempt_of
from web.pages.signing_room import signing_room
from web.render import render
from web.sessions import now

router = APIRouter()
PAGE = "pages/signing_room.html"


@router.post("/claims/{claim_id}/sign/card", name="give_card_signature")
async def give_card_signature(
    request: Request,
    claim_id: str,
    user: RequireLitigant,
    *,
    deps: Deps,
    commands: CourtCommands,
    form: Annotated[Reading[CardSignatureForm], read(CardSignatureForm)],
) -> Response:
    """Take what the card signed; the form's nonce makes it one act, and the room says how it stands."""
    came_at = now()
    async with deps.sessions() as db:
        opened = await open_room(db, claim_id, user)
        if not form.ok:
            return render(request, PAGE, await signing_room(db, opened, form), status=422)
        given = form.value
        attempt = await attempt_of(db, opened, given.attempt)
        if attempt.version != opened.row.version:  # taken back and confirmed anew while the card was asked
            page = await signing_room(db, opened, form)
            return render(request, PAGE, page, status=409, problem=RuleBroken("signature_not_awaited"))
    answer = CardAnswer(base64.b64decode(given.signature).hex(), came_at)
    try:
        await commands.give_signature(attempt.id, answer, nonce=given.nonce)
    except RuleBroken as broken:
        _require_room_says(broken)
    return _to_room(attempt)


@router.post("/claims/{claim_id}/sign/give-up", name="give_up_card")
async def give_up_card(
    request: Request,
    claim_id: str,
    user: RequireLitigant,
    *,
    deps: Deps,
    commands: CourtCommands,
    form: Annotated[Reading[AttemptForm], read(AttemptForm)],
) -> Response:
    """End a request to a card, on whichever device it was begun: its holder may then begin anew."""
    async with deps.sessions() as db:
        opened = await open_room(db, claim_id, user)
        if not form.ok:
            return render(request, PAGE, await signing_room(db, opened, form), status=422)
        attempt = await attempt_of(db, opened, form.value.attempt)
    try:
        await commands.give_up_signing(attempt.id, nonce=form.value.nonce)
    except RuleBroken as broken:
        _require_room_says(broken)
    return _to_room(attempt)


def _require_room_says(broken: RuleBroken) -> None:
    """Pass over that nothing waits for a card any more: answered, given up or over, the room says which."""
    if broken.code != "card_not_asked":
        raise broken


def _to_room(attempt: SigningRow) -> RedirectResponse:
    return RedirectResponse(f"/claims/{attempt.claim_id}/sign?attempt={attempt.id}", 303)
