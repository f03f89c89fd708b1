"""Each step keeps what was typed, names what is wrong, and belongs to its filer alone."""

from urllib.parse import urlsplit

from models.domain.applications import ApplicationKind
from models.domain.parties import PartyRole
from simulators.people import DEMO, ORGANISATIONS
from tests.web.court import Court
from tests.web.wizard.filer import KAMRAN, LALE, REACHED, RESAD, Filer, details, signed_in

GIORGI = DEMO[5]


async def test_the_court_is_asked_only_for_what_it_hears(filer: Filer) -> None:
    fields = (await filer.court.get("/claims/new")).fields()
    wrong = {**fields, "court": "baku-nasimi", "kind": "commercial_claim"}
    page = await filer.court.post("/claims/new", wrong, status=422)
    assert page.errors == ["Bu məhkəmə bu növ ərizələrə baxmır."]
    assert page.select("//option[@selected]/@value") == ["baku-nasimi"]
    page = await filer.court.post("/claims/new", fields, status=422)
    assert page.errors == ["Məhkəməni seçin", "Müraciətin növünü seçin"]


async def test_another_kind_takes_a_category_back_that_it_does_not_know(filer: Filer) -> None:
    await filer.open()
    await filer.save("court/category", category="contract.pledge")
    page = await filer.save("court/category", category="alimony.x", status=422)
    assert page.errors == ["Bu məhkəmə bu növ müraciət üzrə həmin kateqoriyaya baxmır."]
    await filer.save("court", court="baku-nasimi", kind="court_order")
    draft = await filer.draft()
    assert (draft.kind, draft.category_id) == (ApplicationKind.COURT_ORDER, "")


async def test_somebody_elses_draft_does_not_exist(filer: Filer, court: Court) -> None:
    await filer.open()
    await signed_in(court, filer.sessions, RESAD if filer.person != RESAD else LALE)
    for path in ("tasks", "court", "court/category", "parties", "parties/new", "documents", "text", "fee", "fee/way",
                 "check", "delete", "preview.pdf"):  # fmt: skip
        await court.get(filer.at(path), status=404)
    await court.post(filer.at("text"), {"heading": "a", "body": "b", "version": "1"}, status=404)


async def test_a_mismatch_names_the_field_and_never_the_right_value(filer: Filer) -> None:
    await filer.open()
    page = await filer.add("defendant", details(KAMRAN, surname="Əliyev"), status=422)
    assert page.errors == ["Soyadı bu sənədə uyğun gəlmir."]
    assert KAMRAN.surname not in page.text
    page = await filer.add("defendant", details(KAMRAN, document="AA0000001"), status=422)
    assert page.errors == ["Əhali reyestrində bu seriya və nömrəli sənəd yoxdur."]
    assert await filer.parties() == []


async def test_a_person_of_the_register_is_added_once_and_his_fin_taken_from_it(filer: Filer) -> None:
    await filer.open()
    path = filer.at("parties/new?role=defendant&person=natural_person")
    shown = (await filer.court.get(path)).fields()
    other = KAMRAN if filer.person != KAMRAN else RESAD
    typed = {**shown, **details(other)}
    for _ in range(2):
        page = await filer.court.post(path, typed)
    assert other.surname in page.text
    rows = await filer.parties()
    assert [(row.role, row.fin, row.phone, row.postal_index) for row in rows] == [
        (PartyRole.DEFENDANT, other.fin, "+994501112203", "AZ5000")
    ]
    await filer.court.post(filer.at(f"parties/{rows[0].id}/remove"))
    await filer.court.post(filer.at(f"parties/{rows[0].id}/remove"))
    assert await filer.parties() == []


async def test_a_party_is_described_page_by_page_and_never_asked_twice(filer: Filer) -> None:
    await filer.open()
    other = KAMRAN if filer.person != KAMRAN else RESAD
    typed = details(other)
    path, titles = filer.at("parties/new?role=defendant&person=natural_person"), []
    for fields in (("document", "surname", "name"), ("phone",), ("address", "postal_index")):
        page = await filer.court.get(path)
        titles.append(page.h1)
        unknown = {"unknown": "email"} if "phone" in fields else {}
        page = await filer.court.post(path, {**page.fields(), **{name: typed[name] for name in fields}, **unknown})
        path = urlsplit(page.address).path
    assert [title.split()[-1] for title in titles] == ["olduğu", "poçt", "ünvan"]
    assert path == filer.at("parties")
    (row,) = await filer.parties()
    assert (row.fin, row.email, row.register_remark) == (other.fin, "yoxdur@gmail.com", "")
    answers = await filer.court.get(filer.at(f"parties/{row.id}"))
    assert "məlum deyil" in answers.text, "a placeholder is shown as what it means"
    assert "yoxdur" not in answers.text


async def test_a_permit_and_an_entrepreneurs_number_belong_to_their_own_types(filer: Filer) -> None:
    await filer.open()
    page = await filer.add("defendant", details(GIORGI), status=422)
    assert "yaşayış icazəsidir" in page.errors[0]
    await filer.add("defendant", details(GIORGI), "resident")
    trader = next(one for one in ORGANISATIONS if one.active and one.is_entrepreneur)
    page = await filer.add("third_person", {**REACHED, "voen": trader.voen}, "legal_entity", status=422)
    assert "sahibkara məxsusdur" in page.errors[0]
    await filer.add("third_person", {**REACHED, "voen": trader.voen}, "entrepreneur")
    assert [(row.fin, row.name) for row in await filer.parties()] == [(GIORGI.fin, GIORGI.name), ("", trader.name)]


