"""One SQL statement a step: the register line, and with it everything else that the step writes.

At a court's busy hour this is where the CPU goes: a statement more costs more than what it writes (bench/RESULTS.md).
A step that was recorded before breaks on its line, and everything with it is undone.
"""

from functools import cache
from typing import Final

from models.domain.claim_status import INSIDE, Act
from models.domain.effects import RECEIPT_EFFECTS, ReceiptEffect
from models.domain.fee_ledger import MOVES, FeeEvent, Move, Share

_LINE: Final = """line AS (
    INSERT INTO register_line (claim_id, revision, act, status, actor_role, actor_fin, actor_account, at, recorded_at,
                               outcome, previous_hash, hash)
    VALUES (%(claim_id)s, %(revision)s, %(act)s, %(status)s, %(actor_role)s, %(actor_fin)s, %(actor_account)s, %(at)s,
            %(recorded_at)s, CAST(%(outcome)s AS json), %(previous_hash)s, %(hash)s)
    RETURNING claim_id)"""
_OPENED: Final = """opened AS (
    INSERT INTO claim (id, number, filer_fin, voen, status, revision, version, content_sha256, court_id, receipt_number,
                       opened_at, updated_at, overdue, reason_code, reason, reason_by, case_number)
    VALUES (%(claim_id)s, %(number)s, %(filer_fin)s, %(voen)s, %(status)s, %(revision)s, 0, '', '', '',
            %(at)s, %(at)s, false, '', '', '', ''))"""
_MOVED: Final = """moved AS (
    UPDATE claim SET status = %(status)s, revision = %(revision)s, version = %(version)s,
        content_sha256 = %(content_sha256)s, court_id = %(court_id)s, receipt_number = %(receipt_number)s,
        updated_at = %(at)s, sent_at = %(sent_at)s, decide_by = %(decide_by)s, decided_at = %(decided_at)s,
        overdue = %(overdue)s, reason_code = %(reason_code)s, reason = %(reason)s, reason_by = %(reason_by)s,
        case_number = %(case_number)s
    WHERE id = %(claim_id)s)"""
_CALLED: Final = """called AS (
    INSERT INTO claim_signer (claim_id, fin, position, called_at, voens, instead_of, seal)
    SELECT %(claim_id)s, fin, position - 1, CASE WHEN position = 1 THEN CAST(%(at)s AS timestamptz) END,
        string_to_array(voens, ' '), '', ''
    FROM unnest(CAST(%(signers)s AS text[]), CAST(%(signers_voens)s AS text[]))
        WITH ORDINALITY AS signer(fin, voens, position))"""
_PLACES: Final = """claim_signer place JOIN
        unnest(CAST(%(signers)s AS text[])) WITH ORDINALITY AS signer(new_fin, number)
        ON place.claim_id = %(claim_id)s AND place.position = signer.number - 1 AND place.fin <> signer.new_fin"""
# The draft's party follows, so that a filing taken back and confirmed anew calls the new person.
_REPLACED: Final = f"""replaced AS (
    UPDATE claim_signer SET fin = new_fin, instead_of = place.fin, named_at = %(at)s FROM {_PLACES}
    WHERE claim_signer.claim_id = place.claim_id AND claim_signer.fin = place.fin),
represented AS (
    UPDATE party SET fin = new_fin FROM {_PLACES}
    WHERE party.claim_id = place.claim_id AND party.fin = place.fin AND party.voen = ANY(place.voens))"""  # noqa: S608 - our own constants
# CLM-13: with the filer's signature the claim stands in every co-claimant's list.
_SIGNED: Final = """signed AS (
    UPDATE claim_signer SET signed_at = place.signed_at, seal = place.seal, sealed_at = place.sealed_at,
        called_at = CASE WHEN %(actor_fin)s = %(filer_fin)s THEN coalesce(called_at, %(at)s) ELSE called_at END
    FROM unnest(CAST(%(signers)s AS text[]), CAST(%(signers_signed)s AS timestamptz[]),
        CAST(%(signers_seal)s AS text[]), CAST(%(signers_sealed)s AS timestamptz[]))
        AS place(fin, signed_at, seal, sealed_at)
    WHERE claim_id = %(claim_id)s AND claim_signer.fin = place.fin)"""
