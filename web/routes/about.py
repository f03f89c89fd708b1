"""Pages about the service itself: help, accessibility, personal data."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from web.render import EmptyPage, render

router = APIRouter()


@router.get("/help", name="help")
async def help_page(request: Request) -> HTMLResponse:
    """Show how the service works."""
    return render(request, "pages/help.html", EmptyPage())


@router.get("/accessibility", name="accessibility")
async def accessibility(request: Request) -> HTMLResponse:
    """Say what was done for accessibility and what is known to be missing."""
    return render(request, "pages/accessibility.html", EmptyPage())


@router.get("/personal-data", name="personal_data")
async def personal_data(request: Request) -> HTMLResponse:
    """Say which personal data are kept, and why."""
    return render(request, "pages/personal_data.html", EmptyPage())
