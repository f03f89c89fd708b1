"""Looks at the links people bring back from their mailboxes; only a pressed button uses one up.

Opening the address must not: mail programs and virus scanners open every link before the person does.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from activities.mailed_links import living_link, token_sha256
from models.domain.errors import RuleBroken
from models.domain.letters import LinkPurpose
from web.sessions import now


async def subject_of(db: AsyncSession, purpose: LinkPurpose, token: str) -> str:
    """Return the registration or account a token stands for; RuleBroken `registration_link_used` or `link_used`."""
    link = await living_link(db, purpose, token_sha256(token), at=now())
    if link is None:
        raise RuleBroken("registration_link_used" if purpose is LinkPurpose.REGISTRATION else "link_used")
    return link.subject