# The next confirmation is another version, with a package and signatures of its own.
# What was signed of this one counts for nothing and is kept (CLM-11): the package stays, and who had a place in it.
_TAKEN_BACK: Final = """voided AS (
    INSERT INTO void_signer (claim_id, version, fin, position, voens, signed_at, seal, sealed_at, voided_at, reason)
    SELECT claim_id, %(version)s, fin, position, voens, signed_at, seal, sealed_at, %(at)s, %(step_reason)s
    FROM claim_signer WHERE claim_id = %(claim_id)s),
released_signers AS (DELETE FROM claim_signer WHERE claim_id = %(claim_id)s),
taken_back AS (
    UPDATE draft SET version = version + 1, touched_at = %(at)s WHERE claim_id = %(claim_id)s)"""
_CASE: Final = """opened_case AS (
    INSERT INTO court_case (id, number, court_id, claim_id, opened_at)
    VALUES (%(claim_id)s, %(case_number)s, %(court_id)s, %(claim_id)s, %(decision_at)s))"""
# What the court decides stands beside the claim's row: nothing of it is in what the parties read before it leaves.
_INSIDE: Final = """moved AS (UPDATE claim SET revision = %(revision)s WHERE id = %(claim_id)s)"""
_DECIDED: Final = """decided AS (
    INSERT INTO court_decision (claim_id, revision, court_id, act, account_id, decided_at, leaves_at, left_at, grounds,
                                text, marks, exemption, exemption_reason)
    VALUES (%(claim_id)s, %(decision_revision)s, %(court_id)s, %(decision_act)s, %(decision_account)s,
            %(decision_at)s, %(leaves_at)s, %(left_at)s, CAST(%(grounds)s AS varchar[]), %(decision_text)s,
            CAST(%(marks)s AS json), %(exemption)s, %(exemption_reason)s)
    ON CONFLICT (claim_id, revision) DO UPDATE SET left_at = excluded.left_at)"""
_UNDONE: Final = """undone AS (
    UPDATE court_decision SET undone_at = %(at)s
    WHERE claim_id = %(claim_id)s AND left_at IS NULL AND undone_at IS NULL)"""
_OFF_THE_DESK: Final = """off_the_desk AS (
    UPDATE desk_place SET opened_by = NULL, opened_at = NULL, seen_at = NULL, page = NULL
    WHERE claim_id = %(claim_id)s AND opened_by IS NOT NULL)"""
_OF_ACT: Final = {
    Act.CONFIRM: (_CALLED,),
    Act.REPLACE: (_REPLACED,),
    Act.SIGN: (_SIGNED,),
    Act.SEAL: (_SIGNED,),
    Act.SEND: (_SIGNED,),
    Act.WITHDRAW: (_TAKEN_BACK,),
    Act.DECIDE: (_DECIDED, _OFF_THE_DESK),
    Act.UNDO: (_UNDONE,),
    Act.ACCEPT: (_CASE, _DECIDED, _OFF_THE_DESK),
    Act.DEEM_ACCEPTED: (_CASE, _DECIDED, _OFF_THE_DESK),
    Act.RETURN: (_DECIDED, _OFF_THE_DESK),
    Act.DECLINE: (_DECIDED, _OFF_THE_DESK),
}
_MINE: Final = "claim_id = %(claim_id)s AND released_at IS NULL"
# Where a receipt stands free is told by its last line: the hold, taken just before, keeps all others from it.
_HELD: Final = f"""(
        SELECT receipt_number, part, excess, last.court_id AS free_court, last.target AS free_account
        FROM receipt_use held CROSS JOIN LATERAL (
            SELECT court_id, target FROM fee_transfer line WHERE line.receipt_number = held.receipt_number
            ORDER BY id DESC LIMIT 1
        ) last WHERE {_MINE}
    ) held"""  # noqa: S608 - our own constants
_SHARES: Final = {Share.WHOLE: "part + excess", Share.PART: "part", Share.EXCESS: "excess"}


def _booked(receipts: str, *events: FeeEvent) -> str:
    """Return what writes the lines of these events for each of the receipts, by the domain's one table."""
    moves = [(event, move) for event in events for move in MOVES[event]]
    lines = ",\n        ".join(f"({place}, {_side(event, move)})" for place, (event, move) in enumerate(moves))
    return f"""booked AS (
    INSERT INTO fee_transfer (receipt_number, court_id, event, source, target, amount, claim_id, at)
    SELECT receipt_number, move.court_id, move.event, move.source, move.target, move.amount, %(claim_id)s, %(at)s
    FROM {receipts} CROSS JOIN LATERAL (VALUES
        {lines}
    ) AS move(place, court_id, event, source, target, amount)
    WHERE move.amount > 0 ORDER BY receipt_number, move.place)"""  # noqa: S608 - our own constants


