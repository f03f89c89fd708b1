"""What the application asks of the outside world; one adapter in `activities/adapters` answers each Protocol."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, Protocol

from models.domain.payment import Portal


class OutsideUnavailableError(Exception):
    """The outside system did not answer, or answered that it cannot: worth another try later."""


class OutsideRefusedError(Exception):
    """The outside system answered and will not change its mind: another try is of no use. `code` says why."""

    def __init__(self, code: str, detail: str = "") -> None:
        """Keep the stable code apart from the text."""
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


# ---- signatures on a phone (ASAN İmza; Mobile-ID REST) ------------------------------------------------------------


class SignOutcome(StrEnum):
    """How one request to a person's phone stands."""

    RUNNING = "running"
    SIGNED = "signed"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed_out"
    NO_SUCH_USER = "no_such_user"
    UNREACHABLE = "unreachable"
    DEVICE_ERROR = "device_error"


@dataclass(frozen=True)
class Challenge:
    """A request that is now on the person's phone."""

    session: str
    verification_code: str  # four digits, shown on both screens
    expires_at: datetime


@dataclass(frozen=True)
class PhoneAnswer:
    """The provider's answer to a poll."""

    outcome: SignOutcome
    raw_signature: bytes | None = None  # r||s, fixed width
    certificate: bytes | None = None  # DER; authentication only


class CertificateKind(StrEnum):
    """What a person may hold on one number: each kind is a pair of certificates, for PIN1 and PIN2."""

    CITIZEN = "citizen"
    BUSINESS = "business"  # names an entrepreneur or a legal entity by VÖEN
    GOVERNMENT = "government"  # names a state body by VÖEN


class RemoteSigner(Protocol):
    """ASAN İmza: the private key stays in the SIM; we send a digest and get r||s back."""

    async def signing_certificate(
        self, phone: str, user_id: str, *, kind: CertificateKind = CertificateKind.CITIZEN
    ) -> bytes | None:
        """Return the DER certificate that will sign (PIN2), None when the number has none of that kind."""

    async def start_sign(
        self,
        phone: str,
        user_id: str,
        *,
        digest: bytes,
        hash_name: str,
        text: str,
        language: str,
        kind: CertificateKind = CertificateKind.CITIZEN,
    ) -> Challenge:
        """Put a signing request (PIN2) on the phone. `digest` is 32, 48 or 64 bytes by `hash_name`."""

    async def start_authentication(
        self,
        phone: str,
        user_id: str,
        *,
        digest: bytes,
        text: str,
        language: str,
        kind: CertificateKind = CertificateKind.CITIZEN,
    ) -> Challenge:
        """Put a sign-in request (PIN1) on the phone; `digest` is 32 random bytes made by the caller."""

    async def poll_signature(self, session: str, *, wait_ms: int) -> PhoneAnswer:
        """Ask how a signing request stands, waiting up to `wait_ms` for a change."""

    async def poll_authentication(self, session: str, *, wait_ms: int) -> PhoneAnswer:
        """Ask how a sign-in request stands; the answer carries the certificate to check the signature with."""


# ---- single sign-on (ASAN Login; OpenID Connect) -------------------------------------------------------------------


@dataclass(frozen=True)
class LoginQuestion:
    """What we asked the provider, and what its answer must fit: all three are secrets of one sign-in."""

    state: str
    nonce: str
    verifier: str  # PKCE, RFC 7636
    redirect_uri: str


@dataclass(frozen=True)
class LoginPerson:
    """A person as the provider names him; `fin` is as the provider wrote it."""

    fin: str
    name: str
    surname: str
    phone: str = ""


class IdentityProvider(Protocol):
    """An OpenID Connect provider, asked by the authorization code flow."""

    async def authorize_url(self, question: LoginQuestion, *, language: str) -> str:
        """Return where the person's browser goes; OutsideUnavailableError when the provider does not answer."""

    async def person(self, code: str, question: LoginQuestion, *, issuer: str | None) -> LoginPerson:
        """Exchange the code that came back for the person; `issuer` is the one the answer named (RFC 9207).

        OutsideUnavailableError when the provider does not answer; OutsideRefusedError("login_code_refused") when it
        does not take the code (any more), "login_token_wrong" when its ID token does not prove the person.
        """


