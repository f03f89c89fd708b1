"""Column types shared by all tables: enums stored by value, aware UTC moments, hashes."""

from enum import StrEnum

from sqlalchemy import DateTime, Enum, Numeric, String
from sqlmodel import SQLModel

# Every constraint has a name of its own making, so that a migration can drop it by name.
SQLModel.metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

MOMENT = DateTime(timezone=True)
MONEY = Numeric(12, 2)  # AZN
SHA256 = String(64)  # lower-case hex


def stored(enum: type[StrEnum]) -> Enum:
    """Store the value (`partially_signed`), not the member name SQLAlchemy defaults to."""
    return Enum(enum, native_enum=False, length=40, values_callable=lambda members: [m.value for m in members])
