"""Words of registering, of confirming an identity and of passwords."""

from enum import StrEnum

from models.domain.identity_documents import IdentityDocument
from web.language import N_

SENTENCES: dict[str, str] = {
    "series_old_card": N_("The series of an old identity card is AZE."),
    "series_permanent_permit": N_("The series of a permanent residence permit is DYİ."),
    "series_temporary_permit": N_("The series of a temporary residence permit is MYİ."),
    "number_old_card": N_("The number of an old identity card has eight digits."),
    "number_new_card": N_("The number of a new identity card is AA and seven digits."),
    "number_permanent_permit": N_("The number of a residence permit has six to eight digits."),
    "number_temporary_permit": N_("The number of a residence permit has six to eight digits."),
    "pair_not_registered": N_("The population register knows no such document with this FİN. Check every field."),
    "population_register_away": N_(
        "The population register is not answering. What you typed is kept: try again in a few minutes."
    ),
    "user_name_format": N_(
        "A user name has 4 to 40 Latin letters and digits, with single dots, hyphens or underscores between them."
    ),
    "user_name_taken": N_("This user name is taken. Choose another one."),
    "password_too_short": N_(
        "The password needs at least 12 characters. A few words that only you put together are best."
    ),
    "password_too_long": N_("The password may have at most 128 characters."),
    "password_names_owner": N_("The password must not hold your user name or FİN."),
    "password_common": N_("This password is known or soon guessed. Choose one that nobody else uses."),
    "passwords_differ": N_("The two passwords are not the same."),
    "old_password_wrong": N_("This is not your present password."),
    "wrong_login": N_("The user name or e-mail address and the password do not match."),
    "email_confirmed": N_("Your e-mail address is confirmed. You can now sign in."),
    "password_changed": N_("Your password was changed. Every other session has ended."),
    "registration_link_used": N_("This link is no longer valid: it was used, replaced by a newer one, or is too old."),
    "link_used": N_("This link is no longer valid: it was used, replaced by a newer one, or is too old."),
    "links_too_many": N_("The link was sent too many times. Begin the registration again."),
    "link_just_sent": N_("A link has just been sent. Wait a minute before asking for another one."),
    "registration_decided": N_("This has been decided in the meantime."),
    "operators_only": N_("Only an operator decides on identities."),
    "rejection_reason_missing": N_("Say what is wrong in at least ten characters: the person reads it"),
    "identity_not_confirmed": N_("You can file with the court as soon as your identity is confirmed."),
    "application_sent": N_("Your application was sent. You will be told by e-mail how it was decided."),
    "identity_approved": N_("The identity was confirmed and the person is told."),
    "identity_rejected": N_("The application was rejected and the person is told why."),
}
PATTERNS: dict[str, str] = {  # each kind of document has its own sentence above; these stand for a kind still without
    r"number_.+": N_("Enter the number of the document"),
    r"series_.+": N_("Enter the series"),
}
NAMES: dict[type[StrEnum], dict[str, str]] = {
    IdentityDocument: {
        IdentityDocument.NEW_CARD: N_("New identity card (number beginning with AA)"),
        IdentityDocument.OLD_CARD: N_("Old identity card (series AZE)"),
        IdentityDocument.PERMANENT_PERMIT: N_("Permanent residence permit (DYİ)"),
        IdentityDocument.TEMPORARY_PERMIT: N_("Temporary residence permit (MYİ)"),
    },
}
