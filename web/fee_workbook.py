"""The account of fees as files that accountants open: CSV, and a workbook (XLSX) with balances and movements."""

import io
from collections.abc import Sequence

import xlsxwriter

from web.csv_lines import MARK, csv_lines, harmless
from web.formats import BAKU
from web.language import gettext
from web.pages.fee_account import Balance, Movement
from web.words.lookup import name_of


def csv_of(movements: Sequence[Movement]) -> bytes:
    """Return the movements as CSV with semicolons, in UTF-8 with a mark, as spreadsheets here expect it."""
    return (MARK + csv_lines([_heads(), *map(_cells, movements)])).encode()


def workbook_of(balances: Sequence[Balance], movements: Sequence[Movement], *, title: str) -> bytes:
    """Return a workbook with two sheets; amounts are numbers, moments are dates of Baku, texts are never formulas."""
    out = io.BytesIO()
    # Nothing that a portal or a person wrote becomes a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True})
        money = book.add_format({"num_format": "#,##0.00"})
        moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"})
        sheet = book.add_worksheet(gettext("Balances"))
        sheet.set_column(0, 4, 24)
        sheet.write(0, 0, title, bold)
        sheet.write_row(1, 0, [gettext("Account"), *_columns()], bold)
        for row, one in enumerate(balances, start=2):
            sheet.write(row, 0, name_of(one.account))
            sheet.write_row(row, 1, [float(part) for part in (one.before, one.came, one.went, one.after)], money)
        sheet = book.add_worksheet(gettext("Movements"))
        sheet.set_column(0, 6, 22)
        sheet.write_row(0, 0, _heads(), bold)
        for row, line in enumerate(movements, start=1):
            sheet.write_datetime(row, 0, line.at.astimezone(BAKU), moment)
            sheet.write_row(row, 1, _texts(line))
            sheet.write_number(row, 6, float(line.amount), money)
    return out.getvalue()


def _cells(one: Movement) -> list[str]:
    at = one.at.astimezone(BAKU).strftime("%d.%m.%Y %H:%M:%S")
    return [at, *map(harmless, _texts(one)), f"{one.amount:.2f}".replace(".", ",")]


def _heads() -> list[str]:
    asked = (gettext("Date"), gettext("Movement"), gettext("Receipt"), gettext("Application"))
    return [*asked, gettext("From account"), gettext("To account"), gettext("Sum, AZN")]


def _columns() -> list[str]:
    return [gettext("At the beginning"), gettext("Came in"), gettext("Went out"), gettext("At the end")]


def _texts(one: Movement) -> list[str]:
    return [name_of(one.event), one.receipt_number, one.application, name_of(one.source), name_of(one.target)]
