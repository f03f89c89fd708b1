"""What a signer gives in the signing room, and a co-claimant who refuses."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from models.domain.identity import parse_fin
from web.forms.profile import Phone
from web.forms.reading import FormInput, by_rule
from web.language import N_


class SealForm(FormInput):
    """The phone whose ASAN İmza has the organisation's certificate, and the version that was shown."""

    phone: Phone
    user_id: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    version: int
    nonce: Annotated[str, StringConstraints(min_length=1, max_length=80)]

    words: ClassVar[Mapping[str, str]] = {
        "phone.missing": N_("Enter the phone number of your ASAN İmza"),
        "user_id.missing": N_("Enter the user ID of your ASAN İmza"),
        "user_id": N_("The user ID has six digits"),
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
