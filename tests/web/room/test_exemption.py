"""A clerk decides on the ground of exemption with the filing (FEE-3), and the filer reads why it was not recognised."""

from models.domain.claim_status import ClaimStatus
from simulators.people import DEMO
from tests.web.room.hall import Hall

LALE = DEMO[0]
WHY = "Tələb alimentə aid deyil, borc müqaviləsindən irəli gəlir."


async def test_no_filing_is_accepted_before_its_exemption_is_recognised(hall: Hall) -> None:
    claim_id = await hall.sent(LALE, exempt=True)
    clerk = await hall.clerk()
    assert "Tanınıb-tanınmadığını qərarla birlikdə bildirin." in (await clerk.get(f"/clerk/{claim_id}")).text
    asked = await clerk.get(f"/clerk/{claim_id}/accept")
    assert "Alimentin tutulması haqqında iddia üzrə iddiaçı" in asked.text
    form = asked.fields()
    refused = await clerk.post(f"/clerk/{claim_id}/accept", form, status=409)
    assert refused.errors == ["Ərizəçi rüsumdan azadolma əsası göstərib: tanınıb-tanınmadığını bildirin."]
    await clerk.post(f"/clerk/{claim_id}/accept", {**form, "exemption": "perhaps"}, status=422)
    await clerk.post(f"/clerk/{claim_id}/accept", {**form, "exemption": "recognised"})
    assert await hall.status(claim_id) is ClaimStatus.ACCEPTED
    assert "Məhkəmə azadolmanı tanıyıb." in (await (await hall.person(LALE)).get(f"/claims/{claim_id}")).text


async def test_an_exemption_that_is_not_recognised_leads_to_the_return_for_the_missing_fee(hall: Hall) -> None:
    claim_id = await hall.sent(LALE, exempt=True)
    clerk = await hall.clerk()
    form = (await clerk.get(f"/clerk/{claim_id}/accept")).fields()
    back = await clerk.post(f"/clerk/{claim_id}/accept", {**form, "exemption": "not_recognised"})
    assert back.select("//input[@name='ground'][@checked]/@value") == ["fee"]
    given = {**back.fields(), "ground": "fee", "text": "Dövlət rüsumu ödənilməlidir."}
    undecided = await clerk.post(f"/clerk/{claim_id}/return", given, status=409)
    assert "tanınıb-tanınmadığını bildirin" in undecided.text
    del given["ground"]
    await clerk.post(f"/clerk/{claim_id}/return", {**given, "exemption_refused": WHY})
    assert await hall.status(claim_id) is ClaimStatus.RETURNED
    page = await (await hall.person(LALE)).get(f"/claims/{claim_id}")
    assert f"Məhkəmə azadolmanı tanımayıb: {WHY}" in page.text
    assert "MPM 152.1.5" in page.text
