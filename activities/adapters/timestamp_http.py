"""Time-stamps by RFC 3161 over HTTP."""

import secrets
from dataclasses import dataclass

import httpx2
from asn1crypto import cms, core, tsp

from models.ports import OutsideRefusedError, OutsideUnavailableError

_GRANTED = ("granted", "granted_with_mods")


class _Response(core.Sequence):  # type: ignore[misc]  # asn1crypto ships no types
    # asn1crypto's own TimeStampResp demands a token, which RFC 3161 leaves out of a rejection
    _fields = [("status", tsp.PKIStatusInfo), ("time_stamp_token", cms.ContentInfo, {"optional": True})]  # noqa: RUF012 - asn1crypto writes into its list


@dataclass(frozen=True)
class TimestampHttp:
    """Asks one time-stamp authority; implements `models.ports.TimestampClient`."""

    http: httpx2.AsyncClient
    url: str

    async def stamp(self, digest: bytes) -> bytes:
        """Return the DER TimeStampToken over a SHA-256 digest.

        OutsideUnavailableError when the authority cannot be reached or is out of order; OutsideRefusedError when it
        rejects the request (`tsa_rejected`) or answers another one (`tsa_wrong_answer`).
        """
        nonce = secrets.randbits(63)
        try:
            answer = await self.http.post(
                self.url,
                content=request_for(digest, nonce=nonce),
                headers={"Content-Type": "application/timestamp-query"},
            )
        except httpx2.HTTPError as error:
            raise OutsideUnavailableError(f"time-stamp authority: {type(error).__name__}") from error
        if not answer.is_success:
            raise OutsideUnavailableError(f"time-stamp authority: HTTP {answer.status_code}")
        return token_in(answer.content, digest=digest, nonce=nonce)


def request_for(digest: bytes, *, nonce: int) -> bytes:
    """Return the DER TimeStampReq for a SHA-256 digest, asking for the authority's certificate too."""
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest}
    request = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True})
    return bytes(request.dump())


def token_in(answer: bytes, *, digest: bytes, nonce: int) -> bytes:
    """Return the token of a DER TimeStampResp when it answers this very request.

    Whether its signature is trusted is checked where the token is used (activities/signatures/timestamp_token.py).
    """
    try:
        response = _Response.load(answer, strict=True)
        status = response["status"]["status"].native
        if status not in _GRANTED:
            raise OutsideRefusedError("tsa_rejected", f"{status} {response['status']['fail_info'].native}")
        token = response["time_stamp_token"]
        content = token["content"]["encap_content_info"]["content"].parsed
        answered = (content["message_imprint"]["hashed_message"].native, content["nonce"].native)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise OutsideUnavailableError("time-stamp authority: the answer is no RFC 3161 response") from error
    if answered != (digest, nonce):
        raise OutsideRefusedError("tsa_wrong_answer", "imprint or nonce differ")
    return bytes(token.dump())