async def test_a_lawyer_is_a_natural_person(filer: Filer) -> None:
    await filer.open()
    page = await filer.court.get(filer.at("parties/new?role=lawyer"))
    offered = page.select("//input[@name='person']/@value")
    assert offered == ["self", "natural_person", "resident", "non_resident"]
    await filer.court.post(filer.at("parties/new?role=lawyer&person=legal_entity"), {"nonce": "1"}, status=404)


async def test_an_organisation_gets_its_name_from_the_tax_register(filer: Filer) -> None:
    await filer.open()
    firm = next(one for one in ORGANISATIONS if one.active)
    closed = next(one for one in ORGANISATIONS if not one.active)
    reached = {
        key: value for key, value in details(KAMRAN).items() if key in {"phone", "email", "address", "postal_index"}
    }
    page = await filer.add("defendant", {**reached, "voen": closed.voen}, "legal_entity", status=422)
    assert page.errors == ["Bu VÖEN üzrə təşkilatın fəaliyyətinə xitam verilib."]
    page = await filer.add("defendant", {**reached, "voen": firm.voen}, "legal_entity")
    assert firm.name in page.text


async def test_a_foreigners_unknown_details_are_written_as_the_manual_says(filer: Filer) -> None:
    await filer.open()
    unknown = ["voen", "phone", "email", "address", "postal_index"]
    await filer.add("defendant", {"name": "Anatolia Ticaret", "unknown": unknown}, "foreign_legal_entity")
    row = (await filer.parties())[0]
    assert (row.voen, row.email, row.address) == ("yoxdur", "yoxdur@gmail.com", "yoxdur")


async def test_a_co_claimant_says_how_he_takes_part(filer: Filer) -> None:
    await filer.open()
    await filer.add_myself()
    other = RESAD if filer.person != RESAD else LALE
    page = await filer.add("claimant", details(other))
    assert page.h1.endswith("İmzalama növü"), "what is not answered yet is asked on the next page"
    page = await filer.court.post(urlsplit(page.address).path, page.fields(), status=422)
    assert page.errors == ["İmzalama növünü seçin: etibarnamə təqdim edilir və ya iddiaçı özü imzalayacaq."]
    page = await filer.court.post(urlsplit(page.address).path, {**page.fields(), "signing": "power_of_attorney"})
    assert "Etibarnamə təqdim edilir" in page.text
    assert "Sənədlər arasında etibarnamə olmalıdır." in (await filer.court.get(filer.at("check"))).text
    page = await filer.add("claimant", {**details(filer.person), "signing": "signs_himself"}, status=422)
    assert page.errors == ["Bu sizin öz sənədinizdir: geri qayıdıb «Özüm» seçin."]


async def test_an_incomplete_profile_is_said_before_adding_oneself(filer: Filer) -> None:
    await filer.open()
    async with filer.sessions.begin() as session:
        account = await session.merge(filer.account)
        account.phone = ""
    page = await filer.court.get(filer.at("parties/new?role=claimant&person=self"))
    assert "Şəxsi məlumatları tamamlayın" in page.links
    async with filer.sessions.begin() as session:
        account = await session.merge(filer.account)
        account.phone = "+994501112201"


async def test_letters_that_cannot_be_printed_are_named(filer: Filer) -> None:
    await filer.open()
    page = await filer.save("text", heading="Borc 🙂", body="Mətn", status=422)
    assert page.errors == ["Bu işarələri məhkəmə sənədində çap etmək mümkün deyil: 🙂"]
    page = await filer.save("text", heading="Borc", body="Mətn", interim="yes", interim_measures="", status=422)
    assert page.errors == ["İddianın necə və nə üçün təmin edilməli olduğunu yazın və ya işarəni götürün"]


async def test_a_party_is_added_one_question_a_page(filer: Filer) -> None:
    await filer.open()
    page = await filer.court.get(filer.at("parties/new"))
    assert page.h1 == "Tərəf növü"
    page = await filer.court.get(filer.at("parties/new?asked=role"))
    assert page.errors == ["Tərəf növünü seçin."]
    page = await filer.court.get(filer.at("parties/new?role=claimant"))
    assert page.h1 == "İddiaçı: Şəxs növü"
    assert page.select("//input[@name='person']/@value")[0] == "self", "Özüm comes first"
    await filer.add_myself()
    await filer.add_myself()
    assert [row.is_filer for row in await filer.parties()] == [True]
    page = await filer.court.get(filer.at("parties/new?role=claimant"))
    assert "self" not in page.select("//input[@name='person']/@value")


async def test_changing_a_party_asks_the_registers_again(filer: Filer) -> None:
    await filer.open()
    other = KAMRAN if filer.person != KAMRAN else RESAD
    await filer.add("defendant", details(other))
    path = f"parties/{(await filer.parties())[0].id}"
    page = await filer.save(f"{path}/identity", name="Başqa", status=422)
    assert page.errors == ["Adı bu sənədə uyğun gəlmir."]
    await filer.save(f"{path}/address", address="Bakı şəhəri, Nizami küçəsi 1")
    assert "Nizami küçəsi 1" in (await filer.court.get(filer.at(path))).text
    assert (await filer.parties())[0].address == "Bakı şəhəri, Nizami küçəsi 1"
