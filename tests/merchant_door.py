"""The merchant's side of a payment callback: a door that takes what the portal brings, or refuses it so many times."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue

SEALS = ("X-Portal-Signature",)


@dataclass
class Door:
    """What came in; `refusals` is how many deliveries are answered 500 first."""

    url: str
    refusals: int = 0
    brought: Queue[tuple[bytes, str]] = field(default_factory=Queue)

    def next(self) -> tuple[bytes, str]:
        """Wait for the next delivery: its body and signature."""
        return self.brought.get(timeout=15)


@contextmanager
def merchant_door(*seals: str) -> Iterator[Door]:
    """Open the door until the block ends; `seals` are the headers in which portals bring their signatures."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            refused = door.refusals > 0
            door.refusals -= refused
            signature = next((self.headers[seal] for seal in seals or SEALS if seal in self.headers), "")
            door.brought.put((body, signature))
            self.send_response(500 if refused else 204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay silent in the tests' output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    door = Door(f"http://127.0.0.1:{server.server_port}/callback")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield door
    server.shutdown()
    thread.join()
    server.server_close()
