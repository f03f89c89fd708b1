"""Registers: found, not found and not reachable are three things, and every inquiry leaves its legal ground behind."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace

import httpx2
import pytest

from activities.adapters.registers_http import HttpPopulationRegister, HttpTaxRegister
from models.ports import OutsideRefusedError, OutsideUnavailableError
from models.register_ports import SoughtPerson
from simulators.people import DEMO, ORGANISATIONS, Person
from tests.outside import Simulator, simulator

GROUND = "MPM-in 149-cu maddəsi; ərizə № 7"
NAMELESS = "0000000"


@dataclass(frozen=True)
class Desk:
    simulator: Simulator
    population: HttpPopulationRegister
    tax: HttpTaxRegister


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("registers", tmp_path_factory.mktemp("registers"), "--token", "t0ken") as running:
        yield running


@pytest.fixture
async def desk(registers: Simulator) -> AsyncIterator[Desk]:
    registers.told("/sim/script")
    async with httpx2.AsyncClient() as http:
        yield Desk(
            registers,
            HttpPopulationRegister(http, f"{registers.url}/population", "t0ken"),
            HttpTaxRegister(http, f"{registers.url}/tax", "t0ken"),
        )


@pytest.mark.parametrize("person", DEMO, ids=lambda person: person.document)
async def test_a_person_is_found_by_document_and_by_fin(desk: Desk, person: Person) -> None:
    found = await desk.population.by_document(person.document, ground=GROUND)
    assert found is not None
    assert (found.fin, found.surname, found.name, found.patronymic) == (
        person.fin,
        person.surname,
        person.name,
        person.patronymic,
    )
    assert (found.birth_date, found.address) == (person.birth_date, person.address)
    assert await desk.population.by_fin(person.fin, ground=GROUND) == found


async def test_every_organisation_is_found_by_its_voen(desk: Desk) -> None:
    for organisation in ORGANISATIONS[:6]:
        found = await desk.tax.by_voen(organisation.voen, ground=GROUND)
        assert found is not None
        assert (found.name, found.active, found.is_entrepreneur) == (
            organisation.name,
            organisation.active,
            organisation.is_entrepreneur,
        )


async def test_nobody_is_an_answer(desk: Desk) -> None:
    assert await desk.population.by_fin(NAMELESS, ground=GROUND) is None
    assert await desk.population.by_document("AA0000000", ground=GROUND) is None
    assert await desk.tax.by_voen("0000000000", ground=GROUND) is None


async def test_a_register_can_be_silent_about_one_person_alone(desk: Desk) -> None:
    waited_for, other = DEMO[0].document, DEMO[1].document
    about = {"register_name": "population", "number": waited_for}
    desk.simulator.told("/sim/script", **about, down=True)
    with pytest.raises(OutsideUnavailableError):
        await desk.population.by_document(waited_for, ground=GROUND)
    assert await desk.population.by_document(other, ground=GROUND) is not None
    desk.simulator.told("/sim/script", **about)
    assert await desk.population.by_document(waited_for, ground=GROUND) is not None


async def test_each_inquiry_is_logged_with_its_ground(desk: Desk) -> None:
    await desk.population.by_fin("ZZZZZZ9", ground=GROUND)
    (line,) = desk.simulator.shown("/sim/log", value="ZZZZZZ9")
    assert (line["register_name"], line["by"], line["ground"], line["found"]) == ("population", "fin", GROUND, False)
    assert GROUND in httpx2.get(f"{desk.simulator.url}/log").text


async def test_without_a_ground_nothing_is_asked(desk: Desk) -> None:
    with pytest.raises(OutsideRefusedError, match="LEGAL_GROUND_MISSING"):
        await desk.population.by_fin(DEMO[0].fin, ground=" ")
    async with httpx2.AsyncClient(headers={"Authorization": "Bearer t0ken"}) as http:
        answer = await http.get(f"{desk.simulator.url}/population/by-fin", params={"fin": DEMO[0].fin})
    assert (answer.status_code, answer.json()["error"]) == (400, "legal_ground_missing")


async def test_one_register_down_leaves_the_other_up(desk: Desk) -> None:
    desk.simulator.told("/sim/script", register_name="tax", down=True)
    with pytest.raises(OutsideUnavailableError):
        await desk.tax.by_voen(ORGANISATIONS[0].voen, ground=GROUND)
    assert await desk.population.by_fin(DEMO[0].fin, ground=GROUND)


async def test_a_slow_register_is_not_waited_for_for_ever(desk: Desk) -> None:
    desk.simulator.told("/sim/script", register_name="population", slow_seconds=5)
    hasty = replace(desk.population, wait_seconds=0.2)
    with pytest.raises(OutsideUnavailableError, match="ReadTimeout"):
        await hasty.by_fin(DEMO[0].fin, ground=GROUND)


async def test_a_wrong_token_or_address_is_not_taken_for_nobody(desk: Desk) -> None:
    with pytest.raises(OutsideRefusedError, match="401"):
        await replace(desk.population, token="stolen").by_fin(DEMO[0].fin, ground=GROUND)
    with pytest.raises(OutsideRefusedError, match="404"):
        await replace(desk.tax, base_url=f"{desk.simulator.url}/wrong").by_voen("1", ground=GROUND)


async def test_people_are_found_on_the_page_whatever_their_letters(desk: Desk) -> None:
    async with httpx2.AsyncClient(base_url=desk.simulator.url) as reader:
        assert "2RQ8S1D" in (await reader.get("/", params={"q": "QULİYEV rəşad"})).text
        assert "2RQ8S1D" in (await reader.get("/", params={"q": "quliyev resad"})).text
        switched = await reader.post("/switch", data={"register_name": "tax", "down": "true"})
        assert switched.status_code == 303
        assert "işləmir" in (await reader.get("/")).text


def described(person: Person, **other: str) -> SoughtPerson:
    sought = SoughtPerson(person.surname, person.name, person.patronymic, person.birth_date)
    return replace(sought, **other)  # type: ignore[arg-type]  # names only


async def test_a_person_is_found_by_name_and_birth_whatever_the_case_of_letters(desk: Desk) -> None:
    lale = DEMO[0]
    (found,) = await desk.population.by_name(described(lale), ground=GROUND)
    assert (found.fin, found.document) == (lale.fin, lale.document)
    shouted = described(lale, surname="NAĞIYEVA", name="LALƏ", patronymic="TOFİQ QIZI")
    assert await desk.population.by_name(shouted, ground=GROUND) == (found,)


@pytest.mark.parametrize("other", [{"surname": "Nagiyeva"}, {"name": "Lal"}, {"patronymic": "Tofiq"}, {"name": "%"}])
async def test_only_the_whole_name_finds_a_person(desk: Desk, other: dict[str, str]) -> None:
    assert await desk.population.by_name(described(DEMO[0], **other), ground=GROUND) == ()


async def test_an_entrepreneur_is_found_by_name_card_and_fin(desk: Desk) -> None:
    nigar = DEMO[3]
    (found,) = await desk.tax.entrepreneurs_by_fin(nigar.fin, ground=GROUND)
    assert (found.is_entrepreneur, found.director_fin) == (True, nigar.fin)
    assert await desk.tax.entrepreneurs_by_document(nigar.document, ground=GROUND) == (found,)
    assert await desk.tax.entrepreneurs_by_name(described(nigar), ground=GROUND) == (found,)
    director = DEMO[4]
    assert await desk.tax.entrepreneurs_by_fin(director.fin, ground=GROUND) == (), "a head is no entrepreneur"


async def test_an_organisation_is_found_by_its_whole_name_with_any_quotation_marks(desk: Desk) -> None:
    (found,) = await desk.tax.by_name('"qobustan tikinti" mmc', ground=GROUND)
    assert found.name == "“Qobustan Tikinti” MMC"
    assert await desk.tax.by_name("Qobustan", ground=GROUND) == ()
