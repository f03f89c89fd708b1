"""Secrets in the outbox are readable to whoever holds the keys, through a rotation, and to nobody else."""

import pytest
from cryptography.exceptions import InvalidTag

from activities.sealing import SEALED, Sealing

OLD, NEW = "k1:" + "11" * 32, "k2:" + "22" * 32


def test_a_secret_is_opened_by_its_key_also_after_a_rotation() -> None:
    sealed = Sealing(OLD).seal("482913")
    assert "482913" not in sealed
    assert Sealing(f"{NEW},{OLD}").opened({SEALED: sealed, "device": "x"})["token"] == "482913"


def test_the_same_secret_is_sealed_differently_each_time() -> None:
    assert Sealing(OLD).seal("482913") != Sealing(OLD).seal("482913")


def test_a_changed_secret_or_another_key_opens_nothing() -> None:
    sealed = Sealing(OLD).seal("482913")
    with pytest.raises(InvalidTag):
        Sealing("k1:" + "33" * 32).opened({SEALED: sealed})
    with pytest.raises(KeyError):
        Sealing(NEW).opened({SEALED: sealed})


def test_words_without_a_secret_stay_as_they_are() -> None:
    assert Sealing(OLD).opened({"device": "Firefox"}) == {"device": "Firefox"}
