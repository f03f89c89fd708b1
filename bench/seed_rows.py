"""What fills each table of the seeded court, as statements of PostgreSQL over the lots that filings drew."""

import hashlib
from uuid import UUID

from sqlalchemy import TextClause, text

from bench.filling import filling
from models.domain.applications import CourtKind
from models.domain.claim_status import Act, ClaimStatus
from models.domain.effects import NoticeKind
from models.domain.fee_ledger import Account, FeeEvent
from models.domain.parties import PartyRole, PersonType
from models.domain.roles import Role
from models.tables.accounts import AccountRow, SignInEventRow, SignInMethod
from models.tables.capacities import CapacityRow
from models.tables.claims import (
    ArchivedClaimRow,
    ClaimRow,
    ClaimSignerRow,
    CourtCaseRow,
    ReceiptRow,
    ReceiptUseRow,
)
from models.tables.desk import CourtDecisionRow, DeskPlaceRow
from models.tables.drafts import DraftRow, PartyRow
from models.tables.fees import EVERYWHERE, FeeDayRow, FeeTransferRow
from models.tables.notices import NoticeRow
from models.tables.rights import RoleGrantRow

SOMEBODY, HEAD, ORGANISATION = "9LS7T8A", "9LS7T8H", "1499001221"
OWNER, AUDITOR = "bench-owner", "bench-auditor"  # user names; a clerk's is "clerk-" and the id of his court
_S = ClaimStatus
# Each filing's lot, by hashes of its number: how far it came, at which court, when.
LOTS = f"""CREATE TEMPORARY TABLE lot AS
WITH courts AS (SELECT array_agg(id ORDER BY id) AS ids FROM court WHERE kind = '{CourtKind.GENERAL}'),
drawn AS (SELECT n, abs(hashint4(n)::bigint) % 1000 AS luck, abs(hashint4(n + 7)::bigint) AS place
          FROM generate_series(1, :filings) n)
SELECT n, CAST(CAST(md5(CAST(n AS text)) AS uuid) AS text) AS id,
    'ƏR-2025-' || lpad(CAST(n AS text), greatest(6, length(CAST(n AS text))), '0') AS number,
    CASE WHEN n % 50 = 1 THEN '{HEAD}' WHEN n % :each = 0 THEN '{SOMEBODY}'
         ELSE 'X' || lpad(upper(to_hex(n % :people)), 6, '0') END AS fin,
    CASE WHEN n % 50 = 1 THEN '{ORGANISATION}' ELSE '' END AS voen,
    CASE WHEN luck < 50 THEN '{_S.DRAFT}' WHEN luck < 65 THEN '{_S.CONFIRMED}'
         WHEN luck < 70 THEN '{_S.PARTIALLY_SIGNED}' WHEN luck < 90 THEN '{_S.SENT}'
         WHEN luck < 800 THEN '{_S.ACCEPTED}' WHEN luck < 970 THEN '{_S.RETURNED}' ELSE '{_S.REFUSED}' END AS status,
    courts.ids[1 + place % cardinality(courts.ids)] AS court_id,
    now() - (:filings - n) * interval '400 days' / :filings AS at
FROM drawn, courts"""  # noqa: S608 - our own words
TAKEN = f"""CREATE TEMPORARY TABLE taken AS SELECT *, CAST(800000000000 + n AS text) AS receipt FROM lot
WHERE status <> '{_S.DRAFT}' ORDER BY n DESC LIMIT :receipts"""  # noqa: S608 - our own words
_BEGUN = f"FROM lot WHERE status <> '{_S.DRAFT}'"
_AT_COURT = f"status IN ('{_S.SENT}', '{_S.ACCEPTED}', '{_S.RETURNED}')"
_DECIDED = f"status IN ('{_S.ACCEPTED}', '{_S.RETURNED}')"
_CASE = "'e-2(006)-' || n || '/2025'"
_DECIDED_AT = "at + interval '3 days'"
_CLERK = "CAST(md5('clerk-' || court_id) AS uuid)"
_ID = "gen_random_uuid()"
_CLERKS = f"SELECT 'clerk-' || id, '{Role.CLERK}', id FROM court WHERE kind = '{CourtKind.GENERAL}'"  # noqa: S608 - our own words


def account_id(name: str) -> UUID:
    """Return the id of an account by its FİN or user name."""
    return UUID(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest())


def statements() -> tuple[TextClause, ...]:
    """Return what fills each table, in an order that its references ask for."""
    return (*_people(), *_drafts(), *_claims(), *_court(), *_notices(), *_money())


