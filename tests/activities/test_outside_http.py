"""A question to an outside system over a connection that the other side closes as it is used again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest

from activities.adapters.outside_http import ask
from models.ports import OutsideUnavailableError

ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"


@asynccontextmanager
async def leaving(after: int) -> AsyncIterator[tuple[str, list[str]]]:
    """Serve so that each connection answers so often and is closed at the next question; gives address and log."""
    asked: list[str] = []

    async def serve(questions: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        for _ in range(after):
            asked.append((await questions.readuntil(b"\r\n\r\n")).decode().split()[0])
            answers.write(ANSWER)
        asked.append((await questions.readuntil(b"\r\n\r\n")).decode().split()[0])
        answers.close()

    async with await asyncio.start_server(serve, "127.0.0.1") as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", asked


async def test_what_changes_nothing_is_asked_once_more_over_a_new_connection() -> None:
    async with leaving(after=1) as (address, asked), httpx2.AsyncClient() as http:
        assert (await ask(http, "GET", address)).json() == {}
        assert (await ask(http, "GET", address)).json() == {}
    assert asked == ["GET", "GET", "GET"], "the second was asked twice"


async def test_an_order_is_not_given_twice_by_itself() -> None:
    async with leaving(after=1) as (address, asked), httpx2.AsyncClient() as http:
        await ask(http, "POST", address)
        with pytest.raises(OutsideUnavailableError, match="RemoteProtocolError"):
            await ask(http, "POST", address)
    assert asked == ["POST", "POST"]


async def test_who_never_answers_is_asked_twice_and_no_more() -> None:
    async with leaving(after=0) as (address, asked), httpx2.AsyncClient() as http:
        with pytest.raises(OutsideUnavailableError):
            await ask(http, "GET", address)
    assert asked == ["GET", "GET"]
