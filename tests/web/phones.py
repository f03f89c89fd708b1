"""Phones of the ASAN İmza simulator whose cards are issued by the test authority."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives import serialization

from simulators.trust.authority import Authority, Holder


@contextmanager
def card_office(authority: Authority) -> Iterator[str]:
    """Serve the authority's `POST /issue` and return its address; a strange authority makes untrusted cards."""

    class Counter(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            order = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            key = serialization.load_pem_public_key(order["public_key_pem"].encode())
            own = {name: order.get(name, "") for name in ("organisation", "voen")}
            holder = Holder(surname=order["surname"], given=order["given"], fin=order["fin"], **own)
            certificate = authority.issue(order["kind"], holder, public_key=key)  # type: ignore[arg-type]  # the order's own key
            pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
            body = json.dumps({"certificate_pem": pem}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Counter)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
