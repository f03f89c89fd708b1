"""Every workflow the worker runs and the replayer knows."""

from workflows.claim import ClaimWorkflow
from workflows.delivery import DeliveryWorkflow
from workflows.payment import PaymentWorkflow
from workflows.reconciliation import ReconciliationWorkflow
from workflows.signing import SigningWorkflow

WORKFLOWS = [ClaimWorkflow, DeliveryWorkflow, PaymentWorkflow, ReconciliationWorkflow, SigningWorkflow]
