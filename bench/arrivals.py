"""`python -m bench.arrivals ADDRESS PEOPLE RATE PASSWORD`: people sign in at a steady rate; prints p50, p95 in ms.

A process of its own, so that what the browsers cost is not counted as the web's. Arrivals do not wait for one another:
a slow answer does not slow the next arrival down.
"""

import asyncio
import re
import sys
import time
from http import HTTPStatus

import httpx2

from bench.cpu import percentile

CSRF = re.compile(r'name="csrf" value="([^"]+)"')
DOOR = "/sign-in/staff"


async def signs_in(address: str, number: int, password: str) -> float:
    """Open the staff's door from an address of one's own; returns the ms that signing in took."""
    headers = {"X-Forwarded-For": f"10.9.{number // 250}.{number % 250 + 1}"}
    async with httpx2.AsyncClient(base_url=address, headers=headers, timeout=30) as browser:
        token = CSRF.search((await browser.get(DOOR)).text)
        assert token
        typed = {"csrf": token[1], "username": f"bench{number}", "password": password}
        began = time.perf_counter()
        answer = await browser.post(DOOR, data=typed)
        taken = 1000 * (time.perf_counter() - began)
    assert answer.status_code == HTTPStatus.SEE_OTHER, answer.status_code
    return taken


async def arrivals(address: str, *, people: int, rate: float, password: str) -> list[float]:
    """Let people arrive `rate` a second; returns what each one's signing in took, in ms."""
    async with asyncio.TaskGroup() as group:
        tasks = []
        began = asyncio.get_running_loop().time()
        for number in range(people):
            await asyncio.sleep(began + number / rate - asyncio.get_running_loop().time())
            tasks.append(group.create_task(signs_in(address, number, password)))
    return [task.result() for task in tasks]


if __name__ == "__main__":
    where, how_many, how_fast, word = sys.argv[1:]
    took = asyncio.run(arrivals(where, people=int(how_many), rate=float(how_fast), password=word))
    print(percentile(took, 0.5), percentile(took, 0.95))
