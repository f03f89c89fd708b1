"""Step 4: heading and text, and the application to secure the claim (CLM-8); saved by itself while it is typed."""

from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from models.domain.grounds import FilingStep
from models.tables.drafts import DraftRow
from web.deps import Db, RequireLitigant
from web.drafts import OpenDraft, StaleDraftError, open_draft, touch
from web.formats import clock
from web.forms.reading import Kept, Reading, filled, read
from web.forms.text import TextForm, UnfinishedText
from web.language import N_, gettext
from web.pages.wizard import Frame, after, frame_of, still
from web.render import render
from web.staleness import differences, fingerprint
from web.words.lookup import sentence

router = APIRouter()
PAGE = "pages/claim_text.html"
LABELS = {
    "heading": N_("Heading"),
    "body": N_("Text"),
    "interim_measures": N_("Application to secure the claim"),
}


@dataclass(frozen=True)
class TextPage:
    """The texts as typed."""

    frame: Frame
    form: Reading[Any]


@router.get("/claims/{claim_id}/text", name="claim_text")
async def claim_text(request: Request, claim_id: str, user: RequireLitigant, db: Db, back: str = "") -> Response:
    """Show the texts."""
    opened = await open_draft(db, claim_id, user)
    return render(request, PAGE, TextPage(_frame(opened, back), filled(**_stored(opened.draft))))


@router.post("/claims/{claim_id}/text", name="save_text")
async def save_text(
    request: Request,
    claim_id: str,
    user: RequireLitigant,
    db: Db,
    form: Annotated[Reading[TextForm], read(TextForm)],
) -> Response:
    """Store the texts; over texts saved elsewhere meanwhile they are shown side by side instead."""
    opened = await open_draft(db, claim_id, user, to_change=True)
    frame = _frame(opened, form.text("back"))
    if form.ok and form.value.interim and not form.value.interim_measures:
        form = form.refuse("interim_measures", sentence("interim_missing"))
    if not form.ok:
        return render(request, PAGE, TextPage(still(frame, form), form), status=422)
    try:
        _write(opened.draft, form.value)
    except StaleDraftError as stale:
        return render(request, PAGE, TextPage(_compared(frame, opened, form), form), status=409, problem=stale)
    return RedirectResponse(after(claim_id, FilingStep.TEXT, form.value.go, frame.back), 303)


@router.post("/claims/{claim_id}/text/unfinished", name="keep_text")
async def keep_text(
    claim_id: str,
    user: RequireLitigant,
    db: Db,
    form: Annotated[Reading[UnfinishedText], read(UnfinishedText)],
) -> Response:
    """Store the texts while they are typed, as autosave.js sends them; 409 when they were changed elsewhere."""
    opened = await open_draft(db, claim_id, user, to_change=True)
    if not form.ok:
        return JSONResponse({"said": " ".join(form.errors.values())}, 422)
    try:
        _write(opened.draft, form.value)
    except StaleDraftError as stale:
        return JSONResponse({"said": sentence(stale.code)}, 409)
    draft = opened.draft
    said = gettext("Draft saved: %(time)s") % {"time": clock(draft.touched_at)}
    return JSONResponse({"version": str(draft.version), "seen": fingerprint(_stored(draft)), "said": said})


def _write(draft: DraftRow, given: TextForm | UnfinishedText) -> None:
    touch(draft, seen_version=given.version, unchanged=given.seen == fingerprint(_stored(draft)))
    draft.heading, draft.body = given.heading, given.body
    draft.interim_measures = given.interim_measures if given.interim else ""


def _stored(draft: DraftRow) -> dict[str, Kept]:
    interim = ["yes"] if draft.interim_measures else []
    texts = {field: str(getattr(draft, field)) for field in LABELS}
    return {**texts, "interim": interim}


def _frame(opened: OpenDraft, back: str) -> Frame:
    return frame_of(opened, FilingStep.TEXT, back, shown=_stored(opened.draft))


def _compared(frame: Frame, opened: OpenDraft, form: Reading[TextForm]) -> Frame:
    stored = {field: str(getattr(opened.draft, field)) for field in LABELS}
    typed = {field: form.text(field) for field in LABELS}
    labels = {field: gettext(label) for field, label in LABELS.items()}
    return replace(frame, differences=differences(labels, stored=stored, typed=typed))
