"""The auditor's pages: a filing by its number, its register with the verdict on its chain."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from models.tables.access import Look
from web.deps import Db, RequireAuditor
from web.forms.reading import filled
from web.opening import open_claim
from web.pages.audit import audit_page, register_page
from web.render import render

router = APIRouter()


@router.get("/audit", name="audit")
async def audit(request: Request, user: RequireAuditor, db: Db, number: str = "") -> Response:  # noqa: ARG001 - auditors only
    """Search by the application's number."""
    return render(request, "pages/audit.html", await audit_page(db, filled(number=number)))


@router.get("/audit/{claim_id}", name="register")
async def register(request: Request, claim_id: str, user: RequireAuditor, db: Db) -> Response:
    """Show the register lines of one filing."""
    opened = await open_claim(db, claim_id, user, look=Look.REGISTER)
    return render(request, "pages/register.html", await register_page(db, opened))
