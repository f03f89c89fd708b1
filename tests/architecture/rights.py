"""Draws docs/rights.md from the tables of rights: `python -m tests.architecture.rights` writes it anew."""

from collections.abc import Iterable

from models.domain.rights import ACTS, DOORS, SCOPES, Door, Scope, Tie
from models.domain.roles import Role
from tests.architecture.tree import ROOT

DOCUMENT = ROOT / "docs" / "rights.md"
HEAD = """# Who may do what

Drawn from `models/domain/rights.py` by `python -m tests.architecture.rights`; a test fails when this page is older than
the tables. `tests/web/test_access_matrix.py` walks every address of the application by them.
"""
TIES: dict[Tie, str] = {
    Tie.OPENS: "for himself",
    Tie.FILER: "if he filed it",
    Tie.AWAITED: "if his signature is awaited",
    Tie.LAST_AWAITED: "if only his signature, or his seal, is awaited",
    Tie.CALLED_FOR_SEAL: "if he called for the organisation's seal",
    Tie.AWAITED_CO_CLAIMANT: "if his signature is awaited and another filed it",
    Tie.OWN_COURT: "if it came to his court",
    Tie.TERM: "when a term ran out",
    Tie.REGISTER: "when a register that had been silent answered",
}
WHAT: dict[Door, str] = {
    Door.WELCOME: "first page, help, checking a document, sign-in (signed in or not)",
    Door.ACCOUNT: "own personal details, own notifications",
    Door.CABINET: "own applications: wizard, fee, signing room",
    Door.INQUIRIES: "inquiries at the registers",
    Door.CLAIM: "one application with its files, as far as he can see it",
    Door.DESK: "the registry of his court",
    Door.IDENTITIES: "the queue of identities to confirm",
    Door.AUDIT: "registers of all applications, clear text of histories",
    Door.PEOPLE: "roles of the staff, restrictions of access",
    Door.RIGHTS: "the register of rights",
    Door.CORRECTIONS: "own requests to correct personal data",
    Door.CORRECTION_QUEUE: "decisions on requests to correct personal data",
    Door.REFERENCE: "courts and categories, to be edited",
    Door.FEES: "the account of fees: a clerk's of his court, the owner's of all",
}
SEEN: dict[Scope, str] = {
    Scope.OWN: "filed by himself, or with a place for his signature",
    Scope.COURT: "sent to his court",
    Scope.ALL: "all",
    Scope.NONE: "none",
}


def document() -> str:
    """Return the whole page."""
    acts = [[act, *(TIES[tie] if role is allowed else "" for role in Role)] for act, (allowed, tie) in ACTS.items()]
    doors = [[WHAT[door], *("yes" if role in roles else "" for role in Role)] for door, roles in DOORS.items()]
    seen = [[role, SEEN[scope]] for role, scope in SCOPES.items()]
    parts = [HEAD, "## Acts on a claim", "", *_table(["act", *Role], acts), "", "## Pages", ""]
    parts += [*_table(["pages", *Role], doors), "", "## Claims that can be seen", "", *_table(["role", "claims"], seen)]
    return "\n".join([*parts, ""])


def _table(heads: list[str], rows: Iterable[list[str]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(cells) + " |" for cells in lines]


if __name__ == "__main__":
    DOCUMENT.write_text(document())
