"""The cards of the e-İmza simulator: a P-256 key a person, its certificate issued by the trust simulator."""

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
    """What lies on a card for PIN1."""

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
        key = serialization.load_pem_private_key(card.private_key_pem.encode(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError("a card holds a P-256 key")
        signed = hashlib.sha256(b"".join(hashlib.sha256(text.encode()).digest() for text in (origin, nonce))).digest()
        r, s = utils.decode_dss_signature(key.sign(signed, ec.ECDSA(utils.Prehashed(hashes.SHA256()))))
        return {
            "unverifiedCertificate": card.certificate_der,
            "algorithm": "ES256",
            "signature": base64.b64encode(r.to_bytes(_COORDINATE, "big") + s.to_bytes(_COORDINATE, "big")).decode(),
            "format": "web-eid:1.0",
            "appVersion": "https://web-eid.eu/web-eid-app/releases/v2.7.0",
        }

    async def _card(self, person: Person, voen: str) -> CardKey:
        name = f"{person.fin}/{voen}" if voen else person.fin
        async with self._one_at_a_time:
            card = self._drawer.get(name)
            if card is None:
                card = await self._issue(person, voen)
                self._drawer.put(name, card)
            return card

    async def _issue(self, person: Person, voen: str) -> CardKey:
        order = {"kind": "auth", "surname": person.surname, "given": person.name, "fin": person.fin}
        if voen:
            order |= {"organisation": BY_VOEN[voen].name, "voen": voen}
        answer = await self._http.post(f"{self._trust_url}/issue", json=order)
        answer.raise_for_status()
        issued = answer.json()
        der = x509.load_pem_x509_certificate(issued["certificate_pem"].encode()).public_bytes(
            serialization.Encoding.DER
        )
        return CardKey(private_key_pem=issued["key_pem"], certificate_der=base64.b64encode(der).decode())
