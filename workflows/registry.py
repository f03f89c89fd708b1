"""Every workflow the worker runs and the replayer knows."""

from workflows.claim import ClaimWorkflow
from workflows.correction import CorrectionWorkflow
from workflows.delivery import DeliveryWorkflow
from workflows.fee_reconciliation import FeeReconciliationWorkflow
from workflows.letter import LetterWorkflow
from workflows.organisations import OrganisationsWorkflow
from workflows.package import PackageWorkflow
from workflows.payment import PaymentWorkflow
from workflows.reconciliation import ReconciliationWorkflow
from workflows.registration import RegistrationWorkflow
from workflows.signing import SigningWorkflow
from workflows.uploads import UploadsWorkflow

WORKFLOWS = [
    ClaimWorkflow,
    CorrectionWorkflow,
    DeliveryWorkflow,
    FeeReconciliationWorkflow,
    LetterWorkflow,
    OrganisationsWorkflow,
    PackageWorkflow,
    PaymentWorkflow,
    ReconciliationWorkflow,
    RegistrationWorkflow,
    SigningWorkflow,
    UploadsWorkflow,
]
