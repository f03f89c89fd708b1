"""Whether the court knows where to reach a person: who lacks any of it may not file (PRO-1)."""

from enum import StrEnum


class Detail(StrEnum):
    """What must be known of a person before he files."""

    ADDRESS = "address"
    POSTAL_INDEX = "postal_index"
    PHONE = "phone"
    EMAIL = "email"  # confirmed: a link that went there was followed


def missing_details(
    *, address: str, postal_index: str, phone: str, email: str, email_confirmed: bool
) -> tuple[Detail, ...]:
    """Return what keeps a person from filing, in the order of the profile page; empty when nothing does."""
    known = {
        Detail.ADDRESS: bool(address),
        Detail.POSTAL_INDEX: bool(postal_index),
        Detail.PHONE: bool(phone),
        Detail.EMAIL: bool(email) and email_confirmed,
    }
    return tuple(detail for detail, is_known in known.items() if not is_known)
