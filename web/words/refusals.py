"""Sentences for what the rules of the domain refuse: numbers, parties, documents, fees, acts on a claim."""

from web.language import N_

SENTENCES: dict[str, str] = {
    # numbers and addresses
    "fin_format": N_("A FİN has seven characters: digits and Latin letters without I and O."),
    "voen_format": N_("A VÖEN has ten digits, the last one 1 or 2."),
    "voen_check_digit": N_("This VÖEN has a mistyped digit. Compare it with the certificate of registration."),
    "document_format": N_("Series and number must look like AZE01234567, AA0123456, DYİ012345 or MYİ012345."),
    "phone_format": N_("Enter the phone number like +994 50 123 45 67"),
    "postal_index_format": N_("The postal index must look like AZ1000"),
    "email_format": N_("Enter the e-mail address like name@example.az"),
    "case_number_format": N_("The case number must look like e-2-1(112)-6882/2026."),
    # sums
    "amount_format": N_("Enter the sum in manats, for example 1250.50."),
    "amount_missing": N_("Enter the sum."),
    "amount_not_positive": N_("The sum must be more than zero."),
    "amount_too_large": N_("The sum is larger than any the court can take."),
    "claim_value_missing": N_("Enter the value of the claim: the fee depends on it."),
    "claim_value_not_positive": N_("The value of the claim must be more than zero."),
    "small_claim_too_large": N_("A small claim may be worth at most %(limit)s AZN."),
    # the court
    "court_hears_no_claims": N_("This court does not hear cases at first instance."),
    "kind_not_heard_by_court": N_("This court does not hear applications of this kind."),
    # documents
    "attachment_empty": N_("The file is empty."),
    "attachment_format": N_("Only PDF, ADOC, EDOC and ASICE files are accepted."),
    "attachment_name_missing": N_("The file has no name."),
    "attachment_name_character": N_("The name of the file has a character that is not allowed."),
    "attachment_name_path": N_("The name of the file must not be a path."),
    "attachment_name_too_long": N_("The name of the file may have at most %(limit)s characters."),
    "attachments_too_many": N_("An application may have at most %(limit)s files."),
    "attachments_too_large": N_("All files together may have at most 10 MB. Bytes left: %(left)s."),
    # fee
    "exemption_unknown": N_("Choose the ground of the exemption from the list."),
    "fee_not_covered": N_("The state fee is not covered: pay it, give a receipt, or state an exemption."),
    "receipt_unknown": N_("No receipt with this number was found."),
    "receipt_not_enough": N_("The sum of this receipt is less than the state fee."),
    "receipt_taken": N_("This receipt is already used by another application."),
    # acts
    "not_yours": N_("There is no such application, or it is not yours."),
    "already_signed": N_("You have already signed this application."),
    "claim_closed": N_("This application is closed: nothing more can be done with it."),
    "draft_changed": N_("The draft was changed meanwhile. Check it again."),
    "reason_missing": N_("Give the reason."),
    "signer_not_replaceable": N_(
        "Nobody can sign in this person's place: take the application back to draft and change its claimants."
    ),
    "signer_already_there": N_("This person is a signer of the application already."),
    "signer_stands_not_for_it": N_(
        "This person does not stand for the organisation. Its head, or whoever holds its business certificate, signs in"
        " to the cabinet once; then name him here."
    ),
    "signer_is_signing": N_("This person is signing just now. Look again in a few minutes."),
    "signers_wrong": N_("The list of those who must sign does not fit the claimants of the application."),
}
PATTERNS: dict[str, str] = {
    r"cannot_[a-z_]+_when_[a-z_]+": N_("The application has moved on meanwhile: this step is no longer possible."),
}
