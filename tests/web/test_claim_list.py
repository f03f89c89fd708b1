"""My applications and the archive: searched, sorted, paged, put away, taken out as a file (CLM-15, CLM-16)."""

import csv
import io
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from activities.reference import seed_reference
from models.db import Sessions
from models.domain.claim_status import ClaimStatus
from models.tables.accounts import AccountRow
from models.tables.claims import ArchivedClaimRow
from tests.builders import KAMRAN, RASHAD
from tests.web.court import Court, Page, an_account
from tests.web.filed import filed
from web.pages import claim_list, claim_rows

FIN, PASSPORT, VOEN = "5ABC1D2", "P 123 4567", "1499001221"
NASIMI, SHAKI = "baku-nasimi", "shaki"
ACCEPTED, SENT = ClaimStatus.ACCEPTED, ClaimStatus.SENT
NONCE = {"nonce": "0f8fad5b-d9cb-469f-a165-70867728950e"}
Filed = dict[str, tuple[str, str]]


@pytest.fixture(scope="module")
async def applications(sessions: Sessions) -> Filed:
    """Let one person have filed four and be called to sign a fifth; a sixth is another's. Id and number by name."""
    async with sessions.begin() as db:
        await seed_reference(db)
    rows = {
        "draft": await filed(
            sessions, FIN, court_id=SHAKI, heading='=HYPERLINK("x")', receipt="700000000099", document="DYİ012345"
        ),
        "sent": await filed(sessions, FIN, number="ƏR-2026-000123", status=SENT, court_id=NASIMI, document=PASSPORT),
        "accepted": await filed(sessions, FIN, status=ACCEPTED, court_id=NASIMI, receipt="700000000017"),
        "older": await filed(sessions, FIN, status=ACCEPTED, court_id=SHAKI, heading="İcarə haqqı; Gəncə", fin=RASHAD),
        "to sign": await filed(sessions, RASHAD, status=ClaimStatus.PARTIALLY_SIGNED, court_id=NASIMI, signer=FIN),
        "another's": await filed(sessions, RASHAD, number="ƏR-2026-000777", status=SENT, receipt="700000000018"),
    }
    return {name: (row.id, row.number) for name, row in rows.items()}


@pytest.fixture(scope="module")
async def owner(sessions: Sessions, applications: Filed) -> AccountRow:
    assert len(applications) == 6
    return await an_account(sessions, fin=FIN)


@pytest.fixture
async def lale(court: Court, sessions: Sessions, owner: AccountRow) -> AsyncIterator[Court]:
    """Lalə, with an empty archive."""
    await court.sign_in(owner)
    yield court
    async with sessions.begin() as db:
        for row in await db.scalars(select(ArchivedClaimRow)):
            await db.delete(row)


def listed(page: Page, applications: Filed) -> list[str]:
    """Return the names of the applications of a list in its order."""
    names = {number: name for name, (_, number) in applications.items()}
    return [names[node.text_content()] for node in page.select("//tbody//th/a")]


async def search(visitor: Court, applications: Filed, **asked: str) -> list[str]:
    return listed(await visitor.get(f"/claims?{urlencode(asked)}"), applications)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"number": "er 2026 123"}, ["sent"]),
        ({"number": "000123"}, ["sent"]),
        ({"number": "ƏR-2026-000777"}, []),  # another's
        ({"receipt": "7000 0000 0017"}, ["accepted"]),
        ({"receipt": "700000000099"}, ["draft"]),  # not confirmed yet
        ({"receipt": "700000000018"}, []),  # another's
        ({"document": "dyi 012345"}, ["draft"]),
        ({"document": "DYİ-012345"}, ["draft"]),
        ({"document": "p1234567"}, ["sent"]),
        ({"fin": "2ab5e6f"}, ["to sign", "accepted", "sent", "draft"]),
        ({"fin": "7QM3C4D"}, ["to sign", "older"]),
        ({"court": "nesimi"}, ["to sign", "accepted", "sent"]),
        ({"court": "NƏSİMİ baki"}, ["to sign", "accepted", "sent"]),
        ({"court": "ŞEKİ rayon"}, ["older", "draft"]),
        ({"court": "shaki district"}, ["older", "draft"]),
        ({"court": "seki", "status": "draft"}, ["draft"]),
        ({"court": "%"}, []),
        ({"court": "nasimi", "receipt": "700000000017", "fin": KAMRAN, "number": "123"}, []),
        ({"voen": VOEN}, []),
        ({"status": "of no kind"}, ["to sign", "older", "accepted", "sent", "draft"]),
    ],
)
async def test_every_field_of_the_search_finds_whatever_the_diacritics(
    lale: Court, applications: Filed, asked: dict[str, str], found: list[str]
) -> None:
    assert await search(lale, applications, **asked) == found


