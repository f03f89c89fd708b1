"""Each step of a filing enters the account of fees: used, released and overpaid money stands where it should."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from temporalio.exceptions import ApplicationError

from models.db import Sessions
from models.domain.fee_ledger import Account, FeeEvent, Place, hold, receive, reserve, settle
from tests.activities.fee_desk import FeeDesk
from tests.builders import a_receipt
from tests.workflows.conftest import a_general_court

RACERS = 100
KEPT = "SELECT court_id, day, event, source, target, amount, lines FROM fee_day"
ADDED_UP = """
    SELECT place, CAST(at AT TIME ZONE 'Asia/Baku' AS date), event, source, target, sum(amount), count(*)
    FROM fee_transfer CROSS JOIN LATERAL (VALUES (court_id), ('*')) AS counted(place) GROUP BY 1, 2, 3, 4, 5"""
OWED = """INSERT INTO fee_transfer (receipt_number, court_id, event, source, target, amount, claim_id, at)
SELECT number, '', 'refunded', 'refundable', 'refunded', 5, '', now() FROM receipt"""


@pytest.fixture
async def desk(sessions: Sessions, recording: Engine) -> FeeDesk:
    return FeeDesk(sessions, recording, await a_general_court(sessions))


async def test_an_accepted_application_uses_its_receipt_as_the_rules_say(desk: FeeDesk) -> None:
    number = await a_receipt(desk.sessions, amount="150.00")
    desk.accepted(await desk.sent(number))
    (held,) = hold([(number, Decimal("150.00"))], due=Decimal("127.20"))
    assert await desk.ledger(number) == [
        *receive(number, Decimal("150.00")),
        *reserve(held, stood=Place(), court_id=desk.court_id),
        *settle(FeeEvent.USED, held, court_id=desk.court_id),
    ]
    assert await desk.standing(number) == {Account.USED: Decimal("127.20"), Account.REFUNDABLE: Decimal("22.80")}


async def test_a_receipt_that_came_back_is_taken_from_where_it_was_left(desk: FeeDesk) -> None:
    number = await a_receipt(desk.sessions)
    desk.returned(await desk.sent(number))
    assert await desk.standing(number) == {Account.RELEASED: Decimal("127.20")}
    desk.withdrawn(await desk.confirmed(number))
    await desk.confirmed(number)
    assert await desk.standing(number) == {Account.RESERVED: Decimal("127.20")}


async def test_two_receipts_are_added_up_where_one_does_not_reach(desk: FeeDesk) -> None:
    first, second = [await a_receipt(desk.sessions, amount=amount) for amount in ("100.00", "50.00")]
    claim = await desk.confirmed(first, second)
    assert await desk.standing(first) == {Account.RESERVED: Decimal("100.00")}
    assert await desk.standing(second) == {Account.RESERVED: Decimal("27.20"), Account.OVERPAID: Decimal("22.80")}
    desk.withdrawn(claim)
    assert await desk.standing(first, second) == {Account.RELEASED: Decimal("150.00")}


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        (("100.00", "20.00"), "receipt_not_enough"),
        (("127.20", "20.00"), "receipt_not_needed"),
        (("100.00", ""), "receipt_unknown"),
    ],
)
async def test_receipts_that_do_not_add_up_leave_everything_as_it_was(
    desk: FeeDesk, amounts: tuple[str, ...], said: str
) -> None:
    numbers = [await a_receipt(desk.sessions, amount=amount) if amount else "700000000017" for amount in amounts]
    claim = await desk.drafted()
    with pytest.raises(ApplicationError, match=said):
        desk.act(claim, await desk.confirming(claim, *numbers))
    assert (await desk.standing(*numbers)).keys() == {Account.RECEIVED}


async def test_of_a_hundred_applications_at_once_one_gets_the_receipt(desk: FeeDesk) -> None:
    number, other = await a_receipt(desk.sessions, amount="100.00"), await a_receipt(desk.sessions, amount="100.00")
    claims = [await desk.drafted() for _ in range(RACERS)]
    # Half of them name the two receipts the other way round: nobody may wait for anybody for ever.
    acts = [
        await desk.confirming(claim, *((number, other) if place % 2 else (other, number)))
        for place, claim in enumerate(claims)
    ]

    def race(place: int) -> str:
        try:
            desk.act(claims[place], acts[place])
        except ApplicationError as refused:
            return refused.message
        return "won"

    with ThreadPoolExecutor(16) as crowd:
        answers = list(crowd.map(race, range(RACERS)))
    assert sorted(answers) == ["receipt_taken"] * (RACERS - 1) + ["won"]
    assert sum((await desk.standing(number, other)).values()) == Decimal("200.00")


async def test_the_days_of_a_court_and_of_all_are_the_sums_of_their_lines(desk: FeeDesk) -> None:
    used, freed = await a_receipt(desk.sessions), await a_receipt(desk.sessions)
    claims = [await desk.drafted(), await desk.drafted()]
    desk.act(claims[0], await desk.confirming(claims[0], used))
    desk.withdrawn(desk.act(claims[1], await desk.confirming(claims[1], freed)))
    async with desk.sessions() as session:
        kept = {tuple(row) for row in await session.execute(text(KEPT))}
        assert kept == {tuple(row) for row in await session.execute(text(ADDED_UP))}
    assert {row[0] for row in kept} >= {"", "*", desk.court_id}


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("UPDATE fee_transfer SET amount = 1", "append-only"),
        ("DELETE FROM fee_transfer", "append-only"),
        ("TRUNCATE fee_transfer", "append-only"),
        (OWED, "below zero"),
    ],
)
async def test_nobody_can_rewrite_the_account_or_take_from_it_what_is_not_there(
    desk: FeeDesk, tampering: str, said: str
) -> None:
    number = await a_receipt(desk.sessions)
    with pytest.raises(DBAPIError, match=said):
        async with desk.sessions.begin() as session:
            await session.execute(text(tampering))
    assert await desk.standing(number) == {Account.RECEIVED: Decimal("127.20")}
