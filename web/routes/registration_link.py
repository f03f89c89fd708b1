"""The link that finishes a registration (ID-4): one page, one button, one use."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from activities.mailed_links import token_sha256
from models.domain.errors import RuleBroken
from models.domain.letters import LinkPurpose
from models.messages.registration import FollowLink
from web.deps import Db
from web.mailed_links import subject_of
from web.person_commands import Persons
from web.rate_limits import count_try
from web.render import EmptyPage, render
from web.sessions import now

router = APIRouter(prefix="/register/link")
PAGE, USED = "pages/register_link.html", "pages/link_used.html"


@router.get("/{token}", name="registration_link")
async def registration_link(request: Request, token: str, db: Db) -> Response:
    """Ask for the click that confirms the address."""
    try:
        await subject_of(db, LinkPurpose.REGISTRATION, token)
    except RuleBroken as broken:
        return render(request, USED, EmptyPage(), status=410, problem=broken)
    return render(request, PAGE, EmptyPage())


@router.post("/{token}", name="follow_registration_link")
async def follow_registration_link(request: Request, token: str, db: Db, persons: Persons) -> Response:
    """Confirm the address; from now on the password opens the cabinet."""
    await count_try(request, "use_link", account=None)
    try:
        registration_id = await subject_of(db, LinkPurpose.REGISTRATION, token)
        await persons.follow_link(FollowLink(registration_id, token_sha256(token), now()))
    except RuleBroken as broken:
        return render(request, USED, EmptyPage(), status=410, problem=broken)
    return RedirectResponse("/sign-in/password?confirmed=1", 303)
