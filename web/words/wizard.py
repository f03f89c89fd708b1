"""Sentences of the wizard: what is missing, what registers and files are refused for, how a fee is reckoned."""

from web.language import N_

SENTENCES: dict[str, str] = {
    "draft_edited_elsewhere": N_(
        "This draft was saved in another window after you opened this page. What you typed is below: compare and save."
    ),
    "claim_deleted": N_("The draft was deleted."),
    "file_missing": N_("Choose a file."),
    "letters_not_printable": N_("These characters cannot be printed in a court document: %(letters)s"),
    # states of a task
    "state_done": N_("Done"),
    "state_to_do": N_("To be completed"),
    "state_not_begun": N_("Not begun"),
    "state_optional": N_("If needed"),
    "state_ready": N_("Ready"),
    "state_later": N_("Comes last"),
    # court
    "court_missing": N_("Choose the court."),
    "kind_missing": N_("Choose the kind of application."),
    "category_missing": N_("Choose the category of the dispute."),
    "category_not_offered": N_("This court does not hear this category for this kind of application."),
    # parties
    "myself": N_("Myself"),
    "role_missing": N_("Choose the role."),
    "person_missing": N_("Choose who it is."),
    "choose_myself": N_("This is your own document: go back and choose «Myself»."),
    "parties_before_kind": N_("Choose the kind of application first: the roles depend on it."),
    "claimant_missing": N_("A claimant must be added."),
    "defendant_missing": N_("A defendant must be added."),
    "applicant_missing": N_("An applicant must be added."),
    "creditor_missing": N_("A creditor must be added."),
    "debtor_missing": N_("A debtor must be added."),
    "filer_missing": N_("Add yourself: as a claimant, or as the one who acts for the claimant."),
    "filer_twice": N_("You are among the claimants twice."),
    "party_twice": N_("The same person stands in the same role twice."),
    "party_incomplete": N_("The details of a party are not complete."),
    "role_not_for_kind": N_("A party has a role that this kind of application does not know."),
    "same_person_on_both_sides": N_("The same person cannot be claimant and defendant."),
    "party_document_missing": N_("Enter series and number of the identity document."),
    "party_voen_missing": N_("Enter the VÖEN."),
    "party_name_missing": N_("Enter the name."),
    "party_surname_missing": N_("Enter the surname."),
    "party_patronymic_missing": N_("Enter the father's name."),
    "party_phone_missing": N_("Enter the phone number."),
    "party_email_missing": N_("Enter the e-mail address."),
    "party_address_missing": N_("Enter the actual address."),
    "party_postal_index_missing": N_("Enter the postal index."),
    "too_long": N_("This is too long."),
    "control_character": N_("There is a character here that cannot be read."),
    "unknown_not_allowed": N_("This must be known: «yoxdur» is for foreign persons only."),
    "signing_way_missing": N_("Choose whether a power of attorney is provided or the claimant will sign himself."),
    "signing_way_not_open": N_("A foreign person cannot sign in the cabinet: provide a power of attorney."),
    "document_of_resident": N_(
        "This is a residence permit: choose «Holder of a residence permit (DYİ, MYİ)» as the person."
    ),
    "document_of_natural_person": N_("This is no residence permit (DYİ, MYİ): choose «Natural person» as the person."),
    "voen_of_entrepreneur": N_("This VÖEN belongs to an entrepreneur: choose «Entrepreneur» as the person."),
    "voen_of_legal_entity": N_("This VÖEN belongs to a legal entity: choose «Legal entity» as the person."),
    "register_waiting": N_("The register has not answered yet: it is asked again, and you are told what it says."),
    "signer_unknown": N_("Enter the FİN of the person who is to be called to sign, or provide a power of attorney."),
    "fin_is_your_own": N_("This is your own FİN: take this party out and add yourself («Myself»)."),
    "signer_other_name": N_("The cabinet with this FİN belongs to a person of another name."),
    "fin_not_registered": N_("Whoever was called to sign is, by the register, not the person whom the party names."),
    "label_fin": N_("FİN"),
    "nobody_waits": N_("No answer of a register was awaited about this party."),
    "party_refused": N_("A register does not know a party as it was typed: correct it."),
    "not_known": N_("not known"),
    "label_document": N_("Series and number of the identity document"),
    "label_voen": N_("VÖEN"),
    "label_surname": N_("Surname"),
    "label_name": N_("Name"),
    "label_patronymic": N_("Father's name"),
    "label_signing": N_("How the claimant takes part"),
    "label_postal_index": N_("Postal index"),
    "label_full_name": N_("Surname and name"),
    "label_organisation": N_("Organisation"),
    "label_phone": N_("Phone number"),
    "label_email": N_("E-mail address"),
    "label_address": N_("Actual address"),
    # registers: which field does not agree, never what would be right
    "document_not_registered": N_("The population register knows no document with this series and number."),
    "surname_not_registered": N_("The surname does not agree with this document."),
    "name_not_registered": N_("The name does not agree with this document."),
    "voen_not_registered": N_("The tax register knows no organisation with this VÖEN."),
    "voen_closed": N_("The organisation with this VÖEN is no longer active."),
    "register_unavailable": N_(
        "The register does not answer now, so this cannot be checked. Nothing you typed is lost: try again in a moment."
    ),
    # documents and text
    "power_of_attorney_missing": N_("A power of attorney must be among the documents."),
    "upload_metadata": N_("Choose the kind of the document and the file."),
    "container_not_verified": N_(
        "The signatures in this older kind of container cannot be verified here. The court sees the file as it is."
    ),
    "heading_missing": N_("Enter the heading of the application."),
    "text_missing": N_("Enter the text of the application."),
    "interim_missing": N_("Enter why and how the claim is to be secured, or untick the box"),
    "cabinet_missing": N_(
        "In a commercial dispute each claimant and representative must have an electronic cabinet, and one has none."
    ),
    "months_missing": N_("Enter for how many months."),
    "demand_too_large": N_("This amount is too large."),
    # fee
    "fee_before_kind": N_("Choose court and kind of application first: the fee depends on them."),
    "receipt_missing": N_("Enter the number of the receipt."),
    "receipt_refunded": N_("The money of this receipt was paid back."),
    "receipt_other_purpose": N_("This receipt is not for a court fee."),
    "fee_base": N_("Fixed part, for a claim value up to %(up_to)s AZN"),
    "fee_percent_above": N_("Percent: %(percent)s, of the part above %(above)s AZN (%(part)s AZN)"),
    "fee_cap": N_("Highest fee: %(cap)s AZN"),
    "fee_flat_kind": N_("Flat sum for this kind of application"),
    "fee_flat_unvalued": N_("Flat sum for a claim that is not valued"),
    "fee_flat_dwelling": N_("Flat sum for a dispute about one's own home"),
    "fee_first_e_filing": N_("First electronic filing; percent off: %(percent)s"),
    # payments
    "payment_waiting": N_("Waiting for the payment"),
    "payment_waiting_said": N_(
        "Pay at the portal and come back here. The answer of the bank may take a while: this page can be closed, the "
        "application is confirmed by itself when the money has arrived."
    ),
    "payment_waiting_action": N_("Go to the payment portal"),
    "payment_confirming": N_("Paid"),
    "payment_confirming_said": N_("The money has arrived. The application is being confirmed."),
    "payment_confirming_action": N_("Look again"),
    "payment_confirmed": N_("Paid and confirmed"),
    "payment_confirmed_said": N_("The application is confirmed and waits for your signature."),
    "payment_confirmed_action": N_("Go on to signing"),
    "payment_refused": N_("Paid, but not confirmed"),
    "payment_refused_said": N_("Your money is not lost: the receipt is kept and is free to be used with this number."),
    "payment_refused_action": N_("Use the receipt"),
    "payment_failed": N_("Not paid"),
    "payment_failed_said": N_(
        "The portal says that the payment failed. Your draft is kept. Should the money arrive after all, you are told."
    ),
    "payment_failed_action": N_("Try again"),
    "payment_expired": N_("Time ran out"),
    "payment_expired_said": N_("No payment arrived in time. Your draft is kept."),
    "payment_expired_action": N_("Try again"),
    # files refused by their content
    "upload_file_empty": N_("The file is empty."),
    "upload_extension_mismatch": N_("The content of the file is not what its name says."),
    "upload_format_office_not_accepted": N_("Word and Excel files are not taken: save the document as PDF."),
    "upload_no_signatures": N_("The container carries no signature."),
    "upload_no_data_files": N_("The container holds no document."),
    "upload_nested_container": N_("A container inside a container is not taken: add the inner one by itself."),
    "upload_inner_type_not_accepted": N_("A container may hold PDF documents only."),
    "upload_pdf_encrypted": N_("The PDF is locked with a password: save it without one."),
    "upload_pdf_javascript": N_("The PDF holds a program (JavaScript): print it to a new PDF and add that."),
    "upload_pdf_embedded_files": N_("The PDF carries other files inside: add them one by one instead."),
    "upload_pdf_xfa": N_("The PDF is an interactive form: print it to a new PDF and add that."),
    "upload_pdf_too_large": N_("The file is too large."),
    "upload_pdf_page_count": N_("The PDF has no pages, or too many."),
}
PATTERNS: dict[str, str] = {
    r"upload_pdf_(corrupt|header|trailing_data|nesting|filter_chain|too_many_objects)": N_(
        "The PDF is damaged: open it, save it anew and add that."
    ),
    r"upload_pdf_[a-z_]+": N_("The PDF does something by itself when it is opened: print it to a new PDF."),
    r"upload_format_[a-z0-9_]+": N_("Only PDF, ADOC, EDOC and ASICE files are accepted."),
    r"upload_(polyglot|zip|entry|manifest|mimetype|container|xml)_[a-z_]+": N_(
        "The file is damaged or pretends to be what it is not. Make it anew and add that."
    ),
    r"upload_[a-z0-9_]+": N_("The file cannot be taken: its content breaks a rule of the court."),
}
