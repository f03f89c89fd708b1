"""SQL functions the tables lean on: Azerbaijani lower case, alphabetical order and search folding without ICU."""

from sqlalchemy import DDL, event
from sqlmodel import SQLModel

# translate() is IMMUTABLE, so these may feed generated columns and indexes. Both embedded builds lack ICU.
AZ_FUNCTIONS = (
    """CREATE OR REPLACE FUNCTION az_lower(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
$$ SELECT lower(translate(t, 'Iİ', 'ıi') COLLATE pg_c_utf8) $$""",
    # alphabet: a b c ç d e ə f g ğ h x ı i j k q l m n o ö p r s ş t u ü v y z; CLDR puts the foreign w last
    r"""CREATE OR REPLACE FUNCTION az_sort(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
$$ SELECT translate(az_lower(t), 'abcçdeəfgğhxıijkqlmnoöprsştuüvyzw', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`a')
   COLLATE "C" $$""",
    """CREATE OR REPLACE FUNCTION az_fold(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
$$ SELECT translate(az_lower(t), 'ıəçğöşü', 'iecgosu') COLLATE "C" $$""",
    # Series and numbers: folded, and without what people write between them. It feeds an index, which PostgreSQL makes
    # with an empty search path: it can call none of ours.
    """CREATE OR REPLACE FUNCTION az_key(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
$$ SELECT regexp_replace(translate(lower(translate(t, 'Iİ', 'ıi') COLLATE pg_c_utf8), 'ıəçğöşü', 'iecgosu'),
   '[^a-z0-9]', '', 'g') COLLATE "C" $$""",
)

for _statement in AZ_FUNCTIONS:
    event.listen(SQLModel.metadata, "before_create", DDL(_statement.replace("%", "%%")))  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