def _people() -> tuple[TextClause, ...]:
    names = {"surname": "'Nağıyev'", "name": "'Əli'", "language": "'az'", "created_at": "now()"}
    litigant = {"role": f"'{Role.LITIGANT}'", "fin": "fin", "identity_confirmed_at": "now()", **names}
    many = "(SELECT 'X' || lpad(upper(to_hex(n)), 6, '0') AS fin FROM generate_series(0, :people - 1) n"
    known = f"UNION ALL VALUES ('{SOMEBODY}'), ('{HEAD}')) people"
    came = {"method": f"'{SignInMethod.ASAN_IMZA}'", "outcome": "'signed_in'", "address": "'10.0.0.1'", "agent": "''"}
    others = f"VALUES ('{OWNER}', '{Role.OWNER}', ''), ('{AUDITOR}', '{Role.AUDITOR}', '')"
    staff = f"FROM ({_CLERKS} UNION ALL {others}) staff(username, role, court_id)"
    granted = {"role": "role", "court_id": "court_id", "reason": "'a benchmark'", "since": "now() - interval '1 day'"}
    stands = {"position": "1", "voen": f"'{ORGANISATION}'", "organisation": "'“Qobustan Tikinti” MMC'"}
    return (
        filling(AccountRow, f"FROM {many} {known}", id="CAST(md5(fin) AS uuid)", **litigant),
        filling(AccountRow, staff, id="CAST(md5(username) AS uuid)", username="username", **names),
        filling(RoleGrantRow, staff, id=_ID, account_id="CAST(md5(username) AS uuid)", **granted),
        filling(CapacityRow, "", account_id=f"CAST(md5('{HEAD}') AS uuid)", began_at="now()", **stands),
        filling(SignInEventRow, "FROM account", id=_ID, at="now()", account_id="id", **came),
    )


def _drafts() -> tuple[TextClause, ...]:
    said = {"heading": "'Borcun tələb edilməsi ' || n", "body": "repeat('Cavabdeh borcu qaytarmamışdır. ', 20)"}
    own = {"claim_id": "id", "filer_fin": "fin", "voen": "voen", "court_id": "court_id"}
    kind = {"kind": "'claim'", "category_id": "'contract_debt.loan'", "touched_at": "at"}
    filer = {"voen": "voen", "is_filer": "true", "fin": "fin", "document": "'AA' || lpad(CAST(n AS text), 7, '0')"}
    another = {  # every third is an organisation
        "fin": "CASE WHEN n % 3 = 0 THEN '' ELSE 'Y' || lpad(upper(to_hex(n % (:people * 2))), 6, '0') END",
        "voen": "CASE WHEN n % 3 = 0 THEN CAST(1000000001 + (n % (1 + :people / 5)) * 10 AS text) ELSE '' END",
        "document": "CASE WHEN n % 3 = 0 THEN '' ELSE 'AZE' || lpad(CAST(n AS text), 8, '0') END",
    }
    return (
        filling(DraftRow, "FROM lot", **own, **kind, **said),
        filling(PartyRow, "FROM lot", **_party(PartyRole.CLAIMANT, 0), **filer),
        filling(PartyRow, "FROM lot", **_party(PartyRole.DEFENDANT, 1), **another),
    )


def _party(role: PartyRole, position: int) -> dict[str, str]:
    """Return the columns of a party; its id is made of the filing's number and its place."""
    party = {"role": f"'{role}'", "person": f"'{PersonType.NATURAL_PERSON}'", "position": str(position)}
    named = {"surname": "'Əhmədov'", "name": "'Kamran'", "claim_id": "id"}
    return {"id": f"CAST(md5(n || '/{position}') AS uuid)", **party, **named}


