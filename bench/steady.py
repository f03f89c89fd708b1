"""`python -m bench.steady ADDRESS RATE SECONDS`: pages asked for at a steady rate; prints p50 and p95 in ms for each.

A process of its own, so that what browsers cost is not counted as the web's. It reads lines `COOKIE PATH` from standard
input. Nobody waits for anybody: a slow answer does not slow down who comes next, it only takes longer itself.
"""

import asyncio
import sys
import time
from urllib.parse import urlsplit

from bench.cpu import percentile

FOUND = b"HTTP/1.1 200 "
Door = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Browsers:
    """Connections that are kept and lent out; a new one is opened when all are under way."""

    def __init__(self, address: str) -> None:
        """Speak to the server at `address`."""
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._idle: list[Door] = []

    async def get(self, path: str, cookie: str) -> float:
        """Fetch a page and return the ms it took, a wait for a connection included."""
        began = time.perf_counter()
        asked = f"GET {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\nCookie: {cookie}\r\n\r\n".encode()
        while self._idle:
            try:
                await self._ask(self._idle.pop(), asked)
                break
            except (asyncio.IncompleteReadError, ConnectionError):
                continue  # the server had ended it meanwhile
        else:
            await self._ask(await asyncio.open_connection(self._host, self._port), asked)
        return 1000 * (time.perf_counter() - began)

    async def _ask(self, door: Door, asked: bytes) -> None:
        reader, writer = door
        writer.write(asked)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(length)
        assert head.startswith(FOUND), head.split(b"\r\n")[0]
        self._idle.append(door)

    def close(self) -> None:
        """End every connection."""
        for _, writer in self._idle:
            writer.close()


async def steadily(browsers: Browsers, path: str, cookie: str, *, rate: float, seconds: float) -> list[float]:
    """Ask for one page `rate` times a second; returns what each took, in ms."""
    async with asyncio.TaskGroup() as group:
        tasks = []
        began = asyncio.get_running_loop().time()
        for number in range(int(rate * seconds)):
            await asyncio.sleep(began + number / rate - asyncio.get_running_loop().time())
            tasks.append(group.create_task(browsers.get(path, cookie)))
    return [task.result() for task in tasks]


async def main(address: str, rate: float, seconds: float) -> None:
    """Ask for each page in turn, a few times beforehand so that statements are planned and templates read."""
    browsers = Browsers(address)
    for line in sys.stdin:
        cookie, path = line.split()
        for _ in range(8):
            await browsers.get(path, cookie)
        taken = await steadily(browsers, path, cookie, rate=rate, seconds=seconds)
        print(percentile(taken, 0.5), percentile(taken, 0.95), flush=True)
    browsers.close()


if __name__ == "__main__":
    where, how_fast, how_long = sys.argv[1:]
    asyncio.run(main(where, float(how_fast), float(how_long)))
