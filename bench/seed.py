"""`python -m bench.seed`: a court in its second year, made by PostgreSQL itself: filings, receipts, notices, cases.

People are invented by counting. Three of them are known by name: SOMEBODY filed 400 and was called to sign 200, HEAD
filed a fiftieth of all for his ORGANISATION, everybody else filed ten.
"""

import argparse
import asyncio
import os
import re
import sys
import time
from collections.abc import Sequence

from sqlalchemy import text

from activities.reference import seed_reference
from bench.seed_rows import LOTS, TAKEN, statements
from models.db import Sessions, engine_for, sessions_for

FILINGS, RECEIPTS = 1_000_000, 100_000
CHORES = ("VACUUM ANALYZE", "CHECKPOINT")  # what PostgreSQL would do by itself soon, and bill to whoever asks then

# Made anew at the end: sorting a million keys once costs far less than finding a place for each.
_INDEXES = text("""
    SELECT CAST(CAST(indexrelid AS regclass) AS text), pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = CAST('public' AS regnamespace) AND relkind = 'r')
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)""")


async def seed(
    sessions: Sessions, *, filings: int = FILINGS, receipts: int = RECEIPTS, chores: Sequence[str] = CHORES
) -> None:
    """Fill an empty, migrated database; the reference data is put there first, `chores` are done at the end.

    Triggers and references are not asked for each row: what is written keeps to them by itself.
    """
    async with sessions.begin() as session:
        await seed_reference(session)
    # However few there are, no single person but HEAD is in any large part of them.
    asked = {
        "filings": filings,
        "receipts": receipts,
        "people": max(filings // 10, 4000),
        "each": max(filings // 400, 800),
    }
    async with sessions.kw["bind"].connect() as connection:
        await connection.execute(text("SET session_replication_role = replica"))
        await connection.execute(text("SET synchronous_commit = off"))
        await connection.execute(text("SET maintenance_work_mem = '256MB'"))
        indexes = (await connection.execute(_INDEXES)).all()
        for name, _ in indexes:
            await connection.execute(text(f"DROP INDEX {name}"))
        for statement in (LOTS, TAKEN):  # PostgreSQL takes no parameters here
            await connection.execute(text(re.sub(r"(?<!:):([a-z]+)", lambda name: str(asked[name[1]]), statement)))
        for filled in statements():
            named = {name: value for name, value in asked.items() if f":{name}" in filled.text}
            await connection.execute(filled, named)
        for _, definition in indexes:
            await connection.execute(text(definition))
        await connection.execute(text("DROP TABLE taken, lot"))
        await connection.execute(text("RESET session_replication_role"))
        await connection.commit()
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        for chore in chores:
            await alone.execute(text(chore))


async def _main(filings: int, receipts: int) -> None:
    engine = engine_for(os.environ["DIVAN_DATABASE_URL"])
    began = time.perf_counter()
    await seed(sessions_for(engine), filings=filings, receipts=receipts)
    await engine.dispose()
    print(f"{filings:,} filings and {receipts:,} receipts in {time.perf_counter() - began:.0f} s")


def main() -> int:
    """Seed the database of the settings."""
    options = argparse.ArgumentParser(prog="python -m bench.seed")
    options.add_argument("--filings", type=int, default=FILINGS)
    options.add_argument("--receipts", type=int, default=RECEIPTS)
    chosen = options.parse_args()
    asyncio.run(_main(chosen.filings, chosen.receipts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
