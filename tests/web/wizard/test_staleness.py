"""Two tabs, two devices: what was saved elsewhere stands beside what was typed, and nothing is overwritten unseen."""

from models.domain.parties import PartyRole
from tests.web.wizard.filer import KAMRAN, RESAD, Filer, details


async def test_texts_changed_in_two_tabs_are_shown_side_by_side(filer: Filer) -> None:
    await filer.open()
    stale = (await filer.court.get(filer.at("text"))).fields()
    await filer.save("text", heading="Birinci", body="Ortaq sətir\nBirinci mətn")
    typed = {**stale, "heading": "İkinci", "body": "Ortaq sətir\nİkinci mətn"}
    page = await filer.court.post(filer.at("text"), typed, status=409)
    assert "başqa pəncərədə" in page.text
    assert page.select("//table//mark/text()") == ["Birinci", "İkinci", "Birinci mətn", "İkinci mətn"]
    assert page.select("//textarea[@id='body']/text()")[0].strip().endswith("İkinci mətn")
    assert (await filer.draft()).heading == "Birinci"
    await filer.court.post(filer.at("text"), {**page.fields(), "go": "save"})
    assert (await filer.draft()).heading == "İkinci"


async def test_a_mistake_in_a_stale_form_does_not_make_it_fresh(filer: Filer) -> None:
    await filer.open()
    stale = (await filer.court.get(filer.at("text"))).fields()
    await filer.save("text", heading="Birinci", body="Birinci mətn")
    page = await filer.court.post(filer.at("text"), {**stale, "heading": "İkinci", "body": ""}, status=422)
    await filer.court.post(filer.at("text"), {**page.fields(), "body": "İkinci mətn"}, status=409)
    assert (await filer.draft()).heading == "Birinci"


async def test_what_was_changed_on_another_page_is_no_conflict(filer: Filer) -> None:
    await filer.open()
    shown = (await filer.court.get(filer.at("text"))).fields()
    await filer.add_myself()
    await filer.court.post(filer.at("text"), {**shown, "heading": "Borc", "body": "Mətn", "go": "save"})
    assert (await filer.draft()).heading == "Borc"


async def test_courts_and_parties_are_compared_too(filer: Filer) -> None:
    await filer.open()
    shown = (await filer.court.get(filer.at("court"))).fields()
    await filer.save("court", court="baku-nasimi", kind="small_claim")
    page = await filer.court.post(filer.at("court"), {**shown, "kind": "court_order", "go": "save"}, status=409)
    assert "Kiçik mübahisələr üzrə iddia ərizəsi" in page.text
    await filer.add("defendant", details(KAMRAN if filer.person != KAMRAN else RESAD))
    path = f"parties/{(await filer.parties())[0].id}/address"
    first, second = [(await filer.court.get(filer.at(path))).fields() for _ in range(2)]
    await filer.court.post(filer.at(path), {**first, "address": "Gəncə şəhəri"})
    page = await filer.court.post(filer.at(path), {**second, "address": "Şəki şəhəri"}, status=409)
    assert page.select("//table//mark/text()") == ["Gəncə şəhəri", "Şəki şəhəri"]
    (row,) = await filer.parties()
    assert (row.role, row.address) == (PartyRole.DEFENDANT, "Gəncə şəhəri")


async def test_a_text_is_saved_while_it_is_typed_and_never_over_another(filer: Filer) -> None:
    await filer.open()
    shown = (await filer.court.get(filer.at("text"))).fields()
    typed = {**shown, "heading": "Borcun", "body": ""}
    first = await filer.court.send(filer.at("text/unfinished"), typed)
    assert (first.status_code, (await filer.draft()).heading) == (200, "Borcun")
    assert first.json()["said"].startswith("Qaralama saxlanılıb")
    told = {name: first.json()[name] for name in ("version", "seen")}
    on = await filer.court.send(filer.at("text/unfinished"), {**typed, **told, "heading": "Borcun tutulması"})
    assert on.status_code == 200
    late = await filer.court.send(filer.at("text/unfinished"), {**typed, "heading": "Başqa"})
    assert (late.status_code, (await filer.draft()).heading) == (409, "Borcun tutulması")
    last = {name: on.json()[name] for name in ("version", "seen")}
    await filer.court.post(filer.at("text"), {**typed, **last, "heading": "Borc", "body": "Mətn", "go": "save"})
    assert (await filer.draft()).body == "Mətn"
