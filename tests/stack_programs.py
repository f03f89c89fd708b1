"""Tiny programs that the launcher's tests start in place of the court's: some answer, some die."""

import sys
from pathlib import Path

from docker.__main__ import keep_up, say
from docker.parts import Part, Service, Task, answers_http
from docker.ports import Ports
from docker.site import Site
from docker.stack import Stack

# The stack under test must really run programs; these are the smallest that behave as the court's do.
ANSWERS = """
import http.server, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("child", child.pid, flush=True)
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b"ok")
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Page).serve_forever()
"""
DIES = "import sys; print('the settings are not usable'); sys.exit(3)"


def answering(site: Site, *, name: str = "web", needs: tuple[str, ...] = ()) -> Service:
    """A web server on the part's own port, with a child process of its own."""
    port = site.ports.by_part()[name]
    return Service(
        name=name,
        command=(sys.executable, "-c", ANSWERS, str(port)),
        ready=answers_http(site.address(port)),
        needs=needs,
        start_within=20,
        stop_within=5,
    )


def small_court(site: Site) -> tuple[Part, ...]:
    """Two servers with a task between them."""
    return (
        answering(site, name="portal"),
        Task(name="demo", command=(sys.executable, "-c", "print('Aygün Məmmədova')"), needs=("portal",)),
        answering(site, needs=("demo",)),
    )


def court_with_a_dying_part(site: Site) -> tuple[Part, ...]:
    """A server that comes up beside a program that ends at once, and one that needs the latter."""
    dying = Service(name="worker", command=(sys.executable, "-c", DIES), ready=lambda _written: False)
    return (answering(site, name="portal"), dying, answering(site, needs=("worker",)))


def main() -> int:
    """Keep the small court up in a process of its own, to be ended by a test: `FOLDER WEB_PORT`."""
    return keep_up(Stack(Path(sys.argv[1]), Ports.block(int(sys.argv[2])), parts=small_court, say=say))


if __name__ == "__main__":
    sys.exit(main())
