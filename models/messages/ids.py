"""Names that web, worker and activities share: workflow ids, the task queue, workflow and update names."""

TASK_QUEUE = "divan"

CLAIM = "Claim"
PAYMENT = "Payment"
SIGNING = "Signing"
DELIVERY = "Delivery"
PACKAGE = "Package"
RECONCILIATION = "Reconciliation"
REGISTRATION = "Registration"
LETTER = "Letter"
ORGANISATIONS = "Organisations"
CORRECTION = "Correction"
FEE_RECONCILIATION = "FeeReconciliation"
UPLOADS = "Uploads"

DELIVERY_ID = "delivery"  # one for the whole court
RECONCILIATION_ID = "reconciliation"  # likewise
ORGANISATIONS_ID = "organisations"  # likewise
FEE_RECONCILIATION_ID = "fee-reconciliation"  # likewise
UPLOADS_ID = "uploads"  # likewise


def claim_workflow(claim_id: str) -> str:
    """Return the workflow id of a claim."""
    return f"claim-{claim_id}"


def payment_workflow(payment_id: str) -> str:
    """Return the workflow id of an online payment."""
    return f"payment-{payment_id}"


def signing_workflow(signing_id: str) -> str:
    """Return the workflow id of one attempt to sign."""
    return f"signing-{signing_id}"


def package_workflow(claim_id: str, version: int) -> str:
    """Return the workflow id of making one confirmed version's package: asked for twice, it is made once."""
    return f"package-{claim_id}-{version}"


def act_update(act: str, nonce: str) -> str:
    """Return the update id of an act: the form's nonce, so that a double click or a replayed form is one act."""
    return f"{act}-{nonce}"


def registration_workflow(registration_id: str) -> str:
    """Return the workflow id of a registration; its id is random and names nobody."""
    return f"registration-{registration_id}"


def letter_workflow(letter_id: str) -> str:
    """Return the workflow id of one letter to a person."""
    return f"letter-{letter_id}"


def correction_workflow(correction_id: str) -> str:
    """Return the workflow id of a request to correct a datum; its id is random and names nobody."""
    return f"correction-{correction_id}"
