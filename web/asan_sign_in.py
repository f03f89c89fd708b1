"""One sign-in with ASAN İmza: the request to the phone, the answer, the account behind it (ID-6, ID-10)."""

import secrets
from collections.abc import Mapping
from uuid import UUID, uuid4

from fastapi import Request
from sqlalchemy import Update, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.authentication import Identity, identify, identity_in, serial_of
from activities.capacities import bind_certificate
from activities.phone_certificates import certificates_of
from activities.signatures.certificate_path import TrustStore
from models.domain.errors import RuleBroken
from models.ports import CertificateKind, PhoneAnswer, SignOutcome
from models.tables.accounts import BoundCertificateRow, SignInMethod
from models.tables.sessions import SignInAttemptRow
from web.accounts import account_of_identity, enter
from web.deps import NotYoursError, WebDeps
from web.forms.sign_in import AsanForm, safe_path
from web.language import current_language, gettext
from web.sessions import ABSOLUTE, cookie_hash, now
from web.sign_in_log import SIGNED_IN, record_sign_in
from web.visit import visit_of


class SeveralCertificatesError(Exception):
    """The number holds several certificates; the person must choose."""

    def __init__(self, offers: Mapping[CertificateKind, Identity]) -> None:
        """Keep whom each certificate names."""
        super().__init__(", ".join(offers))
        self.offers = offers


async def begin(request: Request, deps: WebDeps, form: AsanForm) -> UUID:
    """Put a request on the phone and remember it for this browser.

    RuleBroken("no_such_user") when ASAN İmza does not know the pair; SeveralCertificatesError when the person must say
    which certificate; OutsideUnavailableError when ASAN İmza is down.
    """
    kind, certificate = _chosen(await certificates_of(deps.signer, form.phone, form.user_id), form.certificate)
    digest = secrets.token_bytes(32)
    challenge = await deps.signer.start_authentication(
        form.phone,
        form.user_id,
        digest=digest,
        text=gettext("Electronic Court: sign in"),
        language=current_language(),
        kind=kind,
    )
    at = now()
    attempt = SignInAttemptRow(
        id=uuid4(),
        browser=cookie_hash(visit_of(request).secret()),
        provider_session=challenge.session,
        verification_code=challenge.verification_code,
        digest=digest,
        signing_certificate=certificate,
        certificate_kind=kind,
        phone=form.phone,
        language=current_language(),
        next_path=safe_path(form.next),
        created_at=at,
        expires_at=challenge.expires_at,
    )
    async with deps.sessions.begin() as session:
        await session.execute(delete(SignInAttemptRow).where(col(SignInAttemptRow.created_at) < at - ABSOLUTE))
        session.add(attempt)
    return attempt.id


def _chosen(held: Mapping[CertificateKind, bytes], wanted: CertificateKind | None) -> tuple[CertificateKind, bytes]:
    if not held or (wanted is not None and wanted not in held):
        raise RuleBroken("no_such_user")
    if wanted is None and len(held) > 1:
        raise SeveralCertificatesError({kind: identity_in(certificate) for kind, certificate in held.items()})
    kind = wanted or next(iter(held))
    return kind, held[kind]


async def attempt_of(request: Request, deps: WebDeps, attempt_id: UUID) -> SignInAttemptRow:
    """Return an attempt of this very browser; for any other it does not exist."""
    query = select(SignInAttemptRow).where(
        col(SignInAttemptRow.id) == attempt_id,
        col(SignInAttemptRow.browser) == cookie_hash(visit_of(request).cookie or ""),
    )
    async with deps.sessions() as session:
        attempt = (await session.execute(query)).scalar_one_or_none()
    if attempt is None:
        raise NotYoursError
    return attempt


async def ask_phone(deps: WebDeps, attempt: SignInAttemptRow, *, wait_ms: int) -> PhoneAnswer:
    """Ask how the request stands; past its end it timed out, whatever the provider says."""
    if now() > attempt.expires_at:
        return PhoneAnswer(SignOutcome.TIMED_OUT)
    return await deps.signer.poll_authentication(attempt.provider_session, wait_ms=wait_ms)


async def finish(request: Request, deps: WebDeps, attempt: SignInAttemptRow, answer: PhoneAnswer) -> str:
    """Turn the phone's answer into a session or a refusal, once; return "signed_in" or the code of the refusal."""
    try:
        identity = await _identity(deps, attempt, answer)
    except RuleBroken as broken:
        return await _close(request, deps, attempt, outcome=broken.code)
    async with deps.sessions.begin() as session:
        if not await _taken(session, attempt, SIGNED_IN):
            return SIGNED_IN
        account = await account_of_identity(session, identity, language=attempt.language, phone=attempt.phone)
        await _bind(session, account.id, attempt)
        capacity = await bind_certificate(session, account, attempt.signing_certificate, at=now())
        outcome = await enter(request, session, account, SignInMethod.ASAN_IMZA, capacity=capacity)
        if outcome != SIGNED_IN:
            await session.execute(_of(attempt).values(outcome=outcome))
    return outcome


async def _identity(deps: WebDeps, attempt: SignInAttemptRow, answer: PhoneAnswer) -> Identity:
    if answer.outcome is not SignOutcome.SIGNED:
        raise RuleBroken(answer.outcome)
    if answer.certificate is None or answer.raw_signature is None:
        raise RuleBroken("signature_wrong")
    identity = await identify(
        answer.certificate,
        answer.raw_signature,
        digest=attempt.digest,
        trust=TrustStore.from_pem(deps.settings.trust_anchors.read_bytes()),
        at=now(),
    )
    # both certificates live on one SIM card: two persons mean that something was exchanged on the way
    signing = identity_in(attempt.signing_certificate)
    if (signing.fin, signing.voen) != (identity.fin, identity.voen):
        raise RuleBroken("signature_wrong")
    # an organisation comes in by its own certificate alone (ID-8)
    if (attempt.certificate_kind is CertificateKind.CITIZEN) == bool(identity.voen):
        raise RuleBroken("certificate_kind_wrong")
    return identity


async def _bind(session: AsyncSession, account_id: UUID, attempt: SignInAttemptRow) -> None:
    """Remember which certificate speaks for the person, or for his organisation, from now on (ID-8, ID-10)."""
    holder = identity_in(attempt.signing_certificate)
    shown = {
        "kind": attempt.certificate_kind,
        "organisation": holder.organisation,
        "serial": serial_of(attempt.signing_certificate),
        "bound_at": now(),
    }
    binding = insert(BoundCertificateRow).values(account_id=account_id, voen=holder.voen, **shown)
    await session.execute(binding.on_conflict_do_update(index_elements=["account_id", "voen"], set_=shown))


async def _taken(session: AsyncSession, attempt: SignInAttemptRow, outcome: str) -> bool:
    """Close the attempt; False when another request of the same browser closed it before."""
    closing = _of(attempt).where(col(SignInAttemptRow.outcome).is_(None)).values(outcome=outcome)
    return bool((await session.execute(closing.returning(col(SignInAttemptRow.id)))).first())


def _of(attempt: SignInAttemptRow) -> Update:
    return update(SignInAttemptRow).where(col(SignInAttemptRow.id) == attempt.id)


async def _close(request: Request, deps: WebDeps, attempt: SignInAttemptRow, *, outcome: str) -> str:
    async with deps.sessions.begin() as session:
        if await _taken(session, attempt, outcome):
            record_sign_in(request, session, SignInMethod.ASAN_IMZA, outcome=outcome, account_id=None)
    return outcome
