"""Judges a new password: the domain's rules, then the lists of common and breached ones (NIST SP 800-63B §5.1.1.2)."""

import asyncio
from typing import TypeVar

from zxcvbn import zxcvbn

from models.domain.errors import RuleBroken
from models.domain.passwords import check_password, normal_password
from web.forms.reading import Reading
from web.forms.registration import PasswordForm
from web.words.lookup import sentence

GUESSED_SOON = 10**8  # fewer guesses than these and it is on a list, or a pattern of words that are
LOOKED_AT = 64  # characters; the search for patterns grows with the length


F = TypeVar("F", bound=PasswordForm)


async def judged(form: Reading[F], *, user_name: str, fin: str, email: str) -> tuple[Reading[F], str]:
    """Judge a new password typed twice; return the form, with an error if there is one, and the password."""
    if not form.ok:
        return form, ""
    try:
        password = await judged_password(form.value.password, user_name=user_name, fin=fin, email=email)
    except RuleBroken as broken:
        return form.refuse("password", sentence(broken.code)), ""
    if form.value.again != form.value.password:
        return form.refuse("again", sentence("passwords_differ")), ""
    return form, password


async def judged_password(typed: str, *, user_name: str, fin: str, email: str = "") -> str:
    """Return a password as it is hashed, or raise RuleBroken of `check_password`, or `password_common`."""
    password = normal_password(typed)
    mailbox = email.partition("@")[0]
    check_password(password, never_inside=(user_name, fin))
    if await asyncio.to_thread(_is_common, password, [user_name, fin, mailbox, "divan", "mehkeme", "parol"]):
        raise RuleBroken("password_common")
    return password


def _is_common(password: str, known: list[str]) -> bool:
    found = zxcvbn(password[:LOOKED_AT], user_inputs=[word for word in known if word])
    return int(found["guesses"]) < GUESSED_SOON
