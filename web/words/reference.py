"""Words of the reference data's edits: what is refused, what is said after, what stands in the history."""

from enum import StrEnum

from models.domain.reference_edit import ReferenceAct
from web.language import N_

SENTENCES: dict[str, str] = {
    "reference_stale": N_("It was edited meanwhile. Nothing was saved: compare both, and save again what is right."),
    "reference_unknown": N_("There is no such entry."),
    "reference_was_added": N_("The entry was added and stands in the history."),
    "valid_from_past": N_("Choose today or a later day, or leave it empty."),
    "appeal_court_unknown": N_("Choose the court above it from the list."),
    "category_parent_unknown": N_("Choose the category from the list."),
    "reference_was_saved": N_("The change was saved and stands in the history."),
    "calendar_was_saved": N_(
        "The day was saved. Terms that were set keep their last day; those set from now on follow it."
    ),
    "calendar_day_past": N_("The day is over: terms were reckoned by it, and it is changed no more."),
    "calendar_stale": N_(
        "The calendar was edited after you opened this page, and nothing was entered. Look at the year and send again."
    ),
    "days_off_backwards": N_("The last day is before the first."),
    "days_off_past": N_("The day is over: terms were reckoned by it, and it is changed no more."),
    "days_off_too_many": N_("At most %(most)s days are entered at once."),
    "days_off_worked": N_("%(day)s was entered as a working day: change it by itself first."),
    "calendar_day_as_weekday": N_("By its weekday it is a working day already. To take an entry out, close it."),
    "court_code_form": N_("Write the code as three digits, for example 006"),
    "court_code_taken": N_("Another court has this code: case numbers would not tell them apart."),
    "category_nowhere": N_("Choose at least one kind of application and one kind of court"),
    "category_not_heard": N_("None of the chosen courts hears one of the chosen kinds of applications."),
    "category_outside_parent": N_("Its category is not offered there: widen the category first."),
    "category_leaves_children": N_("A sub-category is offered there: narrow the sub-category first."),
}
PATTERNS: dict[str, str] = {}
NAMES: dict[type[StrEnum], dict[str, str]] = {
    ReferenceAct: {
        ReferenceAct.ADD: N_("Added"),
        ReferenceAct.CHANGE: N_("Changed"),
        ReferenceAct.CLOSE: N_("Closed"),
        ReferenceAct.OPEN: N_("Opened again"),
    },
}