def _claims() -> tuple[TextClause, ...]:
    claim = {"id": "id", "number": "number", "filer_fin": "fin", "voen": "voen", "court_id": "court_id"}
    state = {"status": "status", "revision": "5", "version": "1", "opened_at": "at", "updated_at": "at"}
    at_court = {"sent_at": f"CASE WHEN {_AT_COURT} THEN at END", "decide_by": "at + interval '5 days'"}
    decided = {"decided_at": f"CASE WHEN {_DECIDED} THEN {_DECIDED_AT} END"}
    numbered = {"case_number": f"CASE WHEN status = '{_S.ACCEPTED}' THEN {_CASE} ELSE '' END"}
    signer = {"claim_id": "id", "called_at": "at", "signed_at": f"CASE WHEN {_AT_COURT} THEN at END"}
    neighbour = "'X' || lpad(upper(to_hex((n + 1) % :people)), 6, '0')"
    called = {"fin": f"CASE WHEN n % (:each * 2) = 3 THEN '{SOMEBODY}' ELSE {neighbour} END", "position": "1"}
    put_away = f"FROM lot WHERE status = '{_S.ACCEPTED}' AND at < now() - interval '100 days'"
    return (
        filling(ClaimRow, "FROM lot", **claim, **state, **at_court, **decided, **numbered),
        filling(ClaimSignerRow, _BEGUN, fin="fin", position="0", **signer),
        filling(ClaimSignerRow, f"{_BEGUN} AND (n % 10 = 3 OR n % (:each * 2) = 3)", **called, **signer),
        filling(ArchivedClaimRow, put_away, fin="fin", claim_id="id", voen="voen", updated_at="at", archived_at="at"),
    )


def _court() -> tuple[TextClause, ...]:
    case = {"id": "id", "number": _CASE, "court_id": "court_id", "claim_id": "id", "opened_at": "at"}
    taken = {"claim_id": "id", "court_id": "court_id", "grounds": "CAST(ARRAY['form_or_content'] AS varchar[])"}
    taken |= {"revision": "5", "decided_at": _DECIDED_AT, "leaves_at": _DECIDED_AT}
    accepted = f"CASE WHEN status = '{_S.ACCEPTED}' THEN '{Act.ACCEPT}' ELSE '{Act.RETURN}' END"
    left = {"act": accepted, "account_id": f"CAST({_CLERK} AS text)", "left_at": _DECIDED_AT}
    waiting = f"FROM lot WHERE status = '{_S.SENT}'"
    return (
        filling(CourtCaseRow, f"FROM lot WHERE status = '{_S.ACCEPTED}'", **case),
        filling(CourtDecisionRow, f"FROM lot WHERE {_DECIDED}", **taken, **left),
        filling(CourtDecisionRow, f"{waiting} AND n % 100 = 1", act=f"'{Act.ACCEPT}'", **taken),
        filling(DeskPlaceRow, f"{waiting} AND n % 2 = 0", claim_id="id", assigned_to=_CLERK),
    )


def _notices() -> tuple[TextClause, ...]:
    told = {"id": _ID, "claim_id": "id", "created_at": "at"}
    told |= {"words": "json_build_object('number', number, 'court_id', court_id)"}
    told |= {"read_at": "CASE WHEN at < now() - interval '20 days' THEN at END"}
    filer = {"kind": f"'{NoticeKind.CLAIM_CONFIRMED}'", "fin": "fin", "voen": "voen"}
    court = {"kind": f"'{NoticeKind.CLAIM_SENT}'", "court_id": "court_id"}
    return (
        filling(NoticeRow, "FROM lot", **told, **filer),
        filling(NoticeRow, f"FROM lot WHERE {_AT_COURT}", **told, **court),
    )


def _money() -> tuple[TextClause, ...]:
    paid = {"number": "receipt", "amount": "100", "paid_at": "at", "known_at": "at"}
    held = {"receipt_number": "receipt", "claim_id": "id", "revision": "2", "part": "100", "excess": "0"}
    line = {"receipt_number": "receipt", "amount": "100", "at": "at", "court_id": "court_id"}
    moved = f"FROM fee_transfer t CROSS JOIN LATERAL (VALUES (t.court_id), ('{EVERYWHERE}')) AS counted(place)"
    added = {"court_id": "place", "day": "CAST(at AT TIME ZONE 'Asia/Baku' AS date)", "event": "event"}
    added |= {
        "source": "source",
        "target": "target",
        "amount": "sum(amount)",
        "lines": "count(*)",
    }
    came = {"event": f"'{FeeEvent.RECEIVED}'", "source": f"'{Account.OUTSIDE}'", "target": f"'{Account.RECEIVED}'"}
    kept = {"event": f"'{FeeEvent.RESERVED}'", "source": f"'{Account.RECEIVED}'", "target": f"'{Account.RESERVED}'"}
    return (
        filling(ReceiptRow, "FROM taken", **paid),
        filling(ReceiptUseRow, "FROM taken", **held, reserved_at="at"),
        filling(FeeTransferRow, "FROM taken", **line, **came),
        filling(FeeTransferRow, "FROM taken", **line, **kept, claim_id="id"),
        text("DELETE FROM fee_day"),  # every line is added up anew, also those that were there (--smoke)
        filling(FeeDayRow, f"{moved} GROUP BY 1, 2, 3, 4, 5", **added),
    )
