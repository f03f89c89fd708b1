"""The played card reader: a person's own card, or the one his organisation gave him, whichever lies in it."""

import base64
import hashlib
import json
from collections.abc import Iterator

import httpx2
import pytest

from activities.authentication import identity_in
from activities.signatures.identity import identity_of, load_certificate
from activities.signatures.signature_value import algorithm_for, fits
from simulators.people import DEMO, STATE_BODY
from tests.outside import Simulator, simulator

TURAL = DEMO[4]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with (
        simulator("trust", tmp_path_factory.mktemp("trust")) as trust,
        simulator("e_imza", tmp_path_factory.mktemp("cards"), "--trust", trust.url) as running,
    ):
        yield running


@pytest.mark.parametrize("issuer", [("", ""), STATE_BODY], ids=["own", "organisation"])
def test_the_card_names_the_organisation_that_gave_it(reader: Simulator, issuer: tuple[str, str]) -> None:
    asked = reader.told("/requests", challengeNonce="n" * 44, origin="https://divan.example")
    window = f"{reader.url}/requests/{asked['id']}"
    assert f'value="{STATE_BODY[0]}"' in httpx2.get(window).text
    touched = {"choice": "confirm", "fin": TURAL.fin, "voen": issuer[0], "pin": "1234"}
    assert httpx2.post(window, data=touched, timeout=10).status_code == 303
    token = json.loads(httpx2.get(f"{window}/answer").text)
    holder = identity_in(base64.b64decode(token["unverifiedCertificate"]))
    assert (holder.fin, holder.voen, holder.organisation) == (TURAL.fin, *issuer)


def test_a_card_signs_the_hash_of_the_certificate_it_has_shown(reader: Simulator) -> None:
    page = {"origin": "https://divan.example"}
    asked = reader.told("/requests", action="web-eid:get-signing-certificate", **page)
    window = f"{reader.url}/requests/{asked['id']}"
    assert "PIN" not in httpx2.get(window).text, "showing a certificate takes no PIN"
    httpx2.post(window, data={"choice": "confirm", "fin": TURAL.fin}, timeout=10)
    certificate = json.loads(httpx2.get(f"{window}/answer").text)["certificate"]
    holder = load_certificate(base64.b64decode(certificate))
    assert identity_of(holder).can_sign
    digest = hashlib.sha256(b"what is filed").digest()
    question = {"certificate": certificate, "hash": base64.b64encode(digest).decode(), "hashFunction": "SHA-256"}
    asked = reader.told("/requests", action="web-eid:sign", **question, **page)
    window = f"{reader.url}/requests/{asked['id']}"
    assert httpx2.post(window, data={"choice": "confirm", "pin": ""}).status_code == 422
    httpx2.post(window, data={"choice": "confirm", "pin": "4321"})
    signature = base64.b64decode(json.loads(httpx2.get(f"{window}/answer").text)["signature"])
    assert fits(signature, digest, certificate=holder, algorithm=algorithm_for(holder))


def test_a_card_of_nobodys_organisation_is_none(reader: Simulator) -> None:
    asked = reader.told("/requests", challengeNonce="n" * 44, origin="https://divan.example")
    touched = {"choice": "confirm", "fin": TURAL.fin, "voen": "0000000000", "pin": "1234"}
    assert httpx2.post(f"{reader.url}/requests/{asked['id']}", data=touched).status_code == 422
