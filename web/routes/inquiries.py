"""Inquiries at the registers (INQ-1, INQ-2), by themselves or from a party's page and back."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from models.ports import OutsideUnavailableError
from web.deps import Db, Deps, RequireInquirer
from web.forms.inquiries import FORMS, InquiryWay
from web.forms.reading import filled, read_data
from web.inquiries import OWN_GROUND, ground_of, inquire, limit_of
from web.pages.inquiries import inquiries_page, inquiry_page, unjudged
from web.rate_limits import count_try
from web.render import render
from web.words.lookup import sentence

router = APIRouter()
PAGE = "pages/inquiry.html"


@router.get("/inquiries", name="inquiries")
async def inquiries(request: Request, user: RequireInquirer) -> Response:  # noqa: ARG001 - for those it is open to
    """Show every kind of inquiry."""
    return render(request, "pages/inquiries.html", inquiries_page())


@router.get("/inquiries/{kind}", name="inquiry")
async def inquiry(request: Request, kind: InquiryWay, user: RequireInquirer) -> Response:  # noqa: ARG001 - as above
    """Show the form of one inquiry."""
    return render(request, PAGE, inquiry_page(kind, filled(), to="", ground=OWN_GROUND))


@router.post("/inquiries/{kind}/for-party", name="inquiry_for_party")
async def for_party(request: Request, kind: InquiryWay, user: RequireInquirer, db: Db) -> Response:
    """Show the form to who comes from a party's page; nothing that was typed there goes into an address."""
    form = unjudged(read_data(FORMS[kind], await request.form()))
    to = form.text("to")
    return render(request, PAGE, inquiry_page(kind, form, to=to, ground=await ground_of(db, user, to)))


@router.post("/inquiries/{kind}", name="ask_register")
async def ask_register(request: Request, kind: InquiryWay, user: RequireInquirer, db: Db, deps: Deps) -> Response:
    """Ask the register; the answer stands on a page that nobody can open again by its address."""
    form = read_data(FORMS[kind], await request.form())
    to = form.text("to")
    ground = await ground_of(db, user, to)
    if not form.ok:
        return render(request, PAGE, inquiry_page(kind, form, to=to, ground=ground), status=422)
    await count_try(request, "inquiry", account=str(user.account_id), limit=limit_of(deps))
    try:
        answer = await inquire(db, deps, user, kind=kind, asked=form.value, ground=ground)
    except OutsideUnavailableError:
        first = next(iter(FORMS[kind].model_fields))
        form = form.refuse(first, sentence("register_unavailable"))
        return render(request, PAGE, inquiry_page(kind, form, to=to, ground=ground), status=503)
    return render(request, PAGE, inquiry_page(kind, form, to=to, ground=ground, answer=answer))
