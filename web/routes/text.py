"""Step 4: heading and text, and the application to secure the claim (CLM-8)."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from models.domain.grounds import FilingStep
from web.deps import Db, RequireLitigant
from web.drafts import StaleDraftError, open_draft, touch
from web.forms.reading import Reading, filled, read
from web.forms.text import TextForm
from web.pages.wizard import Frame, after, frame_of
from web.render import render
from web.words.lookup import sentence

router = APIRouter()
PAGE = "pages/claim_text.html"


@dataclass(frozen=True)
class TextPage:
    """The texts as typed."""

    frame: Frame
    form: Reading[Any]


@router.get("/claims/{claim_id}/text", name="claim_text")
async def claim_text(request: Request, claim_id: str, user: RequireLitigant, db: Db, back: str = "") -> Response:
    """Show the texts."""
    opened = await open_draft(db, claim_id, user)
    draft = opened.draft
    typed = filled(
        heading=draft.heading,
        body=draft.body,
        interim_measures=draft.interim_measures,
        interim=["yes"] if draft.interim_measures else [],
    )
    return render(request, PAGE, TextPage(frame_of(opened, FilingStep.TEXT, back), typed))


@router.post("/claims/{claim_id}/text", name="save_text")
async def save_text(
    request: Request,
    claim_id: str,
    user: RequireLitigant,
    db: Db,
    form: Annotated[Reading[TextForm], read(TextForm)],
) -> Response:
    """Store the texts."""
    opened = await open_draft(db, claim_id, user, to_change=True)
    frame = frame_of(opened, FilingStep.TEXT, form.text("back"))
    if form.ok and form.value.interim and not form.value.interim_measures:
        form = form.refuse("interim_measures", sentence("interim_missing"))
    if not form.ok:
        return render(request, PAGE, TextPage(frame, form), status=422)
    try:
        touch(opened.draft, seen_version=form.value.version)
    except StaleDraftError as stale:
        return render(request, PAGE, TextPage(frame, form), status=409, problem=stale)
    given = form.value
    opened.draft.heading, opened.draft.body = given.heading, given.body
    opened.draft.interim_measures = given.interim_measures if given.interim else ""
    return RedirectResponse(after(claim_id, FilingStep.TEXT, given.go, frame.back), 303)
