"""The table of rights in the documentation is as the rules are, and every act, door and role has its line."""

import pytest

from models.domain.claim_status import BY_TIME, Act
from models.domain.rights import ACTS, DOORS, SCOPES, Door, Tie, may_act, may_enter
from models.domain.roles import Role
from tests.architecture.rights import DOCUMENT, document
from web.navigation import MENU


def test_the_table_is_not_older_than_the_rules() -> None:
    assert DOCUMENT.read_text() == document(), "write it anew: python -m tests.architecture.rights"


def test_another_right_makes_the_table_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ACTS, Act.ACCEPT, (Role.JUDGE, Tie.OWN_COURT))
    assert DOCUMENT.read_text() != document()


def test_every_act_door_and_role_is_decided() -> None:
    assert set(ACTS) == set(Act)
    assert set(DOORS) == set(Door)
    assert set(SCOPES) == set(Role)
    assert set(MENU) == set(Role) - {Role.SYSTEM}, "whoever signs in has a menu"


def test_a_role_alone_gives_no_right_to_a_claim() -> None:
    assert not any(may_act(role, act, frozenset()) for role in Role for act in Act)


def test_the_system_acts_by_time_and_for_a_register_and_opens_no_page() -> None:
    everything = frozenset(Tie)
    assert {act for act in Act if may_act(Role.SYSTEM, act, everything)} == BY_TIME | {Act.HEAR}
    assert not any(may_enter(Role.SYSTEM, door) for door in Door)


def test_who_grants_rights_decides_on_no_claim() -> None:
    assert not any(may_act(Role.OWNER, act, frozenset(Tie)) for act in Act)
    assert {door for door in Door if may_enter(Role.OWNER, door)} == {
        Door.WELCOME, Door.ACCOUNT, Door.PEOPLE, Door.RIGHTS, Door.CORRECTION_QUEUE, Door.REFERENCE, Door.FEES,
    }  # fmt: skip
