"""SMS: one key is one message, whatever happened to the gateway's answer."""

from collections.abc import AsyncIterator, Iterator

import httpx2
import pytest

from activities.adapters.sms_http import HttpSmsGateway
from models.ports import OutsideRefusedError, OutsideUnavailableError, SmsGateway
from simulators.people import PEOPLE
from tests.outside import Simulator, simulator

PHONES = (person.phone for person in PEOPLE)
TEXT = "Ərizəniz qəbul edildi: e-2(006)-12/2026"


@pytest.fixture(scope="module")
def sms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("sms", tmp_path_factory.mktemp("sms"), "--token", "t0ken") as running:
        yield running


@pytest.fixture
def phone() -> str:
    """A number that no other test writes to."""
    return next(PHONES)


@pytest.fixture
async def gateway(sms: Simulator) -> AsyncIterator[SmsGateway]:
    async with httpx2.AsyncClient() as http:
        yield HttpSmsGateway(http, sms.url, "t0ken")


async def test_a_repeated_key_is_one_message(sms: Simulator, gateway: SmsGateway, phone: str) -> None:
    first = await gateway.send(phone=phone, text=TEXT, key="notice-1/sms")
    assert await gateway.send(phone=phone, text=TEXT, key="notice-1/sms") == first
    assert await gateway.send(phone=phone, text=TEXT, key="notice-2/sms") != first
    got = sms.shown("/api/messages", to=phone)
    assert [(each["key"], each["asked"], each["text"]) for each in got] == [
        ("notice-1/sms", 2, TEXT),
        ("notice-2/sms", 1, TEXT),
    ]
    assert TEXT in httpx2.get(sms.url).text


async def test_a_lost_answer_does_not_double_the_message(sms: Simulator, gateway: SmsGateway, phone: str) -> None:
    sms.told("/sim/script", fail=1, after_taking=True)
    with pytest.raises(OutsideUnavailableError):
        await gateway.send(phone=phone, text=TEXT, key="k")
    await gateway.send(phone=phone, text=TEXT, key="k")
    assert len(sms.shown("/api/messages", to=phone)) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_gateway_in_trouble_is_worth_another_try(
    sms: Simulator, gateway: SmsGateway, status: int, phone: str
) -> None:
    sms.told("/sim/script", fail=1, status=status)
    with pytest.raises(OutsideUnavailableError):
        await gateway.send(phone=phone, text=TEXT, key="k")
    assert sms.shown("/api/messages", to=phone) == []


async def test_what_the_gateway_will_never_send_is_refused(gateway: SmsGateway, phone: str) -> None:
    with pytest.raises(OutsideRefusedError, match="PHONE_FORMAT"):
        await gateway.send(phone="050 111 22 01", text=TEXT, key="k")
    with pytest.raises(OutsideRefusedError, match="SMS_REFUSED: HTTP 400 TEXT_LENGTH"):
        await gateway.send(phone=phone, text="", key="k")


async def test_a_wrong_token_of_ours_gives_up_nobodys_message(sms: Simulator, phone: str) -> None:
    async with httpx2.AsyncClient() as http:
        with pytest.raises(OutsideUnavailableError, match="SMS sign-in: HTTP 401"):
            await HttpSmsGateway(http, sms.url, "stolen").send(phone=phone, text=TEXT, key="k")
