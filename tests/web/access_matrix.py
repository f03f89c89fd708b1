"""What every address of the application answers to whom, when the filing in it is somebody else's.

A row is `METHOD /path` with what each visitor gets: a status, or IN for the way to the sign-in page. Whoever is not
named gets 404, and nobody at all is sent to sign in. A new address needs a row here: say who may come.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from models.domain.roles import Role

NOBODY: Final = "nobody"
IN: Final = "sign-in"
HIDDEN: Final = 404
HELD: Final = 401
VISITORS: Final = (NOBODY, *(role for role in Role if role is not Role.SYSTEM))
Answer = int | str


@dataclass(frozen=True)
class Row:
    """Who gets what; `query` and `body` make the request one that only rights can stop."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    query: str = ""
    body: Mapping[str, str] = field(default_factory=dict)
    others: Answer = HIDDEN
    nobody: Answer = ""

    def answer(self, visitor: str) -> Answer:
        """Return what a visitor gets; a form that nobody sent is held with what was typed until somebody signs in."""
        if visitor == NOBODY:
            return self.nobody or (HELD if self.body else IN)
        return self.answers.get(visitor, self.others)


def everybody(status: Answer, **answers: Answer) -> Row:
    """Make the row of an address that is open to all, signed in or not."""
    return Row(answers, others=status, nobody=status)


def signed_in(status: Answer) -> Row:
    """Make the row of an address that is open to whoever is signed in."""
    return Row(others=status)


def only(role: Role, status: Answer, **body: str) -> Row:
    """Make the row of an address that is open to one role."""
    return Row({role: status}, body=body)


def hidden(query: str = "", **body: str) -> Row:
    """Make the row of an address about somebody else's filing or person: it is not there, whoever asks."""
    return Row(query=query, body=body)


LITIGANT, CLERK, AUDITOR, OPERATOR, OWNER = Role.LITIGANT, Role.CLERK, Role.AUDITOR, Role.OPERATOR, Role.OWNER
STEPS: Final = ("document", "user-name", "email", "password", "sent")
ONE_WAY: Final = {"notify": "email"}
NONCE: Final = {"nonce": "0f8fad5b-d9cb-469f-a165-70867728950e"}
TO: Final = {"to": "/claims/{claim_id}/parties/new?role=defendant&person=natural_person"}
PARTY: Final = "?role=defendant&person=natural_person"
DESKS: Final = Row({CLERK: 303, AUDITOR: 303, OPERATOR: 303, OWNER: 303}, others=200, nobody=200)

