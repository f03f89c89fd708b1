"""The home of a draft: its six tasks, what is missing, and throwing it away ("Sil")."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from web.deps import CourtCommands, CurrentVisit, Db, Deps, NotYoursError, RequireLitigant
from web.drafts import actor_of, open_draft
from web.opening import open_claim
from web.pages.check import tasks_page
from web.render import render
from web.sessions import now

router = APIRouter()


@dataclass(frozen=True)
class DeletePage:
    """The question before a draft is thrown away."""

    claim_id: str
    number: str


@router.get("/claims/{claim_id}/tasks", name="claim_tasks")
async def claim_tasks(request: Request, claim_id: str, user: RequireLitigant, db: Db, deps: Deps) -> Response:
    """Show how far the draft is; every step can be left and come back to."""
    opened = await open_draft(db, claim_id, user)
    page = await tasks_page(db, opened, deps.portals, lives_days=deps.settings.draft_lives_days)
    return render(request, "pages/claim_tasks.html", page)


@router.get("/claims/{claim_id}/delete", name="claim_delete")
async def claim_delete(request: Request, claim_id: str, user: RequireLitigant, db: Db) -> Response:
    """Ask before deleting."""
    opened = await open_draft(db, claim_id, user)
    return render(request, "pages/claim_delete.html", DeletePage(claim_id, opened.claim.number))


@router.post("/claims/{claim_id}/delete", name="delete_claim")
async def delete_claim(
    claim_id: str,
    user: RequireLitigant,
    visit: CurrentVisit,
    *,
    deps: Deps,
    commands: CourtCommands,
    nonce: Annotated[str, Form()],
) -> Response:
    """Throw the draft away; the workflow says whether it still may be."""
    async with deps.sessions() as db:
        if not (await open_claim(db, claim_id, user)).is_filer:  # a co-signer may see it, nobody else knows of it
            raise NotYoursError
    await commands.delete(claim_id, actor=actor_of(user), at=now(), nonce=nonce)
    visit.flash("claim_deleted")
    return RedirectResponse("/", 303)
