"""The value of a claim is worked out by the rules of the law, demand by demand."""

from decimal import Decimal

from simulators.people import DEMO, PEOPLE
from tests.web.wizard.filer import Filer, details


async def test_demands_are_valued_each_by_its_rule_and_added_up(filer: Filer) -> None:
    await filer.open()
    await filer.save("value", rule="alimony", amount="250,50")
    page = await filer.save("value", rule="lease_end", amount="100", status=422)
    assert page.errors == ["Neçə ay üçün olduğunu yazın."]
    page = await filer.save("value", rule="lease_end", amount="100", months="48")
    assert "6.606,00" in page.text
    assert (await filer.draft()).value == Decimal("6606.00")
    assert (await filer.court.get(filer.at("fee"))).fields()["value"] == "6606.00"
    stale = {"place": "0", "version": "1"}
    await filer.court.post(filer.at("value/remove"), stale)
    assert len((await filer.draft()).demands) == 2, "a stale list takes nothing out"
    await filer.court.post(filer.at("value/remove"), {"place": "0", "version": await filer.version()})
    assert (await filer.draft()).value == Decimal(3600)


async def test_who_files_a_commercial_claim_must_have_a_cabinet(filer: Filer) -> None:
    await filer.open("commercial_claim", "baku-commercial")
    await filer.add_myself()
    other = next(person for person in PEOPLE[len(DEMO) :] if person.document.startswith("A"))
    await filer.add("claimant", {**details(other), "signing": "power_of_attorney"})
    page = await filer.court.get(filer.at("parties"))
    assert f"Hələ elektron kabineti yoxdur: {other.surname} {other.name}" in page.text
    assert "onlardan birinin kabineti yoxdur" in (await filer.court.get(filer.at("check"))).text
