"""Column types shared by all tables: enums stored by value, aware UTC moments, hashes."""

from enum import StrEnum

from sqlalchemy import DateTime, Enum, Numeric, String

MOMENT = DateTime(timezone=True)
MONEY = Numeric(12, 2)  # AZN
SHA256 = String(64)  # lower-case hex


def stored(enum: type[StrEnum]) -> Enum:
    """Store the value (`partially_signed`), not the member name SQLAlchemy defaults to."""
    return Enum(enum, native_enum=False, length=40, values_callable=lambda members: [m.value for m in members])
