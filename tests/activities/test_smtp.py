"""Mail: a notice arrives in its own letters, in two parts, and a second delivery of it is recognisable."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from activities.adapters.smtp import SmtpMailer
from models.ports import Mail, OutsideRefusedError, OutsideUnavailableError
from tests.outside import Simulator, free_port, simulator

LETTER = Mail(
    to="lale.nagiyeva@poct.example",
    subject="Ərizəniz qəbul edildi: işin nömrəsi e-2(006)-12/2026, çıxarış əlavə olunur",
    text="Hörmətli Lalə Nağıyeva,\n\n.ərizəniz icraata götürüldü.\nhttp://127.0.0.1:8000/erizeler/1?a=1&b=2\n",
    html="<p>Hörmətli <b>Lalə Nağıyeva</b>, ərizəniz icraata götürüldü.</p><script>parent.pwned = 1</script>",
    language="az",
    key="claim-7/notice.accepted/5LN4G7A",
)


@dataclass(frozen=True)
class Post:
    catcher: Simulator
    mailer: SmtpMailer
    letter: Mail


@pytest.fixture(scope="module")
def catching(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Simulator, int]]:
    """Return the running catcher and its SMTP port."""
    smtp_port = free_port()
    with simulator("mail", tmp_path_factory.mktemp("mail"), "--smtp-port", str(smtp_port)) as catcher:
        yield catcher, smtp_port


@pytest.fixture
def post(catching: tuple[Simulator, int]) -> Post:
    """A letter to somebody whom no other test writes to, and the way there."""
    catcher, smtp_port = catching
    letter = replace(LETTER, to=f"{uuid4().hex}@poct.example")
    return Post(catcher, SmtpMailer("127.0.0.1", smtp_port, "Elektron məhkəmə <bildiris@divan.example>"), letter)


async def test_a_letter_arrives_in_both_parts_with_its_own_letters(post: Post) -> None:
    await post.mailer.send(post.letter)
    (got,) = post.catcher.shown("/api/messages", to=post.letter.to)["messages"]
    assert got["subject"] == post.letter.subject
    assert got["text"].replace("\r\n", "\n") == post.letter.text
    assert got["html"].strip() == post.letter.html
    headers = got["headers"]
    assert headers["from"] == "Elektron məhkəmə <bildiris@divan.example>"
    assert headers["content-language"] == "az"
    assert headers["auto-submitted"] == "auto-generated"
    assert headers["content-type"].startswith("multipart/alternative")
    assert headers["message-id"] == "<claim-7/notice%2Eaccepted/5LN4G7A@divan.example>"
    assert headers["date"].endswith("+0000")


async def test_a_second_delivery_is_the_same_message(post: Post) -> None:
    await post.mailer.send(post.letter)
    await post.mailer.send(post.letter)
    await post.mailer.send(replace(post.letter, key="claim-7/" + "notice" * 20))
    got = post.catcher.shown("/api/messages", to=post.letter.to)
    assert (got["deliveries"], got["distinct"]) == (3, 2)


async def test_an_answer_that_is_lost_is_worth_another_try(post: Post) -> None:
    post.catcher.told("/sim/script", lose_answer=1)
    with pytest.raises(OutsideUnavailableError):
        await post.mailer.send(post.letter)
    await post.mailer.send(post.letter)
    got = post.catcher.shown("/api/messages", to=post.letter.to)
    assert (got["deliveries"], got["distinct"]) == (2, 1)


async def test_a_server_that_says_later_is_tried_again_and_one_that_says_never_is_not(post: Post) -> None:
    post.catcher.told("/sim/script", fail=1, code=451)
    with pytest.raises(OutsideUnavailableError, match="451"):
        await post.mailer.send(post.letter)
    post.catcher.told("/sim/script", fail=1, code=554)
    with pytest.raises(OutsideRefusedError, match="SMTP_554"):
        await post.mailer.send(post.letter)
    await post.mailer.send(post.letter)
    assert post.catcher.shown("/api/messages", to=post.letter.to)["deliveries"] == 1


@pytest.mark.parametrize("to", ["", "lale", "lale@poct.example\nBcc: x@poct.example", "lalə@poct.example", "a b@c.d"])
async def test_an_address_that_is_none_is_refused(post: Post, to: str) -> None:
    with pytest.raises(OutsideRefusedError, match="MAIL_ADDRESS"):
        await post.mailer.send(replace(post.letter, to=to))


async def test_no_server_is_worth_another_try() -> None:
    with pytest.raises(OutsideUnavailableError):
        await SmtpMailer("127.0.0.1", free_port(), "Divan <bildiris@divan.example>").send(LETTER)


async def test_the_inbox_shows_a_letter_without_running_it(post: Post) -> None:
    await post.mailer.send(post.letter)
    (got,) = post.catcher.shown("/api/messages", to=post.letter.to)["messages"]
    async with httpx2.AsyncClient(base_url=post.catcher.url) as reader:
        assert post.letter.subject in (await reader.get("/", params={"to": post.letter.to})).text
        shown = (await reader.get(f"/messages/{got['id']}")).text
    assert "<script>parent" not in shown
    assert 'sandbox="' in shown
    assert "allow-scripts" not in shown


async def test_letters_outlive_the_catcher(tmp_path: Path) -> None:
    for deliveries in (1, 2):
        smtp_port = free_port()
        with simulator("mail", tmp_path, "--smtp-port", str(smtp_port)) as catcher:
            await SmtpMailer("127.0.0.1", smtp_port, "Divan <bildiris@divan.example>").send(LETTER)
            assert catcher.shown("/api/messages")["deliveries"] == deliveries
        assert catcher.process.exitcode == 0
