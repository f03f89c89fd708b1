"""My applications as CSV: what the search finds, in pieces, so that no list is too long."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from models.db import Reader
from models.domain.claim_status import ClaimStatus
from web.csv_lines import MARK, csv_lines, harmless
from web.formats import BAKU
from web.forms.claim_list import ClaimListForm
from web.language import gettext
from web.pages.claim_list import every_line
from web.sessions import User
from web.words.lookup import name_of


def claim_csv(read: Reader, user: User, asked: ClaimListForm) -> AsyncIterator[bytes]:
    """Give the file in pieces; its words are in the language of the request, moments are of Baku."""
    asked_for = (gettext("Number"), gettext("Heading"), gettext("Court"), gettext("Status"), gettext("Case number"))
    heads = (*asked_for, gettext("Sent on"), gettext("Last change"))
    words = {status: name_of(status) for status in ClaimStatus}
    return _pieces(read, user, asked, heads=heads, words=words)


async def _pieces(
    read: Reader, user: User, asked: ClaimListForm, *, heads: tuple[str, ...], words: dict[ClaimStatus, str]
) -> AsyncIterator[bytes]:
    yield (MARK + csv_lines([heads])).encode()
    async for rows in every_line(read, user, asked):
        yield csv_lines(_cells(row, words) for row in rows).encode()


def _cells(row: Any, words: dict[ClaimStatus, str]) -> tuple[str, ...]:
    known = (row.number, harmless(row.heading), harmless(row.court or ""), words[ClaimStatus(row.status)])
    return (*known, row.case_number, _moment(row.sent_at), _moment(row.updated_at))


def _moment(at: datetime | None) -> str:
    return at.astimezone(BAKU).strftime("%d.%m.%Y %H:%M:%S") if at else ""
