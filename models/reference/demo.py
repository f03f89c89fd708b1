"""The people of the demo court; all of them invented."""

from dataclasses import dataclass

from models.domain.roles import Role
from models.reference.loading import rows_of

DEMO_PASSWORD = "divan-demo-2026"  # noqa: S105 - printed at each start of the demo court


@dataclass(frozen=True)
class DemoPerson:
    """A litigant whose phone, identity document and ASAN İmza the simulators play."""

    fin: str
    document: str
    surname: str
    name: str
    patronymic: str
    address: str
    postal_index: str
    phone: str
    user_id: str
    email: str


@dataclass(frozen=True)
class DemoStaff:
    """A member of a court's staff, or of the system's."""

    username: str
    role: Role
    surname: str
    name: str
    court_id: str = ""


DEMO_STAFF = (
    DemoStaff("orucova", Role.CLERK, "Orucova", "Səbinə", "baku-nasimi"),
    DemoStaff("haciyev", Role.CLERK, "Hacıyev", "Murad", "baku-yasamal"),
    DemoStaff("veliyeva", Role.CLERK, "Vəliyeva", "Aytən", "baku-commercial"),
    DemoStaff("memmedli", Role.OPERATOR, "Məmmədli", "Fidan"),
    DemoStaff("tagizade", Role.AUDITOR, "Tağızadə", "Elçin"),
    DemoStaff("ismayilova", Role.OWNER, "İsmayılova", "Rəna"),
)


def demo_people() -> tuple[DemoPerson, ...]:
    """Return the litigants, in the order of the guided tour."""
    return tuple(DemoPerson(**row) for row in rows_of("demo_people.csv"))
