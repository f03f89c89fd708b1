"""The ground holds: PostgreSQL answers in the tests and sorts and folds Azerbaijani."""

from sqlalchemy import text

from models.db import Sessions


async def test_azerbaijani_letters_fold_and_sort(sessions: Sessions) -> None:
    async with sessions() as session:
        folded = (await session.execute(text("SELECT az_fold('ƏLİYEVA Işıq')"))).scalar_one()
        ordered = (
            await session.execute(
                text("SELECT array_agg(w ORDER BY az_sort(w)) FROM unnest(ARRAY['Xan','Həsən','Ibad','Zaur','Əli']) w")
            )
        ).scalar_one()
    assert folded == "eliyeva isiq"
    assert ordered == ["Əli", "Həsən", "Xan", "Ibad", "Zaur"]
