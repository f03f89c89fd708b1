"""The owner's reference data: lists of courts and categories, and editing one entry; nothing is ever deleted."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.ext.asyncio import AsyncSession

from activities.reference_edits import CategoryWish, CourtWish, edit_category, edit_court
from models.domain.reference_edit import Scope
from web.deps import CurrentVisit, Db, Deps, RequireReferenceEditor
from web.forms.reading import Reading, filled, read
from web.forms.reference import CategoryEntryForm, CourtEntryForm, CourtFields
from web.pages.reference import EntryPage, categories_page, category_entry, court_entry, courts_page
from web.render import render
from web.routes.reference_saving import edit_of, saved

router = APIRouter(prefix="/owner")
LIST, COURT, CATEGORY = "pages/reference_list.html", "pages/reference_court.html", "pages/reference_category.html"


@router.get("/courts", name="reference_courts")
async def courts(request: Request, user: RequireReferenceEditor, db: Db, q: str = "") -> Response:  # noqa: ARG001 - owners only
    """List the courts."""
    return render(request, LIST, await courts_page(db, filled(q=q)))


@router.get("/categories", name="reference_categories")
async def categories(request: Request, user: RequireReferenceEditor, db: Db, q: str = "") -> Response:  # noqa: ARG001 - owners only
    """List the categories."""
    return render(request, LIST, await categories_page(db, filled(q=q)))


@router.get("/courts/{court_id}", name="reference_court")
async def court(request: Request, court_id: str, user: RequireReferenceEditor, db: Db) -> Response:  # noqa: ARG001 - owners only
    """Show a court to be edited."""
    return render(request, COURT, await court_entry(db, court_id))


@router.get("/categories/{category_id}", name="reference_category")
async def category(request: Request, category_id: str, user: RequireReferenceEditor, db: Db) -> Response:  # noqa: ARG001 - owners only
    """Show a category to be edited."""
    return render(request, CATEGORY, await category_entry(db, category_id))


@router.post("/courts/{court_id}", name="edit_court")
async def save_court(
    request: Request,
    court_id: str,
    user: RequireReferenceEditor,
    visit: CurrentVisit,
    *,
    deps: Deps,
    form: Annotated[Reading[CourtEntryForm], read(CourtEntryForm)],
) -> Response:
    """Save a court; over a newer version nothing is written, and both are shown."""

    async def write(db: AsyncSession, given: CourtEntryForm) -> None:
        shown = await court_entry(db, court_id)
        await edit_court(
            db,
            edit_of(user, court_id, nonce=given.nonce, version=given.version),
            court_id,
            court_wish(given, shown, active=given.state == "open"),
        )

    return await saved(
        request,
        deps,
        visit,
        form,
        write=write,
        said="reference_was_saved",
        leads_to="/owner/courts",
        template=COURT,
        page=lambda db, form: court_entry(db, court_id, form),
    )


@router.post("/categories/{category_id}", name="edit_category")
async def save_category(
    request: Request,
    category_id: str,
    user: RequireReferenceEditor,
    visit: CurrentVisit,
    *,
    deps: Deps,
    form: Annotated[Reading[CategoryEntryForm], read(CategoryEntryForm)],
) -> Response:
    """Save a category; over a newer version nothing is written, and both are shown."""

    async def write(db: AsyncSession, given: CategoryEntryForm) -> None:
        scope = Scope(frozenset(given.kinds), frozenset(given.court_kinds))
        wish = CategoryWish(given.name_az, given.name_en, given.state == "open", scope, given.valid_from)
        edit = edit_of(user, category_id, nonce=given.nonce, version=given.version)
        await edit_category(db, edit, category_id, wish)

    return await saved(
        request,
        deps,
        visit,
        form,
        write=write,
        said="reference_was_saved",
        leads_to="/owner/categories",
        template=CATEGORY,
        page=lambda db, form: category_entry(db, category_id, form),
    )


def court_wish(given: CourtFields, shown: EntryPage, *, active: bool) -> CourtWish:
    """Return how the court is to stand; a category that its page did not show stays as it was."""
    offered = frozenset(one.value for group in shown.groups for one in group.choices)
    heard = offered & set(given.heard)
    return CourtWish(
        given.name_az,
        given.name_en,
        given.code,
        active,
        heard,
        offered - heard,
        given.valid_from,
        given.appeal_court,
    )
