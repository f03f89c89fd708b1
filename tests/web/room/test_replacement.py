"""The filer names another person to sign for an organisation; for a claimant himself nobody else can sign."""

from simulators.people import DEMO
from tests.builders import Firm
from tests.web.room.hall import Hall

LALE, RESAD, KAMRAN = DEMO[:3]
TURAL, GIORGI = DEMO[4:6]
FIRM = Firm(TURAL.fin, "1499001221", "“Qobustan Tikinti” MMC")


async def test_the_filer_names_another_person_and_both_are_told(hall: Hall) -> None:
    lale, tural, giorgi = [await hall.person(who) for who in (LALE, TURAL, GIORGI)]
    claim_id = await hall.confirmed(LALE, RESAD, firm=FIRM)
    room = await lale.get(f"/claims/{claim_id}/sign")
    ways = [address for text, address in room.links.items() if text.startswith("Başqa şəxsi göstər")]
    assert ways == [f"/claims/{claim_id}/signers/2/replace"], "for the organisation, and for no claimant"
    page = await lale.get(ways[0])
    assert FIRM.name in page.text
    page = await lale.post(ways[0], {**page.fields(ways[0]), "fin": "7KE3M9"}, status=422)
    assert page.errors == ["FİN yeddi simvoldan ibarətdir: rəqəmlər və I, O istisna olmaqla latın hərfləri."]
    page = await lale.post(ways[0], {**page.fields(ways[0]), "fin": KAMRAN.fin}, status=422)
    assert "Bu şəxs təşkilatı təmsil etmir." in page.errors[0]
    await hall.stands_for(GIORGI, FIRM.voen, organisation=FIRM.name)
    page = await lale.post(ways[0], {**page.fields(ways[0]), "fin": GIORGI.fin.lower()})
    assert "Ərizəni başqa şəxs imzalayacaq. Hər ikisinə məlumat verildi." in page.root.text_content()
    assert "Başqa şəxsin əvəzinə imzalayır:" in page.text
    number = (await hall.row(claim_id)).number
    assert (
        f"{number} nömrəli ərizəni təşkilatın adından sizin əvəzinizə başqa şəxs imzalayacaq."
        in (await tural.get("/notifications")).text
    )
    await tural.get(f"/claims/{claim_id}/sign", status=404)
    assert number in (await giorgi.get("/notifications")).text
    for visitor, who in ((lale, LALE), (await hall.person(RESAD), RESAD), (giorgi, GIORGI)):
        room = await hall.sign(visitor, claim_id, who)
    assert room.h1 == "Ərizə göndərildi"


async def test_only_the_filer_and_only_before_the_first_signature(hall: Hall) -> None:
    claim_id = await hall.confirmed(LALE, firm=FIRM)
    lale, tural = await hall.person(LALE), await hall.person(TURAL)
    way = f"/claims/{claim_id}/signers/1/replace"
    await tural.get(way, status=404)
    form = (await lale.get(way)).fields(way)
    await hall.sign(lale, claim_id, LALE)
    assert (await lale.get(way)).address.endswith(f"/claims/{claim_id}/sign")
    page = await lale.post(way, {**form, "fin": GIORGI.fin}, status=422)
    assert page.errors == ["Ərizənin vəziyyəti bu müddətdə dəyişib: bu addım artıq mümkün deyil."]
