"""What a password and a user name may be (NIST SP 800-63B §5.1.1.2, OWASP ASVS 5 §6.2): long, of any letters."""

import re
import unicodedata

from models.domain.errors import RuleBroken

SHORTEST, LONGEST = 12, 128  # characters
_SHORTEST_NAME = 4
_USER_NAME = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")
USER_NAME_LONGEST = 40


def parse_user_name(typed: str) -> str:
    """Return a user name in lower case: Latin letters, digits, single dots, hyphens or underscores between them.

    RuleBroken `user_name_format`, also for what could be taken for an e-mail address or a FİN.
    """
    name = typed.strip().lower()
    if not _SHORTEST_NAME <= len(name) <= USER_NAME_LONGEST or not _USER_NAME.fullmatch(name):
        raise RuleBroken("user_name_format")
    return name


def normal_password(typed: str) -> str:
    """Return a password as it is hashed: composed (NFKC), so that each keyboard gives the same; nothing is cut off."""
    return unicodedata.normalize("NFKC", typed)


def check_password(password: str, *, never_inside: tuple[str, ...]) -> None:
    """Refuse a password that is too short, too long or holds a word the world knows of its owner (user name, FİN).

    RuleBroken `password_too_short`, `password_too_long`, `password_names_owner`. Whether it is a common one is judged
    where the lists are (web/password_rules).
    """
    if len(password) < SHORTEST:
        raise RuleBroken("password_too_short")
    if len(password) > LONGEST:
        raise RuleBroken("password_too_long")
    folded = password.casefold()
    if any(word and word.casefold() in folded for word in never_inside):
        raise RuleBroken("password_names_owner")