@pytest.mark.parametrize(
    ("order", "first", "last"),
    [
        ("newest", "to sign", "draft"),
        ("oldest", "draft", "to sign"),
        ("number", "sent", "to sign"),
        ("last_number", "to sign", "sent"),
        ("court", "accepted", "older"),  # Bakı, Bakı, Bakı, Şəki, Şəki
        ("status", "draft", "older"),
    ],
)
async def test_the_list_is_sorted_as_the_address_says(
    lale: Court, applications: Filed, order: str, first: str, last: str
) -> None:
    names = await search(lale, applications, order=order)
    found = {names[0], names[-1]}
    if order == "court":
        assert set(names[:3]) == {"accepted", "sent", "to sign"}
    elif order == "status":
        assert (names[0], set(names[-2:])) == ("draft", {"accepted", "older"})
    else:
        assert (names[0], names[-1]) == (first, last), found


async def test_what_cannot_be_searched_for_is_said_beside_its_field(lale: Court) -> None:
    wrong = {"number": "abc", "fin": "12", "document": "x", "receipt": "!", "voen": "1234567890"}
    page = await lale.get(f"/claims?{urlencode(wrong)}", status=422)
    assert len(page.errors) == 5
    for name, typed in wrong.items():
        assert page.select(f"//input[@id='{name}'][@aria-describedby='{name}-error']/@value") == [typed]
    assert page.select("//tbody") == []
    assert "Axtarış aparılmadı: işarələnmiş xanaları düzəldin." in page.text
    assert page.title.startswith("Səhv:")


async def test_the_pages_of_a_search_keep_it_and_none_is_left_out(
    lale: Court, applications: Filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim_list, "PAGE_SIZE", 2)
    claim_rows.page_sql.cache_clear()
    monkeypatch.setattr(claim_rows, "PAGE_SIZE", 2)
    address, names = f"/claims?fin={KAMRAN}&order=oldest", []
    while address:
        page = await lale.get(address)
        assert "4 ərizə tapıldı" in page.text
        names += listed(page, applications)
        address = page.links.get("Növbəti", "")
    assert names == ["draft", "sent", "accepted", "to sign"]
    claim_rows.page_sql.cache_clear()


async def test_an_accepted_application_is_archived_for_its_reader_alone(
    lale: Court, applications: Filed, sessions: Sessions
) -> None:
    claim_id, _ = applications["accepted"]
    page = await lale.get(f"/claims/{claim_id}")
    for _ in range(2):
        archived = await lale.post(f"/claims/{claim_id}/archive", page.fields(f"/claims/{claim_id}/archive"))
    assert "Ərizə arxivləşdirildi." in archived.text
    assert "accepted" not in await search(lale, applications)
    assert await search(lale, applications, archive="yes") == ["accepted"]
    assert await search(lale, applications, archive="yes", court="seki") == []
    other = Court(lale.app, sessions)
    await other.sign_in(await an_account(sessions, fin=RASHAD))
    assert (await other.get("/claims?archive=yes")).h1 == "Arxivləşdirilmiş ərizələr"
    await other.client.aclose()
    for _ in range(2):
        await lale.post(f"/claims/{claim_id}/unarchive", NONCE)
    assert "accepted" in await search(lale, applications)
    assert "Arxivləşdirilmiş ərizəniz yoxdur." in (await lale.get("/claims?archive=yes")).text


async def test_only_what_was_accepted_goes_into_the_archive(lale: Court, applications: Filed) -> None:
    refused = await lale.post(f"/claims/{applications['sent'][0]}/archive", NONCE, status=409)
    assert "Yalnız qəbul edilmiş ərizə arxivləşdirilə bilər." in refused.text
    assert "Arxivləşdir" not in (await lale.get(f"/claims/{applications['sent'][0]}")).text
    another, _ = applications["another's"]
    for act in ("archive", "unarchive"):
        await lale.post(f"/claims/{another}/{act}", NONCE, status=404)


async def test_the_list_is_taken_out_as_csv_that_a_spreadsheet_reads_as_text(
    lale: Court, applications: Filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim_list, "AT_ONCE", 2)
    monkeypatch.setattr(claim_rows, "AT_ONCE", 2)  # in pieces of two
    claim_rows.export_sql.cache_clear()
    answer = await lale.client.get((await lale.get("/claims")).links["Bu siyahını yükləyin (CSV)"])
    claim_rows.export_sql.cache_clear()
    assert answer.content.startswith(b"\xef\xbb\xbf"), "by this mark Excel knows UTF-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="applications.csv"'
    heads, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert heads == ["Nömrə", "Başlıq", "Məhkəmə", "Status", "İşin nömrəsi", "Göndərilib", "Son dəyişiklik"]
    assert [row[0] for row in rows] == sorted(
        number for name, (_, number) in applications.items() if name != "another's"
    )
    by_number = {row[0]: row for row in rows}
    assert by_number[applications["draft"][1]][1:4] == ['\'=HYPERLINK("x")', "Şəki Rayon Məhkəməsi", "Qaralama"]
    assert by_number[applications["older"][1]][1] == "İcarə haqqı; Gəncə"
    narrowed = await lale.client.get("/claims?court=nesimi&export=csv")
    assert len(narrowed.text.splitlines()) == 1 + 3
    assert (await lale.client.get("/claims?fin=1&export=csv")).status_code == 422
