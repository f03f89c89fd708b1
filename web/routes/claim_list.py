"""My applications ("Ərizələrim") and the archive; as CSV too."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse

from web.claim_export import claim_csv
from web.deps import Read, RequireLitigant
from web.forms.claim_list import ClaimListForm
from web.forms.reading import read_data
from web.pages.claim_list import claim_list_page
from web.rate_limits import count_try
from web.render import render

router = APIRouter()
FURTHEST = 10_000
AS_A_FILE = {"content-disposition": 'attachment; filename="applications.csv"'}


@router.get("/claims", name="claim_list")
async def claim_list(
    request: Request,
    user: RequireLitigant,
    read: Read,
    page: Annotated[int, Query(ge=1, le=FURTHEST)] = 1,
    export: str = "",
) -> Response:
    """Show one page of them, or give all that the search finds as a file."""
    form = read_data(ClaimListForm, dict(request.query_params))
    if export and form.ok:
        await count_try(request, "export", account=str(user.account_id))
        return StreamingResponse(claim_csv(read, user, form.value), media_type="text/csv", headers=AS_A_FILE)
    shown = await claim_list_page(read, user, form, page=page)
    return render(request, "pages/claim_list.html", shown, status=200 if form.ok else 422)
