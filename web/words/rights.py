"""Words of people's rights: acts, refusals, what the next page begins with."""

from enum import StrEnum

from models.domain.grants import RightsAct
from web.language import N_

SENTENCES: dict[str, str] = {
    "role_ended": N_("You hold no role at a court any more. Contact the owner of the system."),
    "rights_of_oneself": N_("Nobody changes his own rights. Ask another owner."),
    "role_not_grantable": N_("This role cannot be granted."),
    "court_needed": N_("Choose the court: this role is held at one court."),
    "court_not_for_role": N_("This role is not held at a court: leave the court empty."),
    "court_not_known": N_("There is no such court."),
    "end_is_past": N_("The last day is past. Name a later one, or leave it empty."),
    "has_a_role": N_("This person holds a role already. Withdraw it first."),
    "has_no_role": N_("This person holds no role."),
    "last_owner": N_("This is the last owner without an end date. Make somebody else an owner first."),
    "limited_already": N_("The access of this person is limited already."),
    "not_limited": N_("The access of this person is not limited."),
    "not_staff": N_("Roles are granted to staff. This person signs in as a litigant."),
    "no_such_person": N_("There is nobody of this number."),
    "day_format": N_("Write the date as day.month.year, for example 31.12.2027"),
    "has_no_address": N_("No e-mail address is known of this person: no link can be sent."),
    "email_taken": N_("Another account has this e-mail address. Give the person's own work address."),
    "staff_added": N_("The account was made. A letter with a link to choose a password is on its way."),
    "rights_invite_done": N_("A letter with a new link is on its way. Earlier links open nothing any more."),
    "password_chosen": N_("Your password is set. You can now sign in."),
    "rights_grant_done": N_("The role was granted."),
    "rights_withdraw_done": N_("The role was withdrawn. The person has no access any more."),
    "rights_limit_done": N_("Access was limited. All sessions of the person ended."),
    "rights_lift_done": N_("The limit was lifted."),
}
PATTERNS: dict[str, str] = {}
NAMES: dict[type[StrEnum], dict[str, str]] = {
    RightsAct: {
        RightsAct.GRANT: N_("Grant a role"),
        RightsAct.WITHDRAW: N_("Withdraw the role"),
        RightsAct.LIMIT: N_("Limit access"),
        RightsAct.LIFT: N_("Lift the limit"),
        RightsAct.INVITE: N_("Send a link to choose a password"),
    },
}
