"""Functions that fold and sort Azerbaijani; a copy of models/tables/functions.py as it stood, for a migration is a record."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FUNCTIONS = (
    """CREATE FUNCTION az_lower(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
$$ SELECT lower(translate(t, 'Iİ', 'ıi') COLLATE pg_c_utf8) $$""",
    r"""CREATE FUNCTION az_sort(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
$$ SELECT translate(az_lower(t), 'abcçdeəfgğhxıijkqlmnoöprsştuüvyzw', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`a')
   COLLATE "C" $$""",
    """CREATE FUNCTION az_fold(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
$$ SELECT translate(az_lower(t), 'ıəçğöşü', 'iecgosu') COLLATE "C" $$""",
)


def upgrade() -> None:
    for function in FUNCTIONS:
        op.get_bind().exec_driver_sql(function)


def downgrade() -> None:
    for name in ("az_fold", "az_sort", "az_lower"):
        op.execute(f"DROP FUNCTION {name}(text)")
