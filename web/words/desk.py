"""Words of the registry's desk: what is refused, what the next page begins with, the places of a filing."""

from enum import StrEnum

from models.domain.desk import DeskAct
from web.language import N_
from web.pages.desk_filters import Show

SENTENCES: dict[str, str] = {
    # what is refused
    "decision_rests": N_("A decision on this application has been taken and may still be undone. Undo it first."),
    "nothing_decided": N_("There is no decision to undo or to send."),
    "undo_too_late": N_("The decision has left: it can no longer be undone."),
    "exemption_undecided": N_("The filer names a ground of exemption from the fee: say whether it is recognised."),
    "no_exemption": N_("The fee is covered by a receipt: no exemption is asked for."),
    "undo_past_term": N_(
        "The court's time to decide (MPM 151.3) ended meanwhile: undone now, the court would not have answered in time."
    ),
    "silence_means_nothing": N_("This court has not said that its silence counts as acceptance."),
    "place_unknown": N_("Choose the places from the list."),
    "note_too_long": N_("A note to one place may have at most 500 characters."),
    "open_with_colleague": N_(
        "A colleague has this application open. Nothing was decided: wait, or take the application over first."
    ),
    "no_such_colleague": N_("Choose a clerk of your court."),
    # what the next page begins with
    "decision_was_taken": N_("The decision was taken. It leaves when its time to be undone is over."),
    "decision_was_undone": N_("The decision was undone: nobody was told, and the application is at the desk again."),
    "decision_was_sent": N_("The decision has left: the parties have been told."),
    "filing_was_assigned": N_("The application was given to the clerk you chose; the clerk has been told."),
    "filing_was_taken_over": N_("The application is yours now; the colleague has been told."),
    "filing_was_left": N_("The application is free for your colleagues."),
}
PATTERNS: dict[str, str] = {}
NAMES: dict[type[StrEnum], dict[StrEnum, str]] = {
    DeskAct: {
        DeskAct.ASSIGN: N_("Given to a clerk"),
        DeskAct.TAKE_OVER: N_("Taken over from a colleague"),
    },
    Show: {
        Show.WAITING: N_("All waiting"),
        Show.NEW: N_("received today"),
        Show.DUE: N_("due today"),
        Show.OVERDUE: N_("overdue"),
        Show.MINE: N_("Mine"),
        Show.UNASSIGNED: N_("With nobody"),
        Show.RESTING: N_("Decided, may be undone"),
    },
}
