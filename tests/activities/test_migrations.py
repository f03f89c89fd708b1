"""The migrations make exactly the tables the code describes, and can be taken back."""

import importlib
import pkgutil
import uuid
from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

import models.tables
from models.domain.claim_status import ClaimStatus
from models.domain.roles import Role
from models.tables.access import AccessEventRow, Look
from models.tables.accounts import AccountRow
from models.tables.claims import ClaimRow
from tests.builders import LALA, at
from tests.postgres import EMPTY, database
from tests.postgres import migrations as migrations_of

OURS = {  # what Alembic's own comparison does not see
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "triggers": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "checks": "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0",
    "tables a crash may empty": "SELECT relname, '' FROM pg_class WHERE relpersistence = 'u' AND relkind = 'r'",
}

ALEMBICS_OWN = "CREATE UNIQUE INDEX alembic_version_pkc ON public.alembic_version USING btree (version_num)"


@pytest.fixture
def url(postgres: str) -> Iterator[str]:
    with database(postgres, template=EMPTY) as url:
        yield url


@pytest.fixture
def migrations(url: str) -> Config:
    return migrations_of(url)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = create_engine(url)
    yield engine
    engine.dispose()


def difference(connection: Connection) -> list[object]:
    """What a new migration would have to do, over every table of the read model."""
    for module in pkgutil.iter_modules(models.tables.__path__):
        importlib.import_module(f"models.tables.{module.name}")
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, SQLModel.metadata))


def test_upgrade_makes_exactly_the_described_tables_and_downgrade_takes_them_back(
    migrations: Config, engine: Engine
) -> None:
    command.upgrade(migrations, "head")
    with engine.connect() as connection:
        assert difference(connection) == []
    command.downgrade(migrations, "base")
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
        assert unseen(connection, "functions") == unseen(connection, "triggers") == set()
    command.upgrade(migrations, "head")
    with engine.connect() as connection:
        assert difference(connection) == []


def test_a_table_the_code_does_not_describe_is_noticed(migrations: Config, engine: Engine) -> None:
    command.upgrade(migrations, "head")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE stray (word text)"))
        assert difference(connection) != []
        connection.execute(text("DROP TABLE stray"))


LINE = text(
    "INSERT INTO register_line VALUES ('claim-1', 1, 'open', 'draft', 'litigant', '5XK1A2B', '', now(), now(), '{}',"
    " repeat('0', 64), repeat('1', 64))"
)


@pytest.mark.parametrize(
    "tampering",
    ["UPDATE register_line SET actor_fin = '7QM3C4D'", "DELETE FROM register_line", "TRUNCATE register_line"],
)
def test_a_migrated_register_refuses_every_change(migrations: Config, engine: Engine, tampering: str) -> None:
    command.upgrade(migrations, "head")
    with engine.begin() as connection:
        connection.execute(LINE)
    with pytest.raises(DBAPIError, match="the register is append-only"), engine.begin() as connection:
        connection.execute(text(tampering))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT actor_fin FROM register_line")).scalars().all() == ["5XK1A2B"]


def look(engine: Engine, *, claim_id: str | None = "claim-1") -> None:
    """Let a clerk look at a filing."""
    account_id = uuid.uuid4()
    claim = ClaimRow(
        id="claim-1", number="ƏR-2026-000001", filer_fin=LALA, status=ClaimStatus.SENT, revision=3,
        opened_at=at(), updated_at=at(),
    )  # fmt: skip
    with Session(engine) as session, session.begin():
        session.add_all(
            [
                AccountRow(
                    id=account_id,
                    username="clerk",
                    password_hash="-",
                    surname="Orucova",
                    name="Səbinə",
                    created_at=at(),
                ),
                claim,
            ]
        )
        session.flush()
        session.add(
            AccessEventRow(
                id=uuid.uuid4(), at=at(), account_id=account_id, role=Role.CLERK, claim_id=claim_id, look=Look.PAGE
            )
        )


