"""The cards of the e-İmza simulator: two P-256 keys a card, their certificates issued by the trust simulator."""

import asyncio
import base64
import hashlib

import httpx2
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from pydantic import BaseModel

from simulators.drawers import Drawer
from simulators.people import BY_VOEN, Person

_COORDINATE = 32  # bytes of r and of s on P-256


class CardKey(BaseModel):
    """What lies on a card for PIN1 or for PIN2."""

    private_key_pem: str
    certificate_der: str  # base64


class Cards:
    """Keys are made and certificates fetched the first time a card is used."""

    def __init__(self, drawer: Drawer[CardKey], http: httpx2.AsyncClient, trust_url: str) -> None:
        """`trust_url` is the test CA: `POST {trust_url}/issue`."""
        self._drawer = drawer
        self._http = http
        self._trust_url = trust_url.rstrip("/")
        self._one_at_a_time = asyncio.Lock()

    async def token(self, person: Person, *, voen: str = "", nonce: str, origin: str) -> dict[str, str]:
        """Answer a challenge as format web-eid:1.0; httpx2.HTTPError when the test CA does not answer.

        With a VÖEN the card is the one that the organisation gave to its person.
        """
        card = await self._card(person, voen)
        signed = hashlib.sha256(b"".join(hashlib.sha256(text.encode()).digest() for text in (origin, nonce))).digest()
        return {
            "unverifiedCertificate": card.certificate_der,
            "algorithm": "ES256",
            "signature": _signature(card, signed),
            "format": "web-eid:1.0",
            "appVersion": "https://web-eid.eu/web-eid-app/releases/v2.7.0",
        }

    async def signing_certificate(self, person: Person, *, voen: str = "") -> str:
        """Return the certificate for PIN2, base64; httpx2.HTTPError when the test CA does not answer."""
        card = await self._card(person, voen, kind="sign")
        self._drawer.put(card.certificate_der, card)  # `signature` finds it by its certificate
        return card.certificate_der

    def signature(self, certificate: str, digest: str) -> str:
        """Sign a SHA-256 digest (base64) by the card of a certificate; KeyError when no card has it."""
        card = self._drawer.get(certificate)
        if card is None:
            raise KeyError(certificate)
        return _signature(card, base64.b64decode(digest))

    async def _card(self, person: Person, voen: str, *, kind: str = "auth") -> CardKey:
        name = "/".join(part for part in (person.fin, voen, kind) if part not in {"", "auth"})
        async with self._one_at_a_time:
            card = self._drawer.get(name)
            if card is None:
                card = await self._issue(person, voen, kind=kind)
                self._drawer.put(name, card)
            return card

    async def _issue(self, person: Person, voen: str, *, kind: str) -> CardKey:
        order = {"kind": kind, "surname": person.surname, "given": person.name, "fin": person.fin}
        if voen:
            order |= {"organisation": BY_VOEN[voen].name, "voen": voen}
        answer = await self._http.post(f"{self._trust_url}/issue", json=order)
        answer.raise_for_status()
        issued = answer.json()
        der = x509.load_pem_x509_certificate(issued["certificate_pem"].encode()).public_bytes(
            serialization.Encoding.DER
        )
        return CardKey(private_key_pem=issued["key_pem"], certificate_der=base64.b64encode(der).decode())


def _signature(card: CardKey, digest: bytes) -> str:
    """Sign as a card does: r||s of fixed width, base64."""
    key = serialization.load_pem_private_key(card.private_key_pem.encode(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("a card holds a P-256 key")
    r, s = utils.decode_dss_signature(key.sign(digest, ec.ECDSA(utils.Prehashed(hashes.SHA256()))))
    return base64.b64encode(r.to_bytes(_COORDINATE, "big") + s.to_bytes(_COORDINATE, "big")).decode()
