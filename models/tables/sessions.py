"""What the web keeps between two requests: sessions, sign-ins under way, counters of attempts."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ARRAY, LargeBinary, String
from sqlmodel import Field, SQLModel

from models.domain.languages import Language
from models.ports import CertificateKind
from models.tables.accounts import SignInMethod
from models.tables.columns import MOMENT, SHA256, stored


class WebSessionRow(SQLModel, table=True):
    """A signed-in browser; the cookie's value itself is never stored, only its SHA-256."""

    __tablename__ = "web_session"

    id: str = Field(primary_key=True, sa_type=SHA256)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    created_at: datetime = Field(sa_type=MOMENT)
    seen_at: datetime = Field(sa_type=MOMENT, index=True)
    proven_at: datetime | None = Field(default=None, sa_type=MOMENT)  # by a strong sign-in in this very browser
    flashes: list[str] = Field(default_factory=list, sa_type=ARRAY(String))  # codes of sentences for the next page
    # what its owner sees of it in "my sessions and devices"
    handle: UUID = Field(default_factory=uuid4, unique=True)  # names it on pages: the id is made from the cookie
    method: SignInMethod | None = Field(default=None, sa_type=stored(SignInMethod))  # None: begun before it was kept
    device: str = Field(default="", max_length=80)  # "Firefox, Windows"; empty when the browser does not say
    agent: str = Field(default="", max_length=1000)  # as the browser names itself
    address: str = Field(default="", max_length=64)  # network address
    capacity: int = 0  # the name last chosen to act under (ID-12); a page's own address may name another


class SignInAttemptRow(SQLModel, table=True):
    """A sign-in with ASAN İmza between the request to the phone and the person's answer (ID-6)."""

    __tablename__ = "sign_in_attempt"

    id: UUID = Field(primary_key=True)
    browser: str = Field(sa_type=SHA256)  # SHA-256 of the cookie of the browser that began it
    provider_session: str
    verification_code: str = Field(max_length=8)
    digest: bytes = Field(sa_type=LargeBinary)
    signing_certificate: bytes = Field(sa_type=LargeBinary)  # DER; bound to the account on success (ID-10)
    certificate_kind: CertificateKind = Field(sa_type=stored(CertificateKind))
    phone: str
    language: Language = Field(sa_type=stored(Language))
    next_path: str
    created_at: datetime = Field(sa_type=MOMENT, index=True)
    expires_at: datetime = Field(sa_type=MOMENT)
    outcome: str | None = None  # None while the phone has not answered; else "signed_in" or the code of the refusal


class SignInChallengeRow(SQLModel, table=True):
    """What a door waits to hear back from this browser: an OpenID Connect state or a Web eID nonce; good once."""

    __tablename__ = "sign_in_challenge"

    id: str = Field(primary_key=True, sa_type=SHA256)  # of the state or nonce that comes back
    method: SignInMethod = Field(sa_type=stored(SignInMethod))
    browser: str = Field(sa_type=SHA256)  # SHA-256 of the cookie of the browser that began it
    nonce: str = Field(max_length=100)
    verifier: str = Field(max_length=128)  # PKCE; empty for e-İmza
    next_path: str
    created_at: datetime = Field(sa_type=MOMENT, index=True)
    expires_at: datetime = Field(sa_type=MOMENT)
    used_at: datetime | None = Field(default=None, sa_type=MOMENT)


class RateCountRow(SQLModel, table=True):
    """Attempts of one kind by one person or address within one window; losing them in a crash is harmless."""

    __tablename__ = "rate_count"
    __table_args__ = {"prefixes": ["UNLOGGED"]}

    who: str = Field(primary_key=True, sa_type=SHA256)  # of the account or the network address
    action: str = Field(primary_key=True, max_length=40)
    window_start: datetime = Field(primary_key=True, sa_type=MOMENT)
    times: int