@pytest.mark.parametrize(
    "tampering", ["UPDATE access_event SET look = 'container'", "DELETE FROM access_event", "TRUNCATE access_event"]
)
def test_nobody_can_change_or_remove_who_looked_at_what(migrations: Config, engine: Engine, tampering: str) -> None:
    command.upgrade(migrations, "head")
    look(engine)
    with pytest.raises(DBAPIError, match="the record of looks is append-only"), engine.begin() as connection:
        connection.execute(text(tampering))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT look FROM access_event")).scalars().all() == ["page"]


def test_a_look_is_at_one_thing(migrations: Config, engine: Engine) -> None:
    command.upgrade(migrations, "head")
    with pytest.raises(DBAPIError, match="ck_access_event_at_one_thing"):
        look(engine, claim_id=None)


def test_what_no_comparison_sees_is_migrated_too(migrations: Config, engine: Engine) -> None:
    command.upgrade(migrations, "head")
    with engine.begin() as connection:
        migrated = {what: unseen(connection, what) for what in OURS}
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
        SQLModel.metadata.create_all(connection)
        for what, found in migrated.items():
            assert found, what
            assert found == unseen(connection, what), what


def unseen(connection: Connection, what: str) -> set[tuple[str, str]]:
    """Name and definition of each of these."""
    return {(str(name), str(definition)) for name, definition in connection.execute(text(OURS[what]))} - {
        ("alembic_version_pkc", ALEMBICS_OWN)
    }


BEFORE_THE_ACCOUNT = """
INSERT INTO claim (id, number, filer_fin, voen, status, revision, version, content_sha256, court_id, receipt_number,
                   opened_at, updated_at, overdue, reason_code, reason, reason_by, case_number)
SELECT id, id, '5XK1A2B', '', 'draft', 1, 1, '', court, 'R1', now(), now(), false, '', '', '', ''
FROM (VALUES ('one', 'baku-nasimi'), ('two', 'baku-xezer')) AS filed(id, court);
INSERT INTO receipt (number, amount, paid_at, payer_name, known_at) VALUES ('R1', 150, now(), '', now());
INSERT INTO register_line VALUES ('two', 2, 'confirm', 'confirmed', 'litigant', '5XK1A2B', '', now(), now(),
    '{"claim": {"fee": {"amount_due": "127.20"}}}', repeat('0', 64), repeat('1', 64));
INSERT INTO receipt_use (receipt_number, claim_id, revision, reserved_at, used_at, released_at) VALUES
    ('R1', 'one', 2, now() - interval '2 days', NULL, now() - interval '1 day'), ('R1', 'two', 2, now(), now(), NULL)"""


def test_the_account_of_fees_opens_with_what_was_paid_before_it(migrations: Config, engine: Engine) -> None:
    command.upgrade(migrations, "0014")
    with engine.begin() as connection:
        for statement in BEFORE_THE_ACCOUNT.split(";"):
            connection.exec_driver_sql(statement)
    command.upgrade(migrations, "0015")
    with engine.connect() as connection:
        lines = connection.execute(text("SELECT court_id, event, target, amount FROM fee_transfer ORDER BY id"))
        assert [f"{court} {event} {target} {amount}" for court, event, target, amount in lines] == [
            " received received 150.00",
            " left outside 150.00",
            "baku-nasimi reserved reserved 150.00",
            "baku-nasimi released released 150.00",
            "baku-nasimi left outside 150.00",
            "baku-xezer reserved reserved 127.20",
            "baku-xezer reserved overpaid 22.80",
            "baku-xezer used used 127.20",
            "baku-xezer used refundable 22.80",
        ]
    command.upgrade(migrations, "0028")
    with engine.connect() as connection:
        days = connection.execute(text("SELECT court_id, sum(amount) FROM fee_day GROUP BY 1 ORDER BY 1"))
        assert [f"{court} {amount}" for court, amount in days] == [
            " 300.00",
            "* 1050.00",
            "baku-nasimi 450.00",
            "baku-xezer 300.00",
        ]
