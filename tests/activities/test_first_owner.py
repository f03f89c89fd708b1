"""The first owner of a court is made by a command, once; the register of rights tells of it."""

import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from activities.first_owner import WORDS, person_of, set_up
from activities.mailed_links import token_sha256
from activities.passwords import HASHER
from activities.staff import choose_password
from models.db import Sessions, engine_for, sessions_for
from models.domain.errors import RuleBroken
from models.domain.grants import RightsAct
from models.domain.languages import Language
from models.domain.roles import Role
from models.tables.accounts import AccountRow
from models.tables.reference import CourtRow
from models.tables.rights import RightsLineRow
from tests.architecture.tree import ROOT
from tests.builders import at
from tests.postgres import database
from tests.web.conftest import SETTINGS

PERSON = ("--surname", "Rüstəmova", "--name", "Nərmin", "--user-name", "n.rustemova", "--email", "n@mehkeme.example")
REASON = ("--reason", "Əmr № 1")
LINK = re.compile(r"^https://divan\.example/sign-in/staff/password/([\w-]{43})$", re.MULTILINE)


@pytest.fixture
def own_url(postgres: str) -> Iterator[str]:
    with database(postgres) as url:
        yield url


@pytest.fixture
async def empty(own_url: str) -> AsyncIterator[Sessions]:
    """Return a court as the migrations leave it."""
    engine = engine_for(own_url, pool=2)
    yield sessions_for(engine)
    await engine.dispose()


def command(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run it as the operator of a production machine does."""
    given = {f"DIVAN_{name.upper()}": str(value) for name, value in SETTINGS.items()}
    return subprocess.run(
        (sys.executable, "-m", "activities.first_owner", *words),
        env={**os.environ, **given, "DIVAN_DATABASE_URL": url, "DIVAN_BASE_URL": "https://divan.example/"},
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )


async def only_account(sessions: Sessions) -> AccountRow:
    async with sessions() as session:
        return (await session.scalars(select(AccountRow))).one()


async def set_up_with(sessions: Sessions, *words: str) -> str:
    """Do in this process what the command does with its words."""
    person, reason = person_of([*PERSON, *REASON, *words])
    return await set_up(sessions, person, reason=reason, base_url="https://divan.example/")


async def test_the_first_owner_gets_a_link_and_the_register_its_line(own_url: str, empty: Sessions) -> None:
    done = command(own_url, *PERSON, *REASON)
    assert done.returncode == 0, done.stderr
    link = LINK.search(done.stdout)
    assert link, done.stdout
    account = await only_account(empty)
    assert (account.username, account.password_hash, account.role) == ("n.rustemova", None, None)
    async with empty() as session:
        (line,) = await session.scalars(select(RightsLineRow))
        courts = (await session.execute(select(func.count()).select_from(CourtRow))).scalar_one()
    assert (line.act, line.role, line.by_account, line.reason) == (RightsAct.GRANT, Role.OWNER, None, "Əmr № 1")
    assert courts > 100, "roles at courts can be granted at once"

    # nobody followed it: another link for the same person, and the first one opens nothing any more
    other = command(own_url, "--surname", "x", "--name", "y", "--user-name", "baxis", "--email", "a@b.example", *REASON)
    assert (other.returncode, other.stderr.strip()) == (1, WORDS["owner_waits"])
    again = LINK.search(await set_up_with(empty))
    assert again
    async with empty() as session:
        with pytest.raises(RuleBroken, match="link_used"):
            await choose_password(session, token_sha256(link[1]), "x", at=account.created_at)
    async with empty.begin() as session:
        await choose_password(session, token_sha256(again[1]), HASHER.hash("gömgöy dəniz"), at=account.created_at)
        assert len((await session.scalars(select(RightsLineRow))).all()) == 1

    with pytest.raises(RuleBroken, match="owner_there"):
        await set_up_with(empty)


async def test_a_court_whose_owner_is_kept_out_can_get_another(empty: Sessions) -> None:
    await set_up_with(empty)
    async with empty.begin() as session:
        await session.execute(update(AccountRow).values(password_hash="x", blocked_at=at()))
    with pytest.raises(RuleBroken, match="user_name_taken"):
        await set_up_with(empty)
    other = ("--user-name", "n.rustemova2", "--email", "n2@mehkeme.example", "--language", "en")
    assert LINK.search(await set_up_with(empty, *other))
    async with empty() as session:
        row = (await session.scalars(select(AccountRow).where(col(AccountRow.username) == "n.rustemova2"))).one()
    assert row.language is Language.EN


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (("--user-name", "ə"), "user_name_format"),
        (("--email", "heç kim"), "email_format"),
        (("--reason", " "), "reason_missing"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_made(empty: Sessions, wrong: tuple[str, str], code: str) -> None:
    assert code in WORDS
    with pytest.raises(RuleBroken, match=code):
        await set_up_with(empty, *wrong)
    async with empty() as session:
        assert (await session.scalars(select(AccountRow))).all() == []


def test_a_name_in_capitals_is_the_same_name() -> None:
    person, reason = person_of([*PERSON, *REASON, "--user-name", " N.Rustemova "])
    assert (person.username, person.language, reason) == ("n.rustemova", Language.AZ, "Əmr № 1")
