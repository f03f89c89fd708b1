"""Choosing in whose name one goes on (ID-12)."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from models.domain.capacities import choose
from models.domain.errors import RuleBroken
from web.deps import CurrentVisit, Deps, RequireLitigant
from web.sessions import remember_capacity

router = APIRouter()


@router.post("/capacity", name="choose_capacity")
async def choose_capacity(
    user: RequireLitigant, visit: CurrentVisit, deps: Deps, position: Annotated[int, Form()]
) -> Response:
    """Go on in another name, from the first page; other tabs keep the name that their addresses say."""
    capacity = choose(user.capacities, position)
    if capacity is None:
        raise RuleBroken("capacity_ended")
    await remember_capacity(deps.sessions, visit.secret(), capacity.position)
    return RedirectResponse(f"/?as={capacity.position}", 303)
