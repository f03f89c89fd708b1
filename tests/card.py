"""A card in a test's hand: answers a Web eID challenge, and signs, as extension, program and card do together."""

import base64
import json
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from simulators.people import Person
from simulators.trust.authority import Authority, Holder, Kind
from simulators.trust.certificates import KeyPair
from tests.outside import Simulator


@dataclass(frozen=True)
class TestCard:
    """A key on P-256 and its certificate."""

    __test__ = False  # a thing of the tests, no test

    pair: KeyPair

    @classmethod
    def issued(cls, authority: Authority, holder: Holder, kind: Kind = "auth") -> "TestCard":
        return cls(authority.issue_with_key(kind, holder))

    @classmethod
    def of_authority(cls, trust: Simulator, **holder: str) -> "TestCard":
        """Have the played authority make a signing card (PIN2); `holder` as its orders name one."""
        return cls.from_issued(trust.told("/issue", **{"kind": "sign", **holder}))

    @classmethod
    def of_person(cls, trust: Simulator, person: Person, **more: str) -> "TestCard":
        """Have the played authority make a person's signing card; `more` names what else its certificate says."""
        return cls.of_authority(trust, **{"surname": person.surname, "given": person.name, "fin": person.fin, **more})

    @classmethod
    def from_issued(cls, issued: dict[str, str]) -> "TestCard":
        """Return the card that the authority's answer to an order holds."""
        return cls(KeyPair.from_pem({"key": issued["key_pem"], "certificate": issued["certificate_pem"]}))

    @property
    def der(self) -> bytes:
        """The certificate."""
        return self.pair.der

    def answer(self, nonce: str, *, origin: str, **changed: object) -> str:
        """Return the token for a challenge; `changed` replaces parts of it."""
        signed = _sha256(_sha256(origin.encode()) + _sha256(nonce.encode()))
        token = {
            "unverifiedCertificate": base64.b64encode(self.der).decode(),
            "algorithm": "ES256",
            "signature": base64.b64encode(self.sign(signed)).decode(),
            "format": "web-eid:1.0",
            "appVersion": "https://web-eid.eu/web-eid-app/releases/v2.7.0",
        }
        return json.dumps({**token, **changed})

    def sign(self, digest: bytes) -> bytes:
        """Return r||s over a SHA-256 digest, as a card gives it."""
        assert isinstance(self.pair.key, ec.EllipticCurvePrivateKey)
        r, s = utils.decode_dss_signature(self.pair.key.sign(digest, ec.ECDSA(utils.Prehashed(hashes.SHA256()))))
        return r.to_bytes(32) + s.to_bytes(32)


def _sha256(content: bytes) -> bytes:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(content)
    return digest.finalize()
