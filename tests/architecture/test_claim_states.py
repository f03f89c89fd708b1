"""The drawing of a claim's life in the documentation is as the rules are."""

import pytest

from models.domain.claim_status import TRANSITIONS, Act, ClaimStatus
from tests.architecture.claim_states import DOCUMENT, document


def test_the_drawing_is_not_older_than_the_rules() -> None:
    assert DOCUMENT.read_text() == document(), "write it anew: python -m tests.architecture.claim_states"


def test_a_new_way_makes_the_drawing_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TRANSITIONS, (ClaimStatus.SENT, Act.WITHDRAW), ClaimStatus.DRAFT)
    assert DOCUMENT.read_text() != document()
