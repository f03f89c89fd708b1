"""Words of signing in, of the profile, and of refusals that no journey owns."""

from enum import StrEnum

from models.domain.contact import Detail
from models.domain.roles import Role
from models.tables.accounts import SignInMethod
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
    "email_link_sent": N_("A link was sent to your e-mail address: follow it to confirm the address."),
    "address_confirmed": N_("Your e-mail address is confirmed."),
    "phone_confirmed": N_("Your mobile number is confirmed."),
    "phone_code_sent": N_("A code was sent to your mobile number."),
    "email_link_dead": N_("This link is no longer valid: it was used, replaced by a newer one, or is too old."),
    "phone_code_wrong": N_("This code is not right."),
    "phone_code_dead": N_("This code is no longer valid. Ask for a new one."),
    "phone_takes_no_sms": N_("No SMS can be sent to this number: give a mobile number of Azerbaijan."),
    "session_ended": N_("The session has ended."),
    "sessions_ended": N_("All other sessions have ended."),
}
PATTERNS: dict[str, str] = {}
NAMES: dict[type[StrEnum], dict[str, str]] = {
    Detail: {
        Detail.ADDRESS: N_("Actual address"),
        Detail.POSTAL_INDEX: N_("Postal index"),
        Detail.PHONE: N_("Mobile number"),
        Detail.EMAIL: N_("Confirmed e-mail address"),
    },
    SignInMethod: {
        SignInMethod.ASAN_IMZA: N_("ASAN İmza"),
        SignInMethod.ASAN_LOGIN: N_("ASAN Login"),
        SignInMethod.E_IMZA: N_("e-İmza"),
        SignInMethod.PASSWORD: N_("Password"),
    },
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
