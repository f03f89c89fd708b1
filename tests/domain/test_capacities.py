"""Capacities follow the tax register and the certificates: they end and begin anew, and none is ever lost."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.domain.capacities import (
    LOOK_AGAIN,
    OWN_NAME,
    Capacity,
    Held,
    Registered,
    Standing,
    as_registered,
    begun,
    certified,
    choose,
    ended,
    holds,
    in_doubt,
    look_again,
    of_organisation,
)
from tests.builders import at

NOON = at("2026-11-20T12:00:00+00:00")
HOUR = timedelta(hours=1)
FIRM, SHOP, BODY = "1499001221", "1099002242", "1499003471"
VOENS = (FIRM, SHOP, BODY)
Event = list[Registered] | tuple[str, timedelta]  # an answer of the register, or a certificate and how long it lives
Story = list[tuple[timedelta, Event]]  # each with the pause before it


def said(voen: str = FIRM, *, active: bool = True, is_own: bool = True) -> Registered:
    return Registered(voen, active, is_own, f"Təşkilat {voen}", "Bakı ş., Nizami küç. 5")


def living(held: tuple[Held, ...]) -> list[str]:
    return [each.standing.voen for each in held if each.ended_at is None]


def with_certificate(
    held: tuple[Held, ...] = (), *, moment: datetime = NOON, lives: timedelta = HOUR
) -> tuple[Held, ...]:
    return certified(held, Standing(FIRM, certificate_until=moment + lives), "“Qobustan Tikinti” MMC", at=moment)


def test_a_head_acts_for_his_organisation_until_another_takes_his_place() -> None:
    (firm,) = as_registered((), [said()], at=NOON)
    assert (firm.position, firm.organisation, firm.began_at) == (1, f"Təşkilat {FIRM}", NOON)
    (gone,) = as_registered((firm,), [], at=NOON + HOUR)
    assert (gone.position, gone.standing.by_register, gone.ended_at) == (1, False, NOON + HOUR)
    (still_gone,) = as_registered((gone,), [], at=NOON + 2 * HOUR)
    assert still_gone == gone, "the moment of the end stands"
    (back,) = as_registered((gone,), [said()], at=NOON + 3 * HOUR)
    assert (back.position, back.began_at, back.ended_at) == (1, NOON + 3 * HOUR, None)


def test_an_organisation_the_register_has_closed_begins_for_nobody_and_ends_for_its_head() -> None:
    assert as_registered((), [said(active=False)], at=NOON) == ()
    held = as_registered((), [said(), said(SHOP)], at=NOON)
    assert living(as_registered(held, [said(active=False), said(SHOP)], at=NOON + HOUR)) == [SHOP]


def test_another_than_the_head_acts_while_his_certificate_lives_and_the_organisation_is_active() -> None:
    held = with_certificate()
    assert living(as_registered(held, [said(is_own=False)], at=NOON + HOUR / 2)) == [FIRM]
    assert living(as_registered(held, [said(is_own=False, active=False)], at=NOON + HOUR / 2)) == []
    assert living(as_registered(held, [Registered(FIRM, active=False)], at=NOON + HOUR / 2)) == [], "unknown to it"
    assert living(as_registered(held, [said(is_own=False)], at=NOON + HOUR)) == []


def test_somebody_elses_organisation_gives_nobody_a_capacity() -> None:
    assert as_registered((), [said(is_own=False)], at=NOON) == ()


def test_the_register_renews_name_and_address_and_an_unknown_organisation_keeps_its_own() -> None:
    (renewed,) = as_registered(with_certificate(), [said(is_own=False)], at=NOON)
    assert (renewed.organisation, renewed.address) == (f"Təşkilat {FIRM}", "Bakı ş., Nizami küç. 5")
    (unknown,) = as_registered((renewed,), [Registered(FIRM, active=False)], at=NOON)
    assert (unknown.organisation, unknown.address) == (renewed.organisation, renewed.address)


def test_a_certificate_opens_no_organisation_that_the_register_closed() -> None:
    closed = as_registered(with_certificate(), [said(is_own=False, active=False)], at=NOON + HOUR / 2)
    again = with_certificate(closed, moment=NOON + HOUR / 2, lives=LOOK_AGAIN)
    assert living(again) == []
    assert living(with_certificate(again, moment=NOON + HOUR, lives=LOOK_AGAIN)) == []
    assert living(as_registered(again, [said(is_own=False)], at=NOON + HOUR)) == [FIRM], "until it is open again"
    of_head = as_registered(as_registered((), [said()], at=NOON), [said(active=False)], at=NOON + HOUR)
    assert living(with_certificate(of_head, moment=NOON + 2 * HOUR)) == []


def test_a_new_certificate_revives_what_ended_with_the_old_one() -> None:
    over = as_registered(with_certificate(), [], at=NOON + HOUR)
    assert living(over) == []
    (again,) = with_certificate(over, moment=NOON + 2 * HOUR)
    assert (again.position, again.began_at, again.ended_at) == (1, NOON + 2 * HOUR, None)


def test_only_what_is_held_by_certificate_alone_is_asked_about_by_number() -> None:
    held = as_registered(with_certificate(), [said(SHOP), said(is_own=False)], at=NOON)
    assert in_doubt(held, [said(SHOP)], at=NOON) == (FIRM,)
    assert in_doubt(held, [said(SHOP), said()], at=NOON) == ()
    assert in_doubt(held, [said(SHOP)], at=NOON + HOUR) == (), "the certificate has run out"


def test_the_register_is_asked_daily_and_when_a_certificate_runs_out() -> None:
    assert look_again((), at=NOON) is None
    head = as_registered((), [said(SHOP)], at=NOON)
    assert look_again(head, at=NOON) == NOON + LOOK_AGAIN
    assert look_again(with_certificate(head), at=NOON) == NOON + HOUR
    assert look_again(as_registered(head, [], at=NOON), at=NOON) is None
    both = as_registered(with_certificate(head), [said(), said(SHOP)], at=NOON)
    assert look_again(both, at=NOON) == NOON + LOOK_AGAIN, "a head needs no certificate"


voens = st.sampled_from(VOENS)
answers = st.lists(
    st.builds(
        lambda voen, active, is_own: said(voen, active=active, is_own=is_own), voens, st.booleans(), st.booleans()
    ),
    unique_by=lambda each: each.voen,
)
certificates = st.tuples(voens, st.timedeltas(timedelta(seconds=1), timedelta(days=3)))
events = st.lists(
    st.tuples(st.timedeltas(timedelta(), timedelta(days=2)), st.one_of(answers, certificates)), max_size=12
)


def taken(held: tuple[Held, ...], event: Event, *, moment: datetime) -> tuple[Held, ...]:
    if isinstance(event, list):
        return as_registered(held, event, at=moment)
    voen, lives = event
    return certified(held, Standing(voen, certificate_until=moment + lives), "ad", at=moment)


@given(events)
def test_whatever_happens_no_capacity_is_lost_and_each_keeps_its_place(story: Story) -> None:
    held: tuple[Held, ...] = ()
    moment = NOON
    for pause, event in story:
        moment += pause
        after = taken(held, event, moment=moment)
        places = [(each.position, each.standing.voen) for each in after]
        assert places[: len(held)] == [(each.position, each.standing.voen) for each in held]
        assert [position for position, _ in places] == list(range(1, len(after) + 1))
        assert len({voen for _, voen in places}) == len(after)
        held = after


@given(events, answers)
def test_after_an_answer_exactly_those_live_who_may_and_just_the_changes_are_told(
    story: Story, answer: list[Registered]
) -> None:
    held: tuple[Held, ...] = ()
    moment = NOON
    for pause, event in story:
        moment += pause
        held = taken(held, event, moment=moment)
    after = as_registered(held, answer, at=moment)
    active = {each.voen: each.active for each in answer}
    for each in after:
        if each.standing.voen in active:
            may = holds(each.standing, active=active[each.standing.voen], at=moment)
            assert (each.ended_at is None) == may
    assert {each.voen for each in answer if each.is_own and each.active} <= set(living(after))
    was, has = set(living(held)), set(living(after))
    assert {each.standing.voen for each in begun(held, after)} == has - was
    assert {each.standing.voen for each in ended(held, after)} == was - has
    assert as_registered(after, answer, at=moment) == after, "the same answer changes nothing more"
    due = look_again(after, at=moment)
    assert (due is not None) == bool(has)
    assert due is None or moment < due <= moment + LOOK_AGAIN


def test_a_standing_by_register_needs_no_certificate() -> None:
    standing = Standing(FIRM, by_register=True)
    assert holds(standing, active=True, at=NOON)
    assert not holds(standing, active=False, at=NOON)
    assert not holds(replace(standing, by_register=False), active=True, at=NOON)


def test_a_person_acts_in_his_own_name_or_in_one_that_has_not_ended() -> None:
    firm, shop = Capacity(1, FIRM, "“Qobustan Tikinti” MMC"), Capacity(2, SHOP, "Səfərova Nigar", ended=True)
    assert choose([firm, shop], 0) == OWN_NAME
    assert choose([firm, shop], 1) == firm
    assert (choose([firm, shop], 2), choose([firm, shop], 3)) == (None, None)
    assert of_organisation([firm, shop], FIRM) == firm
    assert of_organisation([firm, shop], SHOP) == OWN_NAME
