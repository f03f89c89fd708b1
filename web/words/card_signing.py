"""Why a signature with a card did not come about: `card_` and the code; others share the words of the phone."""

from enum import StrEnum

from web.language import N_

SENTENCES: dict[str, str] = {
    "card_signer_mismatch": N_(
        "The certificate on this card belongs to another person: the FİN is not yours. Nothing was signed."
    ),
    "card_cert_key_usage": N_(
        "This certificate is for signing in (PIN1), not for signing documents. Nothing was signed: begin anew and"
        " choose the other certificate in the window of the program."
    ),
    "card_cert_unreadable": N_("The program of your card sent something that is no certificate."),
    "card_key_type_unsupported": N_("The court cannot check signatures of this kind of card. Sign with ASAN İmza."),
    "card_cert_revoked": N_(
        "The issuer has revoked the certificate on this card, so nothing was signed. The application and the other"
        " signatures stay as they are. Sign with a new card, or with ASAN İmza."
    ),
    "card_cert_suspended": N_(
        "The issuer has suspended the certificate on this card, so nothing was signed. The application and the other"
        " signatures stay as they are. When the issuer has restored it, sign here, or sign with ASAN İmza."
    ),
    "card_cert_expired": N_(
        "The term of the certificate on this card has ended, so nothing was signed. The application and the other"
        " signatures stay as they are. Sign with a new card, or with ASAN İmza."
    ),
    "card_cert_unknown": N_(
        "The issuer does not know the certificate on this card, so nothing was signed. Ask the issuer of the card."
    ),
    "card_cert_chain_failure": N_(
        "The certificate on this card was not issued by an authority the court trusts. Nothing was signed."
    ),
    "card_certificate_of_another_name": N_(
        "This card is not of the name you act in: an organisation's filing is signed with the card it gave you, your"
        " own filing with your citizen's card. Nothing was signed."
    ),
    "card_seal_certificate_missing": N_(
        "This card is not of the organisation, so its seal cannot be put with it. Nothing was signed: sign without the"
        " seal, with the organisation's card, or with the ASAN İmza number that has its certificate."
    ),
    "card_sig_value_invalid": N_(
        "What the card signed does not fit its certificate and this application: perhaps another card lay in the"
        " reader. Nothing was signed: begin anew."
    ),
    "card_timed_out": N_("PIN2 of the card was not entered within five minutes. Nothing was signed: begin anew."),
    "card_cancelled": N_("You gave up signing with the card. Nothing was signed."),
    "card_not_asked": N_("Nothing waits for an answer of this card: it has answered, or its time has ended."),
    "card_provider_unavailable": N_(
        "The court could not prepare the request for your card. Nothing was signed: try again in a few minutes."
    ),
}
PATTERNS: dict[str, str] = {r"card_sig_[a-z_]+": SENTENCES["card_sig_value_invalid"]}
NAMES: dict[type[StrEnum], dict[StrEnum, str]] = {}
