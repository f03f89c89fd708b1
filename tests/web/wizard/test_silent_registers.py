"""A register that does not answer is asked again by the claim; nobody misses a term because of it (CLM-5)."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col
from temporalio.testing import WorkflowEnvironment

from activities.documents.claim_pages import claim_document_of
from models.domain.claim_status import ClaimStatus
from models.domain.parties import WAITING, Party, PartyRole, PersonType
from models.domain.party_parts import PartyPart
from models.messages import ids
from models.tables.claims import ClaimSignerRow, FrozenContentRow
from tests.builders import at
from tests.outside import Simulator
from tests.web.court import an_account
from tests.web.wizard.filer import KAMRAN, LALE, RESAD, Filer, details
from web.forms.parties import PartyForm, party_from


async def test_a_register_that_is_down_is_asked_again_by_the_claim_and_the_filer_told(
    filer: Filer, registers: Simulator, temporal: WorkflowEnvironment
) -> None:
    await filer.open()
    other = KAMRAN if filer.person != KAMRAN else RESAD
    registers.told("/sim/script", register_name="population", down=True)
    page = await filer.add("defendant", details(other))
    assert "Reyestr hələ cavab verməyib" in page.text
    (row,) = await filer.parties()
    assert (row.surname, row.fin, row.register_remark) == (other.surname, "", WAITING), "what was typed is kept"
    page = await filer.court.post(filer.at(f"parties/{row.id}/check"))
    assert "Reyestr hələ cavab verməyib" in page.text
    registers.told("/sim/script")
    await looked_at(filer, temporal)
    (row,) = await filer.parties()
    assert (row.fin, row.register_remark) == (other.fin, "")
    assert "uyğundur" in (await filer.court.get("/notifications")).text


async def test_on_a_terms_last_day_a_silent_register_stops_nobody_from_filing(
    filer: Filer, registers: Simulator, temporal: WorkflowEnvironment
) -> None:
    registers.told("/sim/script", down=True)
    await filer.whole()
    himself, other = await filer.parties()
    assert (himself.fin, himself.document, himself.register_remark) == (filer.person.fin, "", WAITING)
    assert other.register_remark == WAITING
    page = await filer.court.get(filer.at("check"))
    assert "Dövlət reyestri cavab vermir" in page.text
    assert f"{other.surname} {other.name}" in page.text
    page = await filer.court.post(filer.at("confirm"), page.fields(filer.at("confirm")))
    assert page.address.endswith("/sign")
    assert await filer.status() is ClaimStatus.CONFIRMED
    async with filer.sessions() as session:
        frozen = await session.scalars(select(FrozenContentRow).where(col(FrozenContentRow.claim_id) == filer.claim_id))
        printed = await claim_document_of(session, frozen.one().content, base_url="", at=at())
    said = "20.11.2026 tarixinə dövlət reyestrindən cavab alınmayıb"
    assert printed.defendants[0].rows[-1] == ("Reyestr yoxlaması", said)
    registers.told("/sim/script")
    await looked_at(filer, temporal)
    himself, other = await filer.parties()
    assert (himself.document, himself.register_remark, other.register_remark) == (filer.person.document, "", "")
    page = await filer.court.get(f"/claims/{filer.claim_id}")
    assert "Reyestrə uyğundur." in page.text
    assert "Cavab verməmiş reyestr tərəf barədə cavab verdi" in page.text


async def test_who_signs_beside_the_filer_is_called_by_the_fin_that_the_filer_types(
    filer: Filer, registers: Simulator
) -> None:
    await filer.whole()
    registers.told("/sim/script", register_name="population", down=True)
    there = {row.fin for row in await filer.parties()}
    third = next(one for one in (LALE, RESAD, KAMRAN) if one.fin not in there)
    page = await filer.add("claimant", details(third, signing="signs_himself"))
    co_claimant = (await filer.parties())[-1].id
    assert page.address.endswith(f"/parties/{co_claimant}/signer")
    assert "etibarnamə təqdim edin" in page.text
    assert not (await filer.court.get(filer.at("check"))).select("//form[contains(@action, '/confirm')]")
    path = f"parties/{co_claimant}/signer"
    own = await filer.save(path, fin=filer.person.fin, status=422)
    assert own.errors == ["Bu sizin öz FİN-inizdir: bu tərəfi çıxarın və özünüzü əlavə edin («Özüm»)."]
    stranger = await an_account(filer.sessions, fin="7YABANC", surname="Yabançı", name="Kimsə")
    assert stranger.fin is not None
    wrong = await filer.save(path, fin=stranger.fin, status=422)
    assert wrong.errors == ["Bu FİN üzrə kabinet başqa ad və soyadlı şəxsə məxsusdur."]
    await filer.save(path, fin=third.fin.lower())
    page = await filer.court.get(filer.at("check"))
    page = await filer.court.post(filer.at("confirm"), page.fields(filer.at("confirm")))
    assert page.address.endswith("/sign")
    async with filer.sessions() as session:
        query = select(col(ClaimSignerRow.fin)).where(col(ClaimSignerRow.claim_id) == filer.claim_id)
        called = list(await session.scalars(query.order_by(col(ClaimSignerRow.position))))
    assert called == [filer.person.fin, third.fin]


async def test_once_the_register_has_told_whom_to_call_nobody_is_asked(filer: Filer, registers: Simulator) -> None:
    await filer.open()
    other = KAMRAN if filer.person != KAMRAN else RESAD
    registers.told("/sim/script", register_name="population", down=True)
    page = await filer.add("claimant", details(other, signing="signs_himself"))
    registers.told("/sim/script")
    (row,) = await filer.parties()
    await filer.court.post(filer.at(f"parties/{row.id}/check"))
    after = await filer.court.post(filer.at(f"parties/{row.id}/signer"), {**page.fields(), "fin": LALE.fin})
    assert after.address.endswith("/parties")
    (row,) = await filer.parties()
    assert (row.fin, row.register_remark) == (other.fin, "")


@pytest.mark.parametrize("role", [PartyRole.CLAIMANT, PartyRole.DEFENDANT])
def test_who_is_typed_anew_is_not_called_by_the_fin_of_who_stood_there_before(role: PartyRole) -> None:
    before = Party(role, PersonType.NATURAL_PERSON, fin=LALE.fin, document=LALE.document, register_remark=WAITING)
    typed = PartyForm(document=RESAD.document, surname=RESAD.surname, name=RESAD.name)
    assert party_from(typed, before, PartyPart.IDENTITY).fin == ""


async def test_what_the_register_says_later_against_a_party_is_told_and_must_be_mended(
    filer: Filer, registers: Simulator, temporal: WorkflowEnvironment
) -> None:
    await filer.open()
    other = KAMRAN if filer.person != KAMRAN else RESAD
    registers.told("/sim/script", register_name="population", down=True)
    await filer.add("defendant", details(other, surname="Başqası"))
    registers.told("/sim/script")
    await looked_at(filer, temporal)
    page = await filer.court.get(filer.at("parties"))
    assert "Soyadı bu sənədə uyğun gəlmir." in page.text
    assert other.surname not in page.text
    (row,) = await filer.parties()
    await filer.save(f"parties/{row.id}/identity", surname=other.surname)
    assert [row.register_remark for row in await filer.parties()] == [""]


async def looked_at(filer: Filer, temporal: WorkflowEnvironment) -> None:
    """Let time pass until the claim's own workflow has asked the registers again."""
    handle = temporal.client.get_workflow_handle(ids.claim_workflow(filer.claim_id))
    await temporal.fast_forward(handle, timedelta(minutes=6))
