"""Every activity, built from its dependencies and listed for the worker."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine
from temporalio.client import Client

from activities.claims import ClaimActivities
from activities.corrections import CorrectionActivities
from activities.delivery import DeliveryActivities
from activities.fee_reconciliation import FeeReconciliationActivities
from activities.fee_refunds import FeeRefundActivities
from activities.letters import LetterActivities
from activities.organisations import OrganisationActivities
from activities.packages import Packages
from activities.parties import PartyActivities
from activities.payments import PaymentActivities
from activities.portals import portals_of
from activities.reconciliation import ReconciliationActivities
from activities.registration import RegistrationActivities
from activities.sealing import Sealing
from activities.signatures.certificate_path import TrustStore
from activities.signing import SigningActivities
from activities.uploads import UploadActivities
from models.db import Sessions
from models.ports import DocumentStore, Mailer, OcspClient, PaymentPortal, RemoteSigner, SmsGateway, TimestampClient
from models.register_ports import PopulationByNumber, TaxByPerson


@dataclass(frozen=True)
class ActivityDeps:
    """What the activities need: our own stores and one adapter for each outside system."""

    sessions: Sessions
    recording: Engine  # blocking, for the steps of claims
    documents: DocumentStore
    temporal: Client
    signer: RemoteSigner
    timestamps: TimestampClient
    ocsp: OcspClient
    trust: TrustStore
    portal: PaymentPortal
    mailer: Mailer
    sms: SmsGateway
    tax: TaxByPerson
    population: PopulationByNumber
    base_url: str
    sealing: Sealing
    deemed_accepted_courts: tuple[str, ...] = ()
    asan_payment: PaymentPortal | None = None  # "ASAN ödəniş", where it is connected


def all_activities(deps: ActivityDeps) -> list[Callable[..., Any]]:
    """Return every activity method of the court."""
    claims = ClaimActivities(deps.recording, deps.deemed_accepted_courts)
    portals = portals_of(deps.portal, deps.asan_payment)
    payments = PaymentActivities(deps.sessions, deps.recording, portals, deps.temporal, deps.base_url)
    delivery = DeliveryActivities(deps.sessions, deps.mailer, deps.sms, deps.base_url, deps.sealing)
    packages = Packages(deps.sessions, deps.documents, deps.base_url)
    letters = LetterActivities(deps.sessions, deps.mailer, deps.base_url)
    registration = RegistrationActivities(deps.sessions, deps.mailer, deps.base_url)
    reconciliation = ReconciliationActivities(deps.sessions, deps.temporal)
    organisations = OrganisationActivities(deps.sessions, deps.tax)
    signing = SigningActivities(
        deps.sessions,
        packages,
        deps.documents,
        deps.signer,
        deps.timestamps,
        deps.ocsp,
        deps.trust,
        deps.temporal,
    )
    return [
        *claims.listed(),
        *payments.listed(),
        *letters.listed(),
        *PartyActivities(deps.sessions, deps.population, deps.tax).listed(),
        *registration.listed(),
        *CorrectionActivities(deps.sessions).listed(),
        delivery.watch_outbox,
        reconciliation.bring_up_to_date,
        *FeeReconciliationActivities(deps.sessions, deps.recording, portals).listed(),
        FeeRefundActivities(deps.sessions, portals).give_back,
        organisations.look_up_due,
        packages.make_ahead,
        UploadActivities(deps.sessions).forget_abandoned_uploads,
        *signing.listed(),
    ]
