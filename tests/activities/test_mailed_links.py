"""Links sent by e-mail: good once, for a time, for one purpose; those nobody can follow any more are swept away."""

import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlmodel import col

from activities.mailed_links import living_link, new_link, token_sha256, use_link
from models.db import Sessions
from models.domain.letters import LinkPurpose
from models.tables.registrations import MailedLinkRow

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PASSWORD, REGISTRATION = LinkPurpose.NEW_PASSWORD, LinkPurpose.REGISTRATION


async def made(sessions: Sessions, *, at: datetime, subject: str = "") -> str:
    """Make a link for a new password that is good for an hour, and return what is kept of its token."""
    async with sessions.begin() as session:
        token = await new_link(session, PASSWORD, subject or str(uuid.uuid4()), at=at, expires_at=at + HOUR)
    return token_sha256(token)


async def kept(sessions: Sessions) -> set[str]:
    async with sessions() as session:
        return set((await session.scalars(select(col(MailedLinkRow.id)))).all())


async def test_old_links_leave_with_the_next_one_whether_they_were_used_or_not(sessions: Sessions) -> None:
    unused, used = await made(sessions, at=AT), await made(sessions, at=AT)
    async with sessions.begin() as session:
        assert await use_link(session, PASSWORD, used, at=AT)
    living = await made(sessions, at=AT + HOUR - timedelta(seconds=1))
    assert await kept(sessions) == {unused, used, living}
    newest = await made(sessions, at=AT + HOUR)
    assert await kept(sessions) == {living, newest}


async def test_a_newer_link_of_the_same_person_takes_the_place_of_the_older(sessions: Sessions) -> None:
    subject = str(uuid.uuid4())
    older, other = await made(sessions, at=AT, subject=subject), await made(sessions, at=AT)
    newer = await made(sessions, at=AT, subject=subject)
    found = await kept(sessions)
    assert {other, newer} <= found
    assert older not in found


async def test_a_link_is_good_once_and_in_time_and_for_its_own_purpose(sessions: Sessions) -> None:
    link, end = await made(sessions, at=AT, subject="x"), AT + HOUR
    async with sessions.begin() as session:
        assert await living_link(session, REGISTRATION, link, at=AT) is None
        assert await use_link(session, REGISTRATION, link, at=AT) is None
        assert await living_link(session, PASSWORD, link, at=end) is None
        assert await use_link(session, PASSWORD, link, at=end) is None
        assert await living_link(session, PASSWORD, link, at=end - timedelta(seconds=1)) is not None
        assert await use_link(session, PASSWORD, link, at=AT) == "x"
        assert await living_link(session, PASSWORD, link, at=AT) is None
        assert await use_link(session, PASSWORD, link, at=AT) is None
