"""What a signer gives in the signing room, and a co-claimant who refuses."""

import base64
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from models.domain.identity import parse_fin
from models.domain.signing import SigningWay
from web.forms.profile import Phone
from web.forms.reading import FormInput, by_rule
from web.language import N_


def _of_bytes(typed: str) -> str:
    base64.b64decode(typed, validate=True)  # its ValueError is the field's
    return typed


Base64 = Annotated[str, AfterValidator(_of_bytes)]


def needed_by(way: SigningWay) -> WrapValidator:
    """Judge a field where this kind of signature was chosen; what another one needs is left out."""

    def judged(typed: str, judge: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        if info.data.get("way") is not way:
            return ""
        if not typed:
            raise PydanticCustomError("missing", "missing")
        return judge(typed)

    return WrapValidator(judged)


class SealForm(FormInput):
    """The phone whose ASAN İmza has the organisation's certificate, or that card's, and the version that was shown."""

    way: SigningWay = SigningWay.PHONE
    phone: Annotated[Phone, needed_by(SigningWay.PHONE)] = Field("", validate_default=True)
    user_id: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$"), needed_by(SigningWay.PHONE)] = Field(
        "", validate_default=True
    )
    certificate: Annotated[Base64, StringConstraints(max_length=12_000), needed_by(SigningWay.CARD)] = Field(
        "", validate_default=True
    )  # a script fills it in: DER of the card's
    version: int
    nonce: Annotated[str, StringConstraints(min_length=1, max_length=80)]

    words: ClassVar[Mapping[str, str]] = {
        "phone.missing": N_("Enter the phone number of your ASAN İmza"),
        "user_id.missing": N_("Enter the user ID of your ASAN İmza"),
        "user_id": N_("The user ID has six digits"),
        "way": N_("Choose the kind of the signature"),
        "certificate.missing": N_(
            "The card was not asked: e-İmza needs JavaScript and the program of the card. Press “Sign” again with the"
            " card in the reader, or choose ASAN İmza."
        ),
        "certificate": N_("The program of your card sent something that is no certificate."),
        "version": N_("Go back to the page you came from and try again."),
        "nonce": N_("Go back to the page you came from and try again."),
    }


class Statements(FormInput):
    """Both statements ticked."""

    rights: Literal["read"]
    duties: Literal["read"]


class SigningForm(SealForm, Statements):
    """The statements and the phone, and whether the organisation's seal is called for beside the signature."""

    seal: Literal["called"] | None = None

    words: ClassVar[Mapping[str, str]] = {
        "rights": N_("Tick that you have read the rights"),
        "duties": N_("Tick that you have read the duties"),
        **SealForm.words,
    }


class AttemptForm(FormInput):
    """One's own attempt to sign with a card."""

    attempt: Annotated[str, StringConstraints(min_length=1, max_length=36)]
    nonce: Annotated[str, StringConstraints(min_length=1, max_length=80)]

    words: ClassVar[Mapping[str, str]] = {
        "attempt": N_("Go back to the page you came from and try again."),
        "nonce": N_("Go back to the page you came from and try again."),
    }


class CardSignatureForm(AttemptForm):
    """What the card signed, as a script posts it."""

    signature: Annotated[Base64, StringConstraints(max_length=2_000)]

    words: ClassVar[Mapping[str, str]] = {
        "signature": N_("The program of your card sent something that is no signature."),
        **AttemptForm.words,
    }


class ReplacementForm(FormInput):
    """Who signs for the organisation instead."""

    fin: Annotated[str, by_rule(parse_fin)]
    nonce: Annotated[str, StringConstraints(min_length=1, max_length=80)]

    words: ClassVar[Mapping[str, str]] = {
        "fin.missing": N_("Enter the FİN of the person who will sign instead"),
        "nonce": N_("Go back to the page you came from and try again."),
    }


class WithdrawalForm(FormInput):
    """Why an application is taken back: asked for once somebody has signed it."""

    reason: Annotated[str, StringConstraints(max_length=2000)] = ""
    nonce: Annotated[str, StringConstraints(min_length=1, max_length=80)]

    words: ClassVar[Mapping[str, str]] = {
        "reason.string_too_long": N_("The reason may have at most 2000 characters"),
        "nonce": N_("Go back to the page you came from and try again."),
    }


class RefusalForm(FormInput):
    """Why a co-claimant will not sign (CLM-13)."""

    reason: Annotated[str, StringConstraints(min_length=3, max_length=2000)]
    nonce: Annotated[str, StringConstraints(min_length=1, max_length=80)]

    words: ClassVar[Mapping[str, str]] = {
        "reason": N_("Give the reason: the filer and the other signers will read it"),
        "reason.string_too_long": N_("The reason may have at most 2000 characters"),
        "nonce": N_("Go back to the page you came from and try again."),
    }
