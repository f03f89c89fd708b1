"""Every workflow the worker runs and the replayer knows."""

from workflows.claim import ClaimWorkflow
from workflows.delivery import DeliveryWorkflow
from workflows.package import PackageWorkflow
from workflows.payment import PaymentWorkflow
from workflows.reconciliation import ReconciliationWorkflow
from workflows.signing import SigningWorkflow

WORKFLOWS = [
    ClaimWorkflow,
    DeliveryWorkflow,
    PackageWorkflow,
    PaymentWorkflow,
    ReconciliationWorkflow,
    SigningWorkflow,
]
