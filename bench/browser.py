"""`python -m bench.browser ADDRESS COOKIE PAGES TEXT TIMES`: fetches a page many times, prints the median in ms.

A process of its own, so that what a browser costs is not counted as the web's.
"""

import statistics
import sys
import time
from http import HTTPStatus
from http.client import HTTPConnection
from urllib.parse import urlsplit


def walls(address: str, cookie: str, *, pages: int, text: bytes, least: int) -> list[float]:
    """Return how long each page took, in ms; each must be found and hold `text` at `least` so often."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc)
    taken = []
    for _ in range(pages):
        began = time.perf_counter()
        connection.request("GET", parts.path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        body = answer.read()
        taken.append(1000 * (time.perf_counter() - began))
        assert answer.status == HTTPStatus.OK, answer.status
        assert body.count(text) >= least
    connection.close()
    return taken


if __name__ == "__main__":
    where, who, pages, holds, times = sys.argv[1:]
    print(statistics.median(walls(where, who, pages=int(pages), text=holds.encode(), least=int(times))))
