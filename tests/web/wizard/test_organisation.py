"""Filing for an organisation: "Özüm" adds it, and the person beside it as its legal representative (CLM-3)."""

from urllib.parse import urlsplit

from models.db import Sessions
from models.domain.parties import PartyRole, PersonType
from models.tables.capacities import CapacityRow
from models.tables.claims import ClaimRow
from simulators.people import DEMO, ORGANISATIONS
from tests.builders import COURT
from tests.web.court import Court
from tests.web.wizard.filer import signed_in
from web.sessions import now

TURAL = DEMO[4]
FIRM = next(each for each in ORGANISATIONS if each.director_fin == TURAL.fin and not each.is_entrepreneur)


async def test_who_acts_for_an_organisation_adds_it_and_himself_as_its_legal_representative(
    court: Court, sessions: Sessions
) -> None:
    filer = await signed_in(court, sessions, TURAL)
    async with sessions.begin() as session:
        row = CapacityRow(
            account_id=filer.account.id, position=1, voen=FIRM.voen, organisation=FIRM.name, began_at=now()
        )
        row.address, row.by_register = FIRM.address, True
        session.add(row)
    shown = await court.get("/claims/new?as=1")
    typed = {**shown.fields(), "court": COURT, "kind": "claim", "go": "next"}
    begun = await court.post("/claims/new?as=1", typed)
    filer.claim_id = urlsplit(begun.address).path.split("/")[2]
    await filer.save("court/category", category="contract.loan")
    asked = await court.get(filer.at("parties/new?role=claimant&person=self"))
    assert (FIRM.name in asked.text, FIRM.voen in asked.text, FIRM.address in asked.text) == (True, True, True)
    assert "Məmmədzadə Tural təşkilatın yanında onun qanuni nümayəndəsi kimi göstəriləcək." in asked.text
    for _ in range(2):  # the button pressed twice
        await filer.add_myself()
    firm, person = await filer.parties()
    assert (firm.person, firm.role, firm.is_filer) == (PersonType.LEGAL_ENTITY, PartyRole.CLAIMANT, True)
    assert (firm.voen, firm.name, firm.address, firm.fin) == (FIRM.voen, FIRM.name, FIRM.address, TURAL.fin)
    assert (person.role, person.is_filer) == (PartyRole.LEGAL_REPRESENTATIVE, False)
    assert (person.fin, person.document, person.surname) == (TURAL.fin, TURAL.document, TURAL.surname)
    async with sessions() as session:
        claim = await session.get_one(ClaimRow, filer.claim_id)
    assert (claim.filer_fin, claim.voen) == (TURAL.fin, FIRM.voen)


async def test_a_form_whose_address_says_no_name_acts_in_the_persons_own(court: Court, sessions: Sessions) -> None:
    filer = await signed_in(court, sessions, TURAL)
    await court.post("/capacity", {"position": "1"})
    await filer.open()  # as a page would send it that was opened before there was anything to choose
    async with sessions() as session:
        assert (await session.get_one(ClaimRow, filer.claim_id)).voen == ""
