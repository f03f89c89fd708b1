"""The test authority over HTTP: OCSP, time-stamps, issuing, and a page where a person revokes or breaks things."""

from pathlib import Path
from typing import Annotated, Literal

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    load_pem_public_key,
)
from fastapi import Body, FastAPI, HTTPException, Request, Response, status
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader
from pydantic import BaseModel, ConfigDict, Field

from simulators.trust.authority import Authority, Holder, Kind
from simulators.trust.certificates import PublicKey
from simulators.trust.ocsp_answers import Standing

_PAGES = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)


class IssueOrder(BaseModel):
    """What is asked for: a person's PIN1 (auth) or PIN2 (sign) certificate, or an organisation's seal.

    With `public_key_pem` only the certificate is made; without it the answer carries a new P-256 key too.
    """

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    surname: str = ""
    given: str = ""
    fin: Annotated[str, Field(pattern=r"^([0-9A-Z]{7})?$")] = ""
    organisation: str = ""
    voen: Annotated[str, Field(pattern=r"^(\d{10})?$")] = ""
    public_key_pem: str = ""


class Issued(BaseModel):
    """The certificate, and its key when the authority made it; both PEM. `serial` is decimal."""

    serial: str
    certificate_pem: str
    key_pem: str = ""


def create_app(state: Path, *, address: str) -> FastAPI:
    """Return the application of the authority kept in the folder `state` and reached at `address`."""
    authority = Authority.load_or_create(state, ocsp_url=f"{address}/ocsp")
    app = FastAPI(title="SINAQ sertifikat mərkəzi", docs_url=None, redoc_url=None)
    _add_protocols(app, authority)
    _add_issuing(app, authority, state)
    _add_page(app, authority, state)
    return app


def _add_protocols(app: FastAPI, authority: Authority) -> None:
    @app.post("/ocsp")
    def ocsp(request: Annotated[bytes, Body(media_type="application/ocsp-request")]) -> Response:
        if authority.ocsp_down:
            raise HTTPException(status.HTTP_503_SERVICE_UNAVAILABLE)
        return Response(authority.answer_ocsp(request), media_type="application/ocsp-response")

    @app.post("/tsa")
    def tsa(request: Annotated[bytes, Body(media_type="application/timestamp-query")]) -> Response:
        if authority.tsa_down:
            raise HTTPException(status.HTTP_503_SERVICE_UNAVAILABLE)
        return Response(authority.answer_timestamp(request), media_type="application/timestamp-reply")

    @app.get("/ca.pem")
    def anchors() -> Response:
        return Response(authority.trust_pem(), media_type="application/x-pem-file")

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}


def _add_issuing(app: FastAPI, authority: Authority, state: Path) -> None:
    @app.post("/issue", status_code=status.HTTP_201_CREATED)
    def issue(order: IssueOrder) -> Issued:
        complete = (order.organisation and order.voen) if order.kind == "seal" else (order.surname and order.fin)
        if not complete:
            raise HTTPException(
                status.HTTP_422_UNPROCESSABLE_CONTENT, "a person needs surname and FİN, a seal its VÖEN"
            )
        holder = Holder(order.surname, order.given, order.fin, organisation=order.organisation, voen=order.voen)
        answer = _issued(authority, order, holder)
        authority.save(state)
        return answer


def _issued(authority: Authority, order: IssueOrder, holder: Holder) -> Issued:
    if not order.public_key_pem:
        made = authority.issue_with_key(order.kind, holder)
        texts = made.to_pem()
        return Issued(
            serial=str(made.certificate.serial_number), certificate_pem=texts["certificate"], key_pem=texts["key"]
        )
    public_key = _public_key(order.public_key_pem)
    certificate = authority.issue(order.kind, holder, public_key=public_key)
    return Issued(
        serial=str(certificate.serial_number), certificate_pem=certificate.public_bytes(Encoding.PEM).decode()
    )


def _public_key(pem: str) -> PublicKey:
    try:
        key = load_pem_public_key(pem.encode())
    except ValueError as error:
        raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, "the public key is no PEM") from error
    if not isinstance(key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, "an EC or RSA key is needed")
    return key


def _add_page(app: FastAPI, authority: Authority, state: Path) -> None:
    @app.get("/", response_class=HTMLResponse)
    def page() -> str:
        newest_first = sorted(authority.issued.values(), key=lambda line: line.issued_at, reverse=True)
        return _PAGES.get_template("page.html").render(
            issued=newest_first, standings=list(Standing), tsa_down=authority.tsa_down, ocsp_down=authority.ocsp_down
        )

    @app.post("/certificates/{serial}/{standing}")
    def set_standing(request: Request, serial: int, standing: Standing) -> RedirectResponse:
        if serial not in authority.issued:
            raise HTTPException(status.HTTP_404_NOT_FOUND)
        authority.set_standing(serial, standing)
        authority.save(state)
        return RedirectResponse(request.url_for("page"), status.HTTP_303_SEE_OTHER)

    @app.post("/services/{service}/{condition}")
    def set_condition(
        request: Request, service: Literal["tsa", "ocsp"], condition: Literal["up", "down"]
    ) -> RedirectResponse:
        down = condition == "down"
        authority.tsa_down = down if service == "tsa" else authority.tsa_down
        authority.ocsp_down = down if service == "ocsp" else authority.ocsp_down
        authority.save(state)
        return RedirectResponse(request.url_for("page"), status.HTTP_303_SEE_OTHER)
