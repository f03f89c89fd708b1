"""Organisations come and go as the tax register says; what a person was told of it he reads in his notifications."""

import pytest

from simulators.people import ORGANISATIONS
from tests.journeys.court import Court
from tests.journeys.waiting import eventually

pytestmark = pytest.mark.browser
QOBUSTAN = next(one for one in ORGANISATIONS if one.name == "“Qobustan Tikinti” MMC")
LIVING = "SELECT ended_at IS NULL AS lives FROM capacity JOIN account ON account.id = account_id WHERE fin = %s"
DUE = "UPDATE account SET organisations_due_at = now() WHERE fin = %s RETURNING fin"  # as on the next day


def test_a_head_finds_his_organisation_seconds_after_he_came_in_and_loses_it_when_it_is_closed(court: Court) -> None:
    tural = court.stranger("Tural")
    tural.signs_in()
    fin = tural.person.fin
    eventually(lambda: [row["lives"] for row in court.rows(LIVING, fin)], is_right=lambda lives: True in lives)
    tural.open("/profile/organisations")
    tural.sees(QOBUSTAN.name)
    court.outside.registers.told("/sim/organisations", voen=QOBUSTAN.voen, active=False)
    try:
        court.row(DUE, fin)
        eventually(lambda: [row["lives"] for row in court.rows(LIVING, fin)], is_right=lambda lives: False in lives)
        tural.open("/notifications?as=0")
        tural.sees(f"Your right to act for the organisation (entrepreneur) with VÖEN {QOBUSTAN.voen} has ended.")
        tural.open("/profile/organisations")
        tural.sees(QOBUSTAN.name, "Ended")
    finally:
        court.outside.registers.told("/sim/restore")
        court.row(DUE, fin)
