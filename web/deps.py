"""What routes may ask for, by type: the signed-in person, a transaction, the outside world."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession
from temporalio.client import Client

from activities.portals import Portals, portals_of
from models.db import Reader, Sessions
from models.domain.alarms import WaitingPolicy
from models.domain.errors import RuleBroken
from models.domain.rights import DOORS, Door
from models.domain.roles import Role
from models.ports import DocumentStore, IdentityProvider, OcspClient, PaymentPortal, RemoteSigner
from models.register_ports import PopulationRegister, TaxRegister
from models.settings import Settings
from web.commands import Commands
from web.sessions import User
from web.visit import UnreadCount, Visit, visit_of


@dataclass(frozen=True)
class WebDeps:
    """Everything the web tier stands on; wired in server.py, or by a test."""

    settings: Settings
    sessions: Sessions
    temporal: Client | None
    signer: RemoteSigner
    asan_login: IdentityProvider
    ocsp: OcspClient
    portal: PaymentPortal
    population: PopulationRegister
    tax: TaxRegister
    documents: DocumentStore
    unread: UnreadCount
    # A small pool for what a request does while it holds its own transaction. From one pool, a dozen visitors who each
    # hold a connection and wait for a second one would wait for each other (tests/faults).
    aside: Sessions | None = None
    asan_payment: PaymentPortal | None = None  # "ASAN ödəniş", where it is connected

    @property
    def sessions_aside(self) -> Sessions:
        """Return the sessions to be used inside another one."""
        return self.aside or self.sessions

    @cached_property
    def portals(self) -> Portals:
        """Return every portal at which a fee can be paid."""
        return portals_of(self.portal, self.asan_payment)

    @cached_property
    def reader(self) -> Reader:
        """Return what answers single statements that only read, over the connections of `sessions`."""
        return Reader(self.sessions.kw["bind"])


STAFF = tuple(role for role in Role if role not in {Role.LITIGANT, Role.SYSTEM})


class SignInNeededError(Exception):
    """Nobody is signed in; `next_path` is where the person wanted to go."""

    def __init__(self, next_path: str) -> None:
        """Keep the way back."""
        super().__init__(next_path)
        self.next_path = next_path


class NotYoursError(Exception):
    """The thing does not exist, or not for this person: the answer is the same (design §6)."""


# Dependencies are `async` even where nothing is awaited: FastAPI runs the others in a thread each.
async def commands_of(request: Request) -> Commands:
    """Return the door to the workflows; RuntimeError when the application was built without Temporal."""
    deps = deps_of(request)
    if deps.temporal is None:
        raise RuntimeError("this application has no Temporal client")
    config = deps.settings
    policy = WaitingPolicy(
        reminder_days=config.signer_reminder_days,
        reminder_every_days=config.signer_reminder_every_days,
        draft_lives_days=config.draft_lives_days,
        draft_warning_days=config.draft_warning_days,
        decision_days=config.decision_days,
        decision_warning_days=config.decision_warning_days,
    )
    return Commands(deps.temporal, policy, config.payment_lives, config.decision_rests)


def deps_of(request: Request) -> WebDeps:
    """Return what the application was built with."""
    deps: WebDeps = request.app.state.deps
    return deps


async def injected_deps(request: Request) -> WebDeps:
    """Return what the application was built with, as a dependency."""
    return deps_of(request)


async def injected_visit(request: Request) -> Visit:
    """Return the visit of the request, as a dependency."""
    return visit_of(request)


async def reader_of(request: Request) -> Reader:
    """Return what answers single statements that only read."""
    return deps_of(request).reader


async def database(request: Request) -> AsyncIterator[AsyncSession]:
    """Give the route one transaction: committed when it returns, before the answer leaves; undone when it raises."""
    async with deps_of(request).sessions.begin() as session:
        yield session


async def current_user(request: Request) -> User:
    """Return the signed-in person or send the visitor to the sign-in page.

    RuleBroken("capacity_ended") when the address names an organisation for which he does not, or no longer, stand.
    """
    user = visit_of(request).user
    if user is None:
        raise SignInNeededError(_way_back(request))
    if visit_of(request).has_no_such_name:
        raise RuleBroken("capacity_ended")
    return user


def one_of(*roles: Role) -> Callable[[Request], Awaitable[User]]:
    """Make a dependency that lets only these roles in; for others the page does not exist."""

    async def required(request: Request) -> User:
        user = await current_user(request)
        if user.role not in roles:
            raise NotYoursError
        return user

    return required


def behind(door: Door) -> Callable[[Request], Awaitable[User]]:
    """Make a dependency that lets in the roles to whom a door is open (models/domain/rights.py)."""
    return one_of(*DOORS[door])


def _way_back(request: Request) -> str:
    if request.method == "GET":
        return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    referrer = urlsplit(request.headers.get("referer", ""))
    return referrer.path if referrer.netloc == request.headers.get("host") else "/"


Deps = Annotated[WebDeps, Depends(injected_deps)]
# scope="function": the commit happens before the answer leaves, so POST, 303, GET shows the new state
Db = Annotated[AsyncSession, Depends(database, scope="function")]
Read = Annotated[Reader, Depends(reader_of)]
CourtCommands = Annotated[Commands, Depends(commands_of)]
CurrentVisit = Annotated[Visit, Depends(injected_visit)]
CurrentUser = Annotated[User, Depends(current_user)]
RequireLitigant = Annotated[User, Depends(behind(Door.CABINET))]
RequireClerk = Annotated[User, Depends(behind(Door.DESK))]
RequireAuditor = Annotated[User, Depends(behind(Door.AUDIT))]
RequireOwner = Annotated[User, Depends(behind(Door.PEOPLE))]
RequireRightsReader = Annotated[User, Depends(behind(Door.RIGHTS))]
RequireInquirer = Annotated[User, Depends(behind(Door.INQUIRIES))]
RequireOperator = Annotated[User, Depends(behind(Door.IDENTITIES))]
RequireCorrectable = Annotated[User, Depends(behind(Door.CORRECTIONS))]
RequireCorrector = Annotated[User, Depends(behind(Door.CORRECTION_QUEUE))]
RequireReferenceEditor = Annotated[User, Depends(behind(Door.REFERENCE))]
RequireAccountant = Annotated[User, Depends(behind(Door.FEES))]
RequireStaff = Annotated[User, Depends(one_of(*STAFF))]