class TimestampClient(Protocol):
    """RFC 3161 time-stamp authority."""

    async def stamp(self, digest: bytes) -> bytes:
        """Return the DER TimeStampToken over a SHA-256 digest; OutsideUnavailableError when it cannot be had now."""


class OcspClient(Protocol):
    """RFC 6960 responder."""

    async def fetch(self, certificate: bytes, issuer: bytes) -> bytes:
        """Return the DER OCSP response about a DER certificate."""


# ---- documents ----------------------------------------------------------------------------------------------------


class DocumentStore(Protocol):
    """Bytes kept once under their SHA-256 (lower-case hex)."""

    async def put(self, data: bytes) -> str:
        """Store and return the hash; durable when it returns; storing the same bytes again is no change."""

    async def get(self, sha256: str) -> bytes:
        """Return the bytes; KeyError when unknown; ValueError when the stored bytes no longer have that hash."""


# ---- money --------------------------------------------------------------------------------------------------------


COURT_FEE: Final = "court_fee"  # the purpose of a receipt for a court fee


class PaymentState(StrEnum):
    """How a payment stands at the portal."""

    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"


@dataclass(frozen=True)
class PortalSession:
    """A payment begun at the portal; the payer's browser goes to `pay_url`."""

    portal_ref: str
    pay_url: str


@dataclass(frozen=True)
class PortalReceipt:
    """A receipt (qəbz) as the portal knows it."""

    number: str
    amount: Decimal  # AZN, two decimals
    paid_at: datetime
    payer_name: str
    purpose: str  # COURT_FEE, or what else was paid for
    refunded: bool = False  # whole
    refunded_amount: Decimal = Decimal(0)
    order_id: str = ""  # of the online payment; empty: paid elsewhere
    portal: Portal = Portal.GOVERNMENT


@dataclass(frozen=True)
class PortalStatus:
    """The portal's answer about one payment."""

    state: PaymentState
    receipt: PortalReceipt | None = None
    reason: str = ""


class PaymentPortal(Protocol):
    """A state payment portal: redirect, signed callback, status query, receipts looked up by number."""

    async def open_payment(
        self,
        *,
        order_id: str,
        amount: Decimal,
        description: str,
        return_url: str,
        callback_url: str,
        language: str,
    ) -> PortalSession:
        """Begin a payment; `order_id` is the idempotency key: asking twice gives the same session."""

    async def status(self, order_id: str) -> PortalStatus:
        """Ask how the payment of an order stands."""

    async def receipt(self, number: str) -> PortalReceipt | None:
        """Look a receipt up by its number; None when the portal knows no such receipt."""

    async def refund(self, number: str, *, refund_id: str, amount: Decimal) -> PortalReceipt:
        """Give money back; `refund_id` is the idempotency key. OutsideRefusedError when less is left of the receipt."""

    async def register(self, day: date) -> tuple[PortalReceipt, ...]:
        """Return every receipt of one day of Baku, terminals included."""

    def verify_callback(self, body: bytes, signature: str) -> str:
        """Check the portal's signature on a callback and return its order id; OutsideRefusedError when it is not."""


# ---- messages -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mail:
    """One e-mail, ready to be sent."""

    to: str
    subject: str
    text: str
    html: str
    language: str
    key: str  # idempotency: becomes the Message-ID, so a mailbox keeps one of two equal messages


class Mailer(Protocol):
    """Sends mail."""

    async def send(self, mail: Mail) -> str:
        """Hand the mail to the SMTP server and return its answer; raise when it was not taken."""


class SmsGateway(Protocol):
    """Sends SMS."""

    async def send(self, *, phone: str, text: str, key: str) -> str:
        """Hand an SMS to the gateway and return its message id; the gateway drops a repeated `key`."""
