"""Working out the claim's value by the rules of MPM 112: one demand after another, added up."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from models.domain.claim_value import Demand, check_demands
from models.domain.errors import RuleBroken
from web.deps import Db, RequireLitigant
from web.drafts import StaleDraftError, open_draft, touch
from web.forms.demands import DemandForm
from web.forms.reading import Reading, filled, read
from web.pages.demands import demands_of, demands_page, write_demands
from web.render import render
from web.words.lookup import sentence

router = APIRouter()
PAGE = "pages/claim_demands.html"


@router.get("/claims/{claim_id}/value", name="claim_demands")
async def claim_demands(request: Request, claim_id: str, user: RequireLitigant, db: Db, back: str = "") -> Response:
    """Show the demands with their sum and ask for one more."""
    return render(request, PAGE, demands_page(await open_draft(db, claim_id, user), filled(), back))


@router.post("/claims/{claim_id}/value", name="add_demand")
async def add_demand(
    request: Request,
    claim_id: str,
    user: RequireLitigant,
    db: Db,
    form: Annotated[Reading[DemandForm], read(DemandForm)],
) -> Response:
    """Add a demand; the claim is worth the sum of all."""
    opened = await open_draft(db, claim_id, user, to_change=True)
    demands = demands_of(opened.draft)
    if form.ok:
        demands = (*demands, Demand(form.value.rule, form.value.sum_asked, form.value.months))
        form = _judged(form, demands)
    page = demands_page(opened, form, form.text("back"))
    if not form.ok:
        return render(request, PAGE, page, status=422)
    try:
        touch(opened.draft, seen_version=form.value.version)
    except StaleDraftError as stale:
        return render(request, PAGE, page, status=409, problem=stale)
    write_demands(opened.draft, demands)
    return RedirectResponse(_page(claim_id, page.frame.back), 303)


@router.post("/claims/{claim_id}/value/remove", name="remove_demand")
async def remove_demand(
    claim_id: str, user: RequireLitigant, db: Db, place: Annotated[int, Form()], version: Annotated[str, Form()]
) -> Response:
    """Take a demand out; a list that changed meanwhile is shown anew, for the places in it may be others."""
    opened = await open_draft(db, claim_id, user, to_change=True)
    if version == str(opened.draft.version):
        touch(opened.draft)
        kept = tuple(one for at, one in enumerate(demands_of(opened.draft)) if at != place)
        write_demands(opened.draft, kept)
    return RedirectResponse(_page(claim_id, ""), 303)


def _judged(form: Reading[DemandForm], demands: tuple[Demand, ...]) -> Reading[DemandForm]:
    try:
        check_demands(demands)
    except RuleBroken as broken:
        return form.refuse("months" if broken.code == "months_missing" else "amount", sentence(broken.code))
    return form


def _page(claim_id: str, back: str) -> str:
    return f"/claims/{claim_id}/value" + (f"?back={back}" if back else "")
