"""Whoever plays the tax register puts heads in place and closes organisations; every answer follows, also later."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx2
import pytest

from activities.adapters.registers_http import HttpTaxRegister
from models.register_ports import SoughtPerson
from simulators.people import DEMO, ORGANISATIONS
from tests.outside import Simulator, simulator

GROUND = "MPM 69.2"
LALE, NIGAR, TURAL = DEMO[0], DEMO[3], DEMO[4]
QOBUSTAN = next(one for one in ORGANISATIONS if one.director_fin == TURAL.fin)
NIGARS = next(one for one in ORGANISATIONS if one.director_fin == NIGAR.fin)


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("registers")


@pytest.fixture(scope="module")
def registers(state: Path) -> Iterator[Simulator]:
    with simulator("registers", state, "--token", "t0ken") as running:
        yield running


@pytest.fixture
async def http(registers: Simulator) -> AsyncIterator[httpx2.AsyncClient]:
    registers.told("/sim/restore")
    async with httpx2.AsyncClient() as client:
        yield client


def tax_of(http: httpx2.AsyncClient, registers: Simulator) -> HttpTaxRegister:
    return HttpTaxRegister(http, f"{registers.url}/tax", "t0ken")


async def test_head_and_entrepreneur_are_found_by_person(http: httpx2.AsyncClient, registers: Simulator) -> None:
    tax = tax_of(http, registers)
    (firm,) = await tax.of_person(TURAL.fin, ground=GROUND)
    assert (firm.voen, firm.active, firm.director_fin) == (QOBUSTAN.voen, True, TURAL.fin)
    (shop,) = await tax.of_person(NIGAR.fin, ground=GROUND)
    assert (shop.voen, shop.is_entrepreneur) == (NIGARS.voen, True)
    assert await tax.of_person(LALE.fin, ground=GROUND) == ()


async def test_a_new_head_is_answered_everywhere_and_over_a_restart(
    http: httpx2.AsyncClient, registers: Simulator, state: Path
) -> None:
    changed = registers.told("/sim/organisations", voen=QOBUSTAN.voen, director_fin=LALE.fin)
    assert changed["director_fin"] == LALE.fin
    with simulator("registers", state, "--token", "t0ken") as again:
        tax = tax_of(http, again)
        assert await tax.of_person(TURAL.fin, ground=GROUND) == ()
        (firm,) = await tax.of_person(LALE.fin, ground=GROUND)
        assert await tax.by_voen(QOBUSTAN.voen, ground=GROUND) == firm
        assert await tax.by_name(QOBUSTAN.name, ground=GROUND) == (firm,)


async def test_a_closed_entrepreneur_is_answered_as_closed_until_reopened(
    http: httpx2.AsyncClient, registers: Simulator
) -> None:
    tax, sought = tax_of(http, registers), SoughtPerson(NIGAR.surname, NIGAR.name, NIGAR.patronymic, NIGAR.birth_date)
    for active in (False, True):
        registers.told("/sim/organisations", voen=NIGARS.voen, active=active)
        for found in (
            await tax.of_person(NIGAR.fin, ground=GROUND),
            await tax.entrepreneurs_by_fin(NIGAR.fin, ground=GROUND),
            await tax.entrepreneurs_by_document(NIGAR.document, ground=GROUND),
            await tax.entrepreneurs_by_name(sought, ground=GROUND),
        ):
            assert [one.active for one in found] == [active]


async def test_the_page_plays_the_register(http: httpx2.AsyncClient, registers: Simulator) -> None:
    address, tax = f"{registers.url}/organisations", tax_of(http, registers)
    typed = {"voen": QOBUSTAN.voen, "director_fin": f" {LALE.fin.lower()} "}
    page = await http.post(address, data=typed, follow_redirects=True)
    assert page.status_code == 200
    assert f"<td>{LALE.fin}</td>" in page.text
    page = await http.post(address, data={"voen": QOBUSTAN.voen, "active": "false"}, follow_redirects=True)
    assert "Bərpa et" in page.text
    (firm,) = await tax.of_person(LALE.fin, ground=GROUND)
    assert not firm.active


async def test_what_the_register_would_not_enter_is_refused(http: httpx2.AsyncClient, registers: Simulator) -> None:
    for wrong, code in (
        ({"voen": "0000000000", "active": False}, "no_organisation"),
        ({"voen": QOBUSTAN.voen, "director_fin": "0000000"}, "no_person"),
        ({"voen": NIGARS.voen, "director_fin": LALE.fin}, "entrepreneur"),
    ):
        answer = await http.post(f"{registers.url}/sim/organisations", json=wrong)
        assert (answer.status_code, answer.json()) == (422, {"error": code})
    (firm,) = await tax_of(http, registers).of_person(TURAL.fin, ground=GROUND)
    assert firm.voen == QOBUSTAN.voen