def _side(event: FeeEvent, move: Move) -> str:
    court, source = ("%(court_id)s", f"'{move.source}'") if move.source else ("free_court", "free_account")
    return f"{court}, '{event}', {source}, '{move.target}', {_SHARES[move.share]}"


_USED: Final = f"""used AS (
    UPDATE receipt_use SET used_at = %(at)s WHERE {_MINE} RETURNING receipt_number, part, excess)"""  # noqa: S608 - our own constants
_RELEASED: Final = f"""released AS (
    UPDATE receipt_use SET released_at = %(at)s WHERE {_MINE} RETURNING receipt_number, part, excess)"""  # noqa: S608 - our own constants
_OF_RECEIPT: Final = {
    ReceiptEffect.RESERVE: (_booked(_HELD, FeeEvent.LEFT, FeeEvent.RESERVED),),
    ReceiptEffect.USE: (_USED, _booked("used", FeeEvent.USED)),
    ReceiptEffect.SET_ASIDE: (_USED, _booked("used", FeeEvent.SET_ASIDE)),
    ReceiptEffect.RELEASE: (_RELEASED, _booked("released", FeeEvent.RELEASED)),
}
# A person is reached as their account chooses (NTF-2), the filer for an organisation as he chose for it (PRO-2), and
# somebody without a cabinet where the filer wrote of them (NTF-3).
NOTICES: Final = """told AS (
    INSERT INTO notice (id, kind, fin, voen, court_id, claim_id, words, created_at)
    SELECT id, kind, fin, CASE WHEN fin = %(filer_fin)s AND for_voen = '' THEN %(voen)s ELSE for_voen END, court_id,
        %(claim_id)s, CAST(%(words)s AS json), %(at)s
    FROM unnest(CAST(%(notice_ids)s AS uuid[]), CAST(%(kinds)s AS text[]), CAST(%(fins)s AS text[]),
                CAST(%(courts)s AS text[]), CAST(%(voens)s AS text[])) AS told(id, kind, fin, court_id, for_voen)
    ON CONFLICT DO NOTHING RETURNING id, fin, voen
), reached AS (
    SELECT told.id, coalesce(a.language, 'az') AS language,
        CASE WHEN a.id IS NULL THEN p.email
            WHEN coalesce(c.notify_email, a.notify_email)
                THEN CASE WHEN c.email_confirmed_at IS NULL THEN a.email ELSE c.email END END AS email,
        CASE WHEN a.id IS NULL THEN p.phone WHEN coalesce(c.notify_sms, a.notify_sms) THEN a.phone END AS phone
    FROM told LEFT JOIN account a ON a.fin = told.fin
    LEFT JOIN capacity c ON c.account_id = a.id AND c.voen = told.voen
    LEFT JOIN LATERAL (
        SELECT email, phone FROM party WHERE party.claim_id = %(claim_id)s AND party.fin = told.fin LIMIT 1
    ) p ON a.id IS NULL
    WHERE told.fin <> ''
), put_out AS (
    INSERT INTO delivery (notice_id, channel, address, language, state, attempts, next_attempt_at, answer)
    SELECT id, channel, address, language, 'waiting', 0, now(), ''
    FROM reached CROSS JOIN LATERAL (VALUES ('email', email), ('sms', phone)) AS by(channel, address)
    WHERE address <> '')"""


@cache
def step_statement(act: Act, *, tells: bool) -> str:
    """Return the statement that records an act; `tells` when it brings notices. Holding a receipt comes before it."""
    row = {Act.OPEN: _OPENED, **dict.fromkeys(INSIDE, _INSIDE)}.get(act, _MOVED)
    parts = [_LINE, row, *_OF_ACT.get(act, ())]
    if effect := RECEIPT_EFFECTS.get(act):
        parts += _OF_RECEIPT[effect]
    if tells:
        parts.append(NOTICES)
    return "WITH " + ",\n".join(parts) + "\nSELECT claim_id FROM line"
