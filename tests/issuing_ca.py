"""A CA of a few lines that issues what the ASAN İmza simulator asks for, for tests that need no OCSP or time-stamps."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_KEY = ec.generate_private_key(ec.SECP256R1())


class _Counter(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        order = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        body = json.dumps({"certificate_pem": _certificate(order)}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent in the tests' output."""


def _certificate(order: dict[str, str]) -> str:
    key = serialization.load_pem_public_key(order["public_key_pem"].encode())
    assert isinstance(key, ec.EllipticCurvePublicKey)
    names = {
        NameOID.SURNAME: order["surname"],
        NameOID.GIVEN_NAME: order["given"],
        NameOID.SERIAL_NUMBER: f"PNOAZ-{order['fin']}",
        NameOID.ORGANIZATIONAL_UNIT_NAME: order["kind"],
    }
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(oid, value) for oid, value in names.items()]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Sınaq CA")]))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=365))
        .sign(_KEY, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


@contextmanager
def issuing_ca() -> Iterator[str]:
    """Serve `POST /issue` and return the base URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Counter)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
