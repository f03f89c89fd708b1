"""Writing what a form holds in one transaction, where a rule may still refuse it."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.errors import RuleBroken
from web.deps import WebDeps
from web.forms.reading import FormInput, Reading

F = TypeVar("F", bound=FormInput)


async def refusal_of(
    deps: WebDeps, form: Reading[F], write: Callable[[AsyncSession, F], Awaitable[object]]
) -> RuleBroken | None:
    """Write what a form without errors holds; returns the refusal of a rule, with which nothing is written."""
    if not form.ok:
        return None
    try:
        async with deps.sessions.begin() as db:
            await write(db, form.value)
    except RuleBroken as refused:
        return refused
    return None
