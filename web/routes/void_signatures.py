"""What was signed before an application was taken back: a page of its own, and the container as it then was."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.roles import Role
from models.tables.access import Look
from web.deps import CurrentUser, Db, Deps
from web.opening import open_claim
from web.pages.void_signatures import void_package, void_page
from web.render import render
from web.routes.files import container_of
from web.sessions import User

router = APIRouter()


@router.get("/claims/{claim_id}/void", name="void_signatures")
async def void_signatures(request: Request, claim_id: str, user: CurrentUser, db: Db) -> Response:
    """Show the signatures that count no more; the staff see them with the filing."""
    await _note_look(db, claim_id, user, Look.PAGE)
    page = await void_page(db, claim_id, user)
    if user.role is Role.CLERK:
        return RedirectResponse(f"/clerk/{claim_id}", 303)
    return render(request, "pages/void_signatures.html", page)


@router.get("/claims/{claim_id}/void/{place}/container.asice", name="void_container")
async def void_container(claim_id: str, place: int, user: CurrentUser, db: Db, deps: Deps) -> Response:
    """Give the container of a version (`place`) that was taken back, named so that nobody takes it for the filing."""
    await _note_look(db, claim_id, user, Look.CONTAINER)
    page, package = await void_page(db, claim_id, user), await void_package(db, claim_id, place, user)
    return await container_of(deps, package, name=f"{page.number} v{place} etibarsız.asice")


async def _note_look(db: AsyncSession, claim_id: str, user: User, look: Look) -> None:
    """Write the look of the staff down; who of them may not open the filing goes no further."""
    if user.role is not Role.LITIGANT:
        await open_claim(db, claim_id, user, look=look)
