"""The service navigation of each role; whoever adds a journey adds its first page here."""

from dataclasses import dataclass

from models.domain.roles import Role
from web.language import N_, gettext


@dataclass(frozen=True)
class Entry:
    """One link of the navigation: its address and its msgid."""

    address: str
    msgid: str


@dataclass(frozen=True)
class Link:
    """An entry as a page shows it."""

    address: str
    text: str
    current: bool


HOME = Entry("/", N_("Home"))
PROFILE = Entry("/profile", N_("Personal details"))
CLAIMS = Entry("/claims", N_("My applications"))
DESK = Entry("/clerk", N_("Incoming applications"))
AUDIT = Entry("/audit", N_("Audit"))
PEOPLE = Entry("/owner/people", N_("People and rights"))
RIGHTS = Entry("/rights", N_("Register of rights"))
CORRECTIONS = Entry("/owner/corrections", N_("Requests for correction"))
FEES = Entry("/fees", N_("Account of fees"))
COURTS = Entry("/owner/courts", N_("Courts"))
IDENTITIES = Entry("/operator", N_("Identities to confirm"))
INQUIRIES = Entry("/inquiries", N_("Inquiries"))
NEW_CLAIM = Entry("/claims/new", N_("New application"))
MENU: dict[Role, tuple[Entry, ...]] = {
    Role.LITIGANT: (HOME, CLAIMS, NEW_CLAIM, INQUIRIES, PROFILE),
    Role.CLERK: (DESK, FEES, PROFILE),
    Role.JUDGE: (HOME, PROFILE),
    Role.AUDITOR: (AUDIT, RIGHTS, PROFILE),
    Role.OPERATOR: (IDENTITIES, PROFILE),
    Role.OWNER: (PEOPLE, RIGHTS, CORRECTIONS, COURTS, FEES, PROFILE),
}
FOOTER = (
    Entry("/help", N_("Help")),
    Entry("/accessibility", N_("Accessibility")),
    Entry("/personal-data", N_("Personal data")),
)


def links(entries: tuple[Entry, ...], path: str) -> tuple[Link, ...]:
    """Return the entries translated, the one whose section `path` stands in marked as current."""
    here = max(
        (
            entry.address
            for entry in entries
            if path == entry.address or path.startswith(entry.address.rstrip("/") + "/")
        ),
        key=len,
        default="",
    )
    if here == "/" and path != "/":
        here = ""
    return tuple(Link(entry.address, gettext(entry.msgid), entry.address == here) for entry in entries)
