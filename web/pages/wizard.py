"""The frame of every step: the application's number, its six steps, when it was saved, and where a step leads next."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from models.domain.grounds import FilingStep
from web.drafts import OpenDraft
from web.forms.reading import Reading
from web.language import N_, gettext
from web.pages.court_said import Said, said_at
from web.staleness import Difference, Values, fingerprint

STEPS: dict[FilingStep, tuple[str, str]] = {
    FilingStep.COURT: ("court", N_("Kind of application")),
    FilingStep.PARTIES: ("parties", N_("Parties")),
    FilingStep.DOCUMENTS: ("documents", N_("Documents")),
    FilingStep.TEXT: ("text", N_("Text of the application")),
    FilingStep.FEE: ("fee", N_("State fee")),
    FilingStep.SIGNING: ("check", N_("Check and signing")),
}
CHECK = "check"


@dataclass(frozen=True)
class Step:
    """A step as the side list shows it."""

    text: str
    address: str


@dataclass(frozen=True)
class Frame:
    """What stands around a step; `version` travels in the form, `back` says that the check page sent the filer here."""

    claim_id: str
    number: str
    steps: tuple[Step, ...]
    now: int
    saved_at: datetime | None
    version: int
    back: str
    returned: tuple[Said, ...] = ()  # what the court said of this step of the claim it was copied from
    seen: str = ""  # stands for the answers shown (web/staleness)
    differences: tuple[Difference, ...] = ()  # when they were changed elsewhere meanwhile

    @property
    def home(self) -> str:
        """Return the address of the task list, or of the check page when the filer came from there."""
        return f"/claims/{self.claim_id}/{CHECK if self.back else 'tasks'}"


def frame_of(draft: OpenDraft, step: FilingStep, back: str = "", *, shown: Values | None = None) -> Frame:
    """Return the frame of a step of a draft; `shown` are the answers as they stand stored."""
    claim_id = draft.claim.id
    return Frame(
        claim_id,
        draft.claim.number,
        tuple(Step(gettext(msgid), f"/claims/{claim_id}/{path}") for path, msgid in STEPS.values()),
        list(STEPS).index(step) + 1,
        draft.draft.touched_at,
        draft.draft.version,
        CHECK if back == CHECK else "",
        said_at(draft.returned, step),
        fingerprint(shown) if shown is not None else "",
    )


def still(frame: Frame, form: Reading[Any]) -> Frame:
    """Return the frame of a form that is shown again for its errors: it has still seen what it had seen before."""
    version = form.text("version")
    return replace(frame, version=int(version) if version.isdecimal() else 0, seen=form.text("seen"))


def frame_of_new() -> Frame:
    """Return the frame of the first step of an application that does not exist yet."""
    steps = tuple(Step(gettext(msgid), "") for _path, msgid in STEPS.values())
    return Frame("", "", steps, 1, None, 0, "")


def after(claim_id: str, step: FilingStep, go: str, back: str = "") -> str:
    """Return where a saved step leads: "Yadda saxla" to the task list, "İrəli" on, or back to the check page."""
    if go == "save":
        return f"/claims/{claim_id}/tasks"
    if back == CHECK:
        return f"/claims/{claim_id}/{CHECK}"
    following = list(STEPS)[list(STEPS).index(step) + 1]
    return f"/claims/{claim_id}/{STEPS[following][0]}"
