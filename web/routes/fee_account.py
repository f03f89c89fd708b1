"""The account of fees (FEE-6) for the staff of a court and for the owner; as a page, as CSV, as a workbook."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from web.deps import Db, Read, RequireAccountant
from web.fee_workbook import csv_of, workbook_of
from web.forms.fee_account import FeeAccountForm
from web.forms.reading import Reading, read_data
from web.pages.fee_account import fee_account_page, movements_of, span_of
from web.pages.fee_reconciliation import fee_reconciliation_page
from web.render import render

router = APIRouter()
FURTHEST = 10_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/fees", name="fee_account")
async def fee_account(
    request: Request, user: RequireAccountant, read: Read, page: Annotated[int, Query(ge=1, le=FURTHEST)] = 1
) -> Response:
    """Show balances and movements; a filter that cannot be read is said, and this month is shown."""
    form = _asked(request)
    shown = await fee_account_page(read, user, form, page=page)
    return render(request, "pages/fee_account.html", shown, status=200 if form.ok else 422)


@router.get("/fees.csv", name="fee_account_csv")
async def fee_account_csv(request: Request, user: RequireAccountant, read: Read) -> Response:
    """Give the movements of the period as CSV."""
    span = span_of(_asked(request), user)
    return _file(csv_of(await movements_of(read, span)), "text/csv; charset=utf-8", "fees.csv")


@router.get("/fees.xlsx", name="fee_account_xlsx")
async def fee_account_xlsx(request: Request, user: RequireAccountant, read: Read) -> Response:
    """Give balances and movements of the period as a workbook."""
    form = _asked(request)
    span, page = span_of(form, user), await fee_account_page(read, user, form)
    title = f"{page.court}, {page.first:%d.%m.%Y} – {page.last_day:%d.%m.%Y}"
    movements = await movements_of(read, span)
    book = await asyncio.to_thread(workbook_of, page.balances, movements, title=title)
    return _file(book, XLSX, "fees.xlsx")


@router.get("/fees/reconciliation", name="fee_reconciliation")
async def fee_reconciliation(request: Request, user: RequireAccountant, db: Db) -> Response:
    """Show how the nightly comparison with the portals went."""
    return render(request, "pages/fee_reconciliation.html", await fee_reconciliation_page(db, user))


def _asked(request: Request) -> Reading[FeeAccountForm]:
    return read_data(FeeAccountForm, dict(request.query_params))


def _file(data: bytes, media_type: str, name: str) -> Response:
    return Response(data, media_type=media_type, headers={"content-disposition": f'attachment; filename="{name}"'})
