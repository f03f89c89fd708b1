"""Logs tell what went wrong, never about whom: a sign-in, a filing step and an inquiry leave no personal data there."""

import logging

import pytest

from models.db import Sessions
from simulators.people import DEMO
from tests.outside import Simulator
from tests.web.court import Court
from tests.web.wizard.filer import REACHED, Filer, details

NIGAR = DEMO[3]
PASSWORD = "qızıl-balıq-42"


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Hear what the processes write: everything from INFO on, as server.py sets it up."""
    caplog.set_level(logging.INFO)
    return caplog


def personal(filer: Filer) -> set[str]:
    """Return every word about people that the steps below handle."""
    found = {*REACHED.values(), PASSWORD, "staff-of-the-log"}
    for person in (filer.person, NIGAR):
        found |= {person.fin, person.document, person.surname, person.phone, person.email, person.address}
    return found


async def test_a_sign_in_a_party_and_an_inquiry_leave_no_personal_data_in_the_logs(
    filer: Filer, sessions: Sessions, said: pytest.LogCaptureFixture, *, registers: Simulator
) -> None:
    door = Court(filer.court.app, sessions)
    await door.post("/sign-in/staff", {"username": "staff-of-the-log", "password": PASSWORD}, status=422)
    await door.client.aclose()
    await filer.open()
    await filer.add_myself()
    await filer.add("defendant", details(NIGAR))
    await filer.court.post("/inquiries/voen-by-fin", {"fin": NIGAR.fin})
    registers.told("/sim/script", down=True)
    await filer.court.post("/inquiries/voen-by-fin", {"fin": NIGAR.fin}, status=503)
    logging.getLogger("divan.test").info("the capture hears")
    lines = [f"{record.name}: {record.getMessage()}" for record in said.records]
    assert any("the capture hears" in line for line in lines)
    assert [line for line in lines for word in personal(filer) if word in line] == []
