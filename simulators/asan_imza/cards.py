"""The SIM cards of the ASAN İmza simulator: two P-256 keys a person, certificates issued by the trust simulator."""

import asyncio
import base64

import httpx2
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from pydantic import BaseModel

from simulators.drawers import Drawer
from simulators.people import ORGANISATIONS, STATE_BODY, Person

_HASHES = {"SHA256": hashes.SHA256(), "SHA384": hashes.SHA384(), "SHA512": hashes.SHA512()}
_COORDINATE = 32  # bytes of r and of s on P-256


# Besides the citizen's, a director's number holds a business certificate, and one demo person a state body's.
CITIZEN = "CITIZEN"
_BUSINESS = {
    each.director_fin: (each.name, each.voen) for each in reversed(ORGANISATIONS) if each.voen != STATE_BODY[0]
}
_GOVERNMENT = {"4TM5Z8B": (STATE_BODY[1], STATE_BODY[0])}
_ORGANISATIONS = {"BUSINESS": _BUSINESS, "GOVERNMENT": _GOVERNMENT}


def holds(person: Person, certificate_type: str) -> bool:
    """Tell whether a person's number has certificates of a type."""
    return certificate_type == CITIZEN or person.fin in _ORGANISATIONS.get(certificate_type, {})


def card_name(kind: str, certificate_type: str) -> str:
    """Name a card of a SIM: `auth` and `sign` are the citizen's."""
    return kind if certificate_type == CITIZEN else f"{kind}/{certificate_type}"


def _names(certificate_type: str) -> tuple[str, str]:
    return card_name("auth", certificate_type), card_name("sign", certificate_type)


class Card(BaseModel):
    """One key of a person's SIM: `auth` answers to PIN1, `sign` to PIN2."""

    private_key_pem: str
    certificate_der: str  # base64


class Cards:
    """Keys are made and certificates fetched the first time somebody asks for them."""

    def __init__(self, drawer: Drawer[Card], http: httpx2.AsyncClient, trust_url: str) -> None:
        """`trust_url` is the test CA: `POST {trust_url}/issue`."""
        self._drawer = drawer
        self._http = http
        self._trust_url = trust_url.rstrip("/")
        self._one_at_a_time = asyncio.Lock()

    async def card(self, person: Person, kind: str) -> Card:
        """Return the person's card of a kind; httpx2.HTTPError when the test CA does not answer."""
        async with self._one_at_a_time:
            key = f"{person.phone}/{kind}"
            card = self._drawer.get(key)
            if card is None:
                card = await self._issue(person, kind)
                self._drawer.put(key, card, owner=person.phone)
            return card

    async def replace(self, person: Person) -> None:
        """Give the person a new SIM card: new keys, new certificates, as after a loss."""
        async with self._one_at_a_time:
            held = (name for kind in (CITIZEN, *_ORGANISATIONS) if holds(person, kind) for name in _names(kind))
            for kind in held:
                self._drawer.put(f"{person.phone}/{kind}", await self._issue(person, kind), owner=person.phone)

    def held(self, phone: str, kind: str) -> Card:
        """Return a card that was issued before; KeyError when it was not."""
        card = self._drawer.get(f"{phone}/{kind}")
        if card is None:
            raise KeyError(phone)
        return card

    async def _issue(self, person: Person, kind: str) -> Card:
        key = ec.generate_private_key(ec.SECP256R1())
        public = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        use, _, certificate_type = kind.partition("/")
        order = {"kind": use, "surname": person.surname, "given": person.name, "fin": person.fin}
        if certificate_type:
            organisation, voen = _ORGANISATIONS[certificate_type][person.fin]
            order |= {"organisation": organisation, "voen": voen}
        answer = await self._http.post(f"{self._trust_url}/issue", json={**order, "public_key_pem": public.decode()})
        answer.raise_for_status()
        certificate = x509.load_pem_x509_certificate(answer.json()["certificate_pem"].encode())
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        der = certificate.public_bytes(serialization.Encoding.DER)
        return Card(private_key_pem=private.decode(), certificate_der=base64.b64encode(der).decode())


def sign(card: Card, digest: bytes, hash_type: str) -> bytes:
    """Sign a digest as the SIM does: r||s of fixed width, never DER."""
    key = serialization.load_pem_private_key(card.private_key_pem.encode(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("a card holds a P-256 key")
    r, s = utils.decode_dss_signature(key.sign(digest, ec.ECDSA(utils.Prehashed(_HASHES[hash_type]))))
    return r.to_bytes(_COORDINATE, "big") + s.to_bytes(_COORDINATE, "big")
