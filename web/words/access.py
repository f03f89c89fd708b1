"""Words of signing in, of the profile, and of refusals that no journey owns."""

from enum import StrEnum

from models.domain.roles import Role
from web.language import N_

SENTENCES: dict[str, str] = {
    # refusals of a sign-in
    "cancelled": N_("You cancelled the request on your phone."),
    "timed_out": N_("Nobody entered the PIN in time."),
    "no_such_user": N_("ASAN İmza does not know this phone number with this user ID."),
    "unreachable": N_("Your phone could not be reached. Check that it is switched on and has signal."),
    "device_error": N_("The SIM card of your phone reported an error."),
    "signature_wrong": N_("The signature that came back is not the one we asked for. Nobody was signed in."),
    "certificate_not_trusted": N_("The certificate on your SIM card was not issued by an authority the court trusts."),
    "certificate_without_fin": N_("The certificate on your SIM card names no FİN, so we cannot tell who you are."),
    "account_blocked": N_("Access to this cabinet is restricted. Contact the court."),
    "wrong_password": N_("The user name or the password is not right."),
    "provider_down": N_("ASAN İmza is not answering. Try again in a few minutes."),
    # what the next page begins with
    "profile_saved": N_("Your details were saved."),
}
PATTERNS: dict[str, str] = {}
NAMES: dict[type[StrEnum], dict[str, str]] = {
    Role: {
        Role.LITIGANT: N_("Litigant"),
        Role.CLERK: N_("Court registry"),
        Role.JUDGE: N_("Judge"),
        Role.AUDITOR: N_("Auditor"),
        Role.OPERATOR: N_("Operator"),
        Role.OWNER: N_("System owner"),
        Role.SYSTEM: N_("Court system"),
    },
}
