"""Words of the doors beside ASAN İmza on a phone: ASAN Login and e-İmza."""

from enum import StrEnum

from models.ports import CertificateKind
from web.language import N_

SENTENCES: dict[str, str] = {
    # a question to a browser and its answer
    "challenge_unknown": N_("This answer belongs to no sign-in of this browser. Begin again."),
    "challenge_used": N_("This answer was used already. Nobody can sign in with it a second time. Begin again."),
    "challenge_expired": N_("The sign-in was open too long. Begin again."),
    # ASAN İmza
    "certificate_kind_wrong": N_("The certificate does not name an organisation as its kind demands."),
    "certificate_replaced": N_(
        "Your ASAN İmza has another certificate than the one you signed in with. Sign in with the new ASAN İmza, then "
        "sign the application."
    ),
    # e-İmza
    "card_token_wrong": N_("The program of your card sent something that is no card’s answer."),
    "card_signature_wrong": N_("The card’s answer does not fit what the court asked on this page."),
    "card_not_trusted": N_("The certificate on the card is not one the court trusts for signing in, or has expired."),
    "card_revoked": N_("The certificate on the card was revoked or suspended. Ask its issuer."),
    "card_status_unknown": N_(
        "Whether the card’s certificate is still valid cannot be checked now. Try again in a few minutes, or choose "
        "another way in."
    ),
    # ASAN Login
    "login_cancelled": N_("You left ASAN Login without confirming. Nobody was signed in."),
    "login_refused": N_("ASAN Login refused the sign-in."),
    "login_code_refused": N_("ASAN Login did not accept its own answer any more. Begin again."),
    "login_token_wrong": N_("The answer of ASAN Login does not prove who you are. Nobody was signed in."),
    "login_without_fin": N_("ASAN Login named no FİN, so we cannot tell who you are."),
    "login_provider_down": N_("ASAN Login is not answering. Try again in a few minutes, or choose another way in."),
}
NAMES: dict[type[StrEnum], dict[str, str]] = {
    CertificateKind: {
        CertificateKind.CITIZEN: N_("Citizen"),
        CertificateKind.BUSINESS: N_("Business"),
        CertificateKind.GOVERNMENT: N_("Government"),
    },
}
