"""The work of a registry as counted by hand: every figure of the page, to the borders of its days."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from models.db import Sessions
from models.domain.claim_status import Act, ClaimStatus
from models.domain.languages import Language
from models.domain.roles import Role
from models.domain.terms import BAKU
from models.tables.claims import ClaimRow
from models.tables.desk import CourtDecisionRow
from tests.builders import COURT
from tests.web.court import an_account
from web.forms.clerk import PeriodForm
from web.forms.reading import read_data
from web.language import speaking
from web.pages.desk_statistics import StatisticsPage, Work, statistics_page
from web.sessions import User

STATUS = {
    Act.ACCEPT: ClaimStatus.ACCEPTED,
    Act.DEEM_ACCEPTED: ClaimStatus.ACCEPTED,
    Act.RETURN: ClaimStatus.RETURNED,
    Act.DECLINE: ClaimStatus.DECLINED,
}
FAR = "30 23:59:59"


@dataclass(frozen=True)
class Case:
    """A filing of November, its moments as days and times in Baku; `end` "" while the court has not decided."""

    sent: str
    end: str = ""
    act: Act = Act.ACCEPT
    clerk: UUID | None = None
    grounds: tuple[str, ...] = ()
    decide_by: str = FAR
    overdue: bool = False
    court: str = COURT
    left: bool = True
    undone: bool = False
    id: str = field(default_factory=lambda: str(uuid4()))

    @property
    def filing(self) -> ClaimRow:
        status = STATUS[self.act] if self.end and self.left else ClaimStatus.SENT
        sent = moment(self.sent)
        return ClaimRow(
            id=self.id, number=self.id[:20], filer_fin="5XK1A2B", status=status, revision=3, court_id=self.court,
            opened_at=sent, updated_at=sent, sent_at=sent, decide_by=moment(self.decide_by), overdue=self.overdue,
        )  # fmt: skip

    @property
    def decision(self) -> CourtDecisionRow:
        at = moment(self.end)
        later = at + timedelta(minutes=10)
        return CourtDecisionRow(
            claim_id=self.id, revision=4, court_id=self.court, act=self.act, account_id=str(self.clerk or ""),
            decided_at=at, leaves_at=later, left_at=later if self.left else None, undone_at=at if self.undone else None,
            grounds=list(self.grounds),
        )  # fmt: skip


def moment(text: str) -> datetime:
    """Return a moment of November 2026, given as its day and time in Baku."""
    return datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H:%M:%S").replace(tzinfo=BAKU)


async def the_page(sessions: Sessions, clerk: UUID) -> StatisticsPage:
    user = User(clerk, None, "Səbinə", "Orucova", Role.CLERK, COURT, Language.AZ)
    form = read_data(PeriodForm, {"since": "02.11.2026", "until": "08.11.2026"})
    async with sessions() as db:
        with speaking(Language.AZ):
            return await statistics_page(db, user, form)


async def test_the_figures_are_those_counted_by_hand(sessions: Sessions) -> None:
    sabina = (await an_account(sessions, Role.CLERK, name="Səbinə", surname="Orucova", court_id=COURT)).id
    kenan = (await an_account(sessions, Role.CLERK, name="Kənan", surname="Rzayev", court_id=COURT)).id
    week = (
        # received the second before the week, decided in it: 10 h 1 min
        Case("01 23:59:59", "02 10:00:59", clerk=sabina),
        # received in its first second: 48 h
        Case("02 00:00:00", "04 00:00:00", clerk=sabina),
        # decided in its last second, as was the term: 133 h 59 min 59 s
        Case("03 10:00:00", "08 23:59:59", Act.RETURN, kenan, ("fee", "form_or_content"), decide_by="09 00:00:00"),
        # decided in the first second after the week
        Case("04 00:00:00", "09 00:00:00", Act.RETURN, kenan, ("fee",)),
        # decided after its term, which no alarm had marked: 96 h
        Case("04 12:00:00", "08 12:00:00", clerk=kenan, decide_by="07 00:00:00"),
        # nobody decided: 72 h
        Case("05 10:00:00", "08 10:00:00", Act.DEEM_ACCEPTED, decide_by="08 10:00:00", overdue=True),
        # a return within 6 h
        Case("05 10:00:00", "05 16:00:00", Act.RETURN, sabina, ("fee",)),
        # acceptance refused within 60 h
        Case("05 11:00:00", "07 23:00:00", Act.DECLINE, kenan, ("already_judged",)),
        # a decision that rests, one that was undone, one not taken, one of another court
        Case("06 10:00:00", "06 11:00:00", clerk=sabina, left=False),
        Case("06 10:00:00", "06 11:00:00", Act.RETURN, kenan, ("fee",), left=False, undone=True),
        Case("08 23:59:59"),
        Case("06 10:00:00", "06 11:00:00", clerk=sabina, court="baku-yasamal"),
    )
    async with sessions.begin() as db:
        db.add_all([case.filing for case in week])
        await db.flush()
        db.add_all([case.decision for case in week if case.end])
    page = await the_page(sessions, sabina)
    assert page.received == 10
    hours, minutes = timedelta(hours=1), timedelta(minutes=1)
    assert page.whole == Work("", 7, accepted=3, returned=2, declined=1, deemed=1, overdue=2, median=60 * hours)
    assert page.clerks == (
        Work("Kənan Rzayev", 3, accepted=1, returned=1, declined=1, deemed=0, overdue=1, median=96 * hours),
        Work("Səbinə Orucova", 3, accepted=2, returned=1, declined=0, deemed=0, overdue=0, median=10 * hours + minutes),
        Work("Heç kim: qəbul edilmiş hesab olunub", 1, 0, 0, 0, deemed=1, overdue=1, median=72 * hours),
    )
    counted = [(one.article, one.number) for one in page.grounds]
    assert counted == [("MPM 152.1.5", 2), ("MPM 152.1.1", 1), ("MPM 153.2", 1)]
