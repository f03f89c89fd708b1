"""Letters that concern a person and no claim: what they are about, and the links some of them carry."""

from datetime import timedelta
from enum import StrEnum


class LetterKind(StrEnum):
    """What a letter says; each kind has its words per language in activities/words/letters."""

    REGISTRATION_LINK = "registration_link"
    REGISTRATION_REMINDER = "registration_reminder"
    REGISTRATION_KNOWN = "registration_known"  # somebody registered a person or an address that has a cabinet
    APPLICATION_APPROVED = "application_approved"
    APPLICATION_REJECTED = "application_rejected"
    PASSWORD_LINK = "password_link"  # noqa: S105 - the name of a letter, no secret
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - as above
    STAFF_LINK = "staff_link"  # a member of the staff chooses a password


class LinkPurpose(StrEnum):
    """What a mailed link is good for."""

    REGISTRATION = "registration"
    NEW_PASSWORD = "new_password"  # noqa: S105 - what a link is good for, no secret
    STAFF_PASSWORD = "staff_password"  # noqa: S105 - as above


PASSWORD_LINK_LIVES = timedelta(hours=1)
STAFF_LINK_LIVES = timedelta(days=3)  # an account may be made on a Friday
