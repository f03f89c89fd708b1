"""The owner adds courts and categories; each is in use from its day on, at once where none is named."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.ext.asyncio import AsyncSession

from activities.reference_edits import CategoryWish, add_category, add_court
from models.domain.applications import CourtKind
from models.domain.reference_edit import Scope
from web.deps import CurrentVisit, Db, Deps, RequireReferenceEditor
from web.forms.reading import Reading, read
from web.forms.reference import NewCategoryForm, NewCourtForm
from web.pages.reference_new import new_category_page, new_court_page
from web.render import render
from web.routes.reference import CATEGORY, COURT, court_wish
from web.routes.reference_saving import edit_of, saved

router = APIRouter(prefix="/owner")


@router.get("/courts/new", name="reference_new_court")
async def new_court(request: Request, user: RequireReferenceEditor, db: Db, kind: str = "") -> Response:  # noqa: ARG001 - owners only
    """Ask for the kind of the new court, then for all of it."""
    return render(request, COURT, await new_court_page(db, _kind(kind)))


@router.get("/categories/new", name="reference_new_category")
async def new_category(request: Request, user: RequireReferenceEditor, db: Db) -> Response:  # noqa: ARG001 - owners only
    """Ask for all of the new category."""
    return render(request, CATEGORY, await new_category_page(db))


@router.post("/courts/new", name="add_court")
async def save_new_court(
    request: Request,
    user: RequireReferenceEditor,
    visit: CurrentVisit,
    *,
    deps: Deps,
    form: Annotated[Reading[NewCourtForm], read(NewCourtForm)],
) -> Response:
    """Add a court; the same form sent twice adds one."""

    async def write(db: AsyncSession, given: NewCourtForm) -> None:
        shown = await new_court_page(db, given.kind)
        await add_court(
            db, edit_of(user, "court", nonce=given.nonce, version=0), given.kind, court_wish(given, shown, active=True)
        )

    return await saved(
        request,
        deps,
        visit,
        form,
        write=write,
        said="reference_was_added",
        leads_to="/owner/courts",
        template=COURT,
        page=lambda db, form: new_court_page(db, _kind(form.text("kind")), form),
    )


@router.post("/categories/new", name="add_category")
async def save_new_category(
    request: Request,
    user: RequireReferenceEditor,
    visit: CurrentVisit,
    *,
    deps: Deps,
    form: Annotated[Reading[NewCategoryForm], read(NewCategoryForm)],
) -> Response:
    """Add a category; the same form sent twice adds one."""

    async def write(db: AsyncSession, given: NewCategoryForm) -> None:
        scope = Scope(frozenset(given.kinds), frozenset(given.court_kinds))
        wish = CategoryWish(given.name_az, given.name_en, active=True, scope=scope, valid_from=given.valid_from)
        await add_category(db, edit_of(user, "category", nonce=given.nonce, version=0), given.parent, wish)

    return await saved(
        request,
        deps,
        visit,
        form,
        write=write,
        said="reference_was_added",
        leads_to="/owner/categories",
        template=CATEGORY,
        page=new_category_page,
    )


def _kind(typed: str) -> CourtKind | None:
    return CourtKind(typed) if typed in set(CourtKind) else None