MATRIX: Final[Mapping[str, Row]] = {
    # open to all
    "GET /": DESKS,
    "GET /help": everybody(200),
    "GET /accessibility": everybody(200),
    "GET /personal-data": everybody(200),
    "GET /health": everybody(200),
    "GET /sign-in": everybody(200),
    "POST /sign-in": everybody(422),
    "GET /sign-in/staff": everybody(200),
    "POST /sign-in/staff": everybody(422),
    "GET /sign-in/{attempt_id}": everybody(404),
    "GET /sign-in/{attempt_id}/events": everybody(404),
    "POST /sign-out": everybody(303),
    "POST /capacity": only(LITIGANT, 303, position="0"),
    "GET /profile/organisations": only(LITIGANT, 200),
    "GET /profile/organisations/{position}": hidden(),
    "POST /profile/organisations/{position}": hidden(**ONE_WAY),
    "POST /profile/organisations/{position}/again": hidden(**NONCE),
    "GET /sign-in/asan-login": everybody(500),  # the provider of this test is nowhere
    "GET /sign-in/asan-login/callback": everybody(400),
    "GET /sign-in/e-imza": everybody(200),
    "POST /sign-in/e-imza": everybody(422),
    "POST /sign-in/e-imza/challenge": everybody(200),
    "GET /sign-in/password": everybody(200),
    "POST /sign-in/password": everybody(422),
    "GET /session": everybody(200),
    "POST /session": everybody(200),
    "GET /session/renewed": signed_in(200),
    # registering, page by page: whoever has not begun is led to the beginning
    "GET /register": everybody(200),
    "POST /register": everybody(422),
    **{f"{method} /register/{step}": everybody(303) for method in ("GET", "POST") for step in STEPS},
    # links from letters: nobody's, once used
    "GET /register/link/{token}": everybody(410),
    "POST /register/link/{token}": everybody(410),
    "GET /password/new/{token}": everybody(410),
    "POST /password/new/{token}": everybody(410),
    "GET /profile/email/{token}": everybody(410),
    "POST /profile/email/{token}": everybody(410),
    "GET /sign-in/staff/password/{token}": everybody(410),
    "POST /sign-in/staff/password/{token}": everybody(410),
    "GET /password/forgotten": everybody(200),
    "POST /password/forgotten": everybody(422),
    "GET /password/sent": everybody(200),
    # programs, which prove themselves otherwise
    "POST /payments/callback": everybody(401),
    "POST /payments/callback/asan": everybody(401),
    "OPTIONS /codec/decode": everybody(204),
    "POST /codec/decode": Row({AUDITOR: 422}, others=403, nobody=403),
    # one's own
    "GET /profile": signed_in(200),
    "POST /profile": signed_in(422),
    "GET /profile/data": signed_in(200),
    "GET /profile/data/corrections/new": only(LITIGANT, 200),
    "POST /profile/data/corrections/new": only(LITIGANT, 422),
    "GET /profile/data/corrections/{correction_id}": hidden(),
    "POST /profile/data/corrections/{correction_id}/withdraw": hidden(**NONCE),
    "GET /profile/password": signed_in(200),
    "POST /profile/password": Row({LITIGANT: 403}, others=422),  # a litigant proves first who he is
    "GET /profile/phone": signed_in(200),
    "POST /profile/phone": signed_in(422),
    "POST /profile/phone/send": signed_in(409),
    "GET /profile/sessions": signed_in(200),
    "POST /profile/sessions/end-others": signed_in(303),
    "POST /profile/sessions/{handle}/end": signed_in(303),
    "POST /profile/email/again": signed_in(303),
    "GET /identity": only(LITIGANT, 200),
    "POST /identity": only(LITIGANT, 400),
    "GET /notifications": signed_in(200),
    "POST /notifications/read": signed_in(303),
    "POST /notifications/{notice_id}/open": hidden(),
    # the cabinet
    "GET /claims": only(LITIGANT, 200),
    "GET /cases": only(LITIGANT, 200),
    "GET /receipts": only(LITIGANT, 200),
    "POST /receipts": hidden(**NONCE, receipt_number="700000000017"),
    "GET /claims/new": only(LITIGANT, 409),  # the litigant of this test has told no address yet
    "POST /claims/new": only(LITIGANT, 409),
    # somebody else's filing; a clerk is led to the desk, which does not know it
    "GET /claims/{claim_id}": Row({CLERK: 303, AUDITOR: 200}),
    "GET /claims/{claim_id}/document.pdf": hidden(),  # there is none before the confirmation, for the auditor neither
    "GET /claims/{claim_id}/container.asice": hidden(),
    "GET /claims/{claim_id}/files/{place}": hidden(),
    "GET /claims/{claim_id}/files/{place}/inside": hidden(),
    "GET /claims/{claim_id}/files/{place}/inside/{inner}": hidden(),
    "GET /claims/{claim_id}/court": hidden(),
    "POST /claims/{claim_id}/court": hidden(court="baku-nasimi", kind="claim"),
    "GET /claims/{claim_id}/court/category": hidden(),
    "POST /claims/{claim_id}/court/category": hidden(category="contract.loan"),
    "GET /claims/{claim_id}/tasks": hidden(),
    "GET /claims/{claim_id}/delete": hidden(),
    "POST /claims/{claim_id}/delete": hidden(**NONCE),
    "GET /claims/{claim_id}/parties": hidden(),
    "GET /claims/{claim_id}/parties/new": hidden(),
    "POST /claims/{claim_id}/parties/new": hidden(PARTY, **NONCE),
    "POST /claims/{claim_id}/parties/new/self": hidden("?role=claimant"),
    "GET /claims/{claim_id}/parties/{party_id}": hidden(),
    "GET /claims/{claim_id}/parties/{party_id}/signer": hidden(),
    "POST /claims/{claim_id}/parties/{party_id}/signer": hidden(**NONCE),
    "GET /claims/{claim_id}/parties/{party_id}/{part}": hidden(),
    "POST /claims/{claim_id}/parties/{party_id}/{part}": hidden(**NONCE),
    "POST /claims/{claim_id}/parties/{party_id}/check": hidden(),
    "POST /claims/{claim_id}/parties/{party_id}/remove": hidden(),
    "GET /claims/{claim_id}/documents": hidden(),
    "POST /claims/{claim_id}/documents": hidden(kind="other"),
    "GET /claims/{claim_id}/attachments/{attachment_id}": hidden(),
    "POST /claims/{claim_id}/attachments/{attachment_id}/remove": hidden(),
    "GET /claims/{claim_id}/attachments/{attachment_id}/view": hidden(),
    "GET /claims/{claim_id}/attachments/{attachment_id}/inside": hidden(),
    "GET /claims/{claim_id}/attachments/{attachment_id}/inside/{place}": hidden(),
    "POST /claims/{claim_id}/attachments/{attachment_id}/kind": hidden(),
    "POST /claims/{claim_id}/attachments/{attachment_id}/move": hidden(to="1"),
    "OPTIONS /claims/{claim_id}/uploads": everybody(204),
    "POST /claims/{claim_id}/uploads": hidden(),
    "POST /claims/{claim_id}/uploads/{upload_id}/forget": hidden(),
    "PATCH /claims/{claim_id}/uploads/{upload_id}": everybody(403),  # no form sends it, and this one has no token
    "GET /claims/{claim_id}/text": hidden(),
    "POST /claims/{claim_id}/text/unfinished": hidden(heading="Borc", body=""),
    "POST /claims/{claim_id}/text": hidden(heading="Borc", body="Qaytarılmayıb."),
    "GET /claims/{claim_id}/value": hidden(),
    "POST /claims/{claim_id}/value": hidden(rule="money", amount="1"),
    "POST /claims/{claim_id}/value/remove": hidden(place="0", version="1"),
    "GET /claims/{claim_id}/fee": hidden(),
    "POST /claims/{claim_id}/fee": hidden(valued="yes", value="1"),
    "GET /claims/{claim_id}/fee/way": hidden(),
    "POST /claims/{claim_id}/fee/way": hidden(fee_way="exempt", exemption_code="wages"),
    "GET /claims/{claim_id}/check": hidden(),
    "GET /claims/{claim_id}/preview.pdf": hidden(),
    # whoever may not file at all is told so before anything is looked for
    "POST /claims/{claim_id}/confirm": only(LITIGANT, 409, **NONCE, version="1"),
    "GET /claims/{claim_id}/sign": hidden(),
    "POST /claims/{claim_id}/sign": hidden(**NONCE),
    "POST /claims/{claim_id}/seal": hidden(**NONCE),
    "POST /claims/{claim_id}/sign/card": hidden(**NONCE, attempt="0" * 32, signature="AAAA"),
    "POST /claims/{claim_id}/sign/give-up": hidden(**NONCE, attempt="0" * 32),
    "GET /claims/{claim_id}/sign/events": hidden(),
    "GET /claims/{claim_id}/signers/{position}/replace": hidden(),
    "POST /claims/{claim_id}/signers/{position}/replace": hidden(**NONCE, fin="2RQ8S1D"),
    "GET /claims/{claim_id}/refuse": hidden(),
    "POST /claims/{claim_id}/refuse": hidden(**NONCE, reason="Razı deyiləm"),
    "GET /claims/{claim_id}/void": hidden(),
    "GET /claims/{claim_id}/void/{place}/container.asice": hidden(),
    "GET /claims/{claim_id}/withdraw": hidden(),
    "POST /claims/{claim_id}/withdraw": hidden(**NONCE),
    "POST /claims/{claim_id}/copy": hidden(**NONCE),
    "GET /claims/{claim_id}/changes": hidden(),
    "POST /claims/{claim_id}/archive": hidden(**NONCE),
    "POST /claims/{claim_id}/unarchive": hidden(**NONCE),
    "GET /payments/{payment_id}": hidden(),
    "GET /payments/{payment_id}/events": hidden(),
    # the registers: a party's page is carried in `to`
    "GET /inquiries": only(LITIGANT, 200),
    "GET /inquiries/{kind}": only(LITIGANT, 200),
    "POST /inquiries/{kind}": hidden(**TO, surname="Nağıyeva", name="Lalə", patronymic="Tofiq qızı"),
    "POST /inquiries/{kind}/for-party": hidden(**TO),
    # the registry: the clerk is of another court
    "GET /clerk": only(CLERK, 200),
    "GET /clerk/decisions": only(CLERK, 200),
    "GET /clerk/statistics": only(CLERK, 200),
    "GET /clerk/{claim_id}": hidden(),
    "GET /clerk/{claim_id}/{decision}": hidden(),
    "GET /clerk/{claim_id}/changes": hidden(),
    "POST /clerk/{claim_id}/accept": hidden(**NONCE),
    "POST /clerk/{claim_id}/undo": hidden(**NONCE),
    "POST /clerk/{claim_id}/send": hidden(**NONCE),
    "POST /clerk/{claim_id}/hold": hidden(**NONCE),
    "POST /clerk/{claim_id}/leave": hidden(**NONCE),
    "POST /clerk/{claim_id}/assign": hidden(**NONCE, to="0f8fad5b-d9cb-469f-a165-70867728950e"),
    "POST /clerk/{claim_id}/take-over": hidden(**NONCE),
    "POST /clerk/{claim_id}/decline": hidden(**NONCE, ground="already_judged", text="Qətnamə qüvvədədir."),
    "POST /clerk/{claim_id}/return": hidden(**NONCE, ground="form_or_content", text="Ünvan göstərilməyib."),
    # the auditor
    "GET /audit": only(AUDITOR, 200),
    "GET /audit/{claim_id}": only(AUDITOR, 200),
    # the operator: no application of this name waits
    "GET /operator": only(OPERATOR, 200),
    "GET /operator/{application_id}": hidden(),
    "GET /operator/{application_id}/scan": hidden(),
    "POST /operator/{application_id}/approve": hidden(**NONCE),
    "POST /operator/{application_id}/reject": hidden(**NONCE, reason="Şəkil oxunmur"),
    # the owner
    "GET /owner/people": only(OWNER, 200),
    "GET /owner/people/new": only(OWNER, 200),
    "POST /owner/people/new": only(OWNER, 422),
    "POST /owner/people/{account_id}/invite": only(OWNER, 422),
    "GET /owner/people/{account_id}": only(OWNER, 200),
    "GET /owner/people/{account_id}/{act}": only(OWNER, 200),
    "POST /owner/people/{account_id}/grant": only(OWNER, 422),
    "POST /owner/people/{account_id}/{act}": only(OWNER, 422),
    # the owner again: a request that its person has taken back
    "GET /owner/corrections": only(OWNER, 200),
    "GET /owner/corrections/{correction_id}": only(OWNER, 200),
    "GET /owner/corrections/{correction_id}/scan": hidden(),
    "POST /owner/corrections/{correction_id}/compare": only(OWNER, 409, **NONCE),
    "POST /owner/corrections/{correction_id}/approve": only(OWNER, 409, **NONCE),
    "POST /owner/corrections/{correction_id}/reject": only(OWNER, 409, **NONCE, reason="Reyestrdə belədir."),
    **{
        f"GET /owner/{entries}": only(OWNER, 200)
        for entries in ("courts", "categories", "courts/new", "categories/new")
    },
    "GET /owner/calendar": only(OWNER, 200),
    "GET /owner/calendar/days-off": only(OWNER, 200),
    "POST /owner/calendar/days-off": only(OWNER, 422, **NONCE),
    "GET /owner/calendar/{day}": only(OWNER, 200),
    "POST /owner/calendar/{day}": only(OWNER, 422, **NONCE),
    **{f"POST /owner/{entries}/new": only(OWNER, 422, **NONCE) for entries in ("courts", "categories")},
    **{f"GET /owner/{entry}": hidden() for entry in ("courts/{court_id}", "categories/{category_id}")},
    **{f"POST /owner/{entry}": hidden(**NONCE) for entry in ("courts/{court_id}", "categories/{category_id}")},
    # the account of fees
    **{f"GET /fees{kind}": Row({CLERK: 200, OWNER: 200}) for kind in ("", ".csv", ".xlsx", "/reconciliation")},
    "GET /fees/refunds": only(CLERK, 200),
    "GET /fees/refunds/{request_id}": hidden(),
    "POST /fees/refunds/{request_id}": hidden(answer="granted", ruling="2-1/2026"),
    "POST /fees/refunds": only(CLERK, 409, receipt_number="700000000017", ruling="2-1/2026"),
    "GET /rights": Row({AUDITOR: 200, OWNER: 200}),
}
