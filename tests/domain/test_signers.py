"""Whose place in the signing room can be another's, and what becomes of it."""

from dataclasses import replace

import pytest

from models.domain.claim import Claim, Sign, acts_open_to, take
from models.domain.claim_status import Act, ClaimStatus
from models.domain.effects import NoticeKind, notices_of
from models.domain.errors import RuleBroken
from models.domain.parties import Party, PartyRole, PersonType, SigningWay
from models.domain.signers import Replace, Seal, organisations_of
from tests.builders import LALA, RASHAD, litigant
from tests.domain.claims import CO_CLAIMANT, confirmation, draft, minute, signature, withdrawing

HEAD, NEXT_HEAD, VOEN, OTHER_VOEN = "4TM5Z8B", "6GB1D4Z", "1499001221", "1099002202"


def with_a_firm() -> Claim:
    """A claim of the filer, a co-claimant, and a firm for which its head signs; nobody has signed."""
    act = replace(confirmation(LALA, RASHAD, HEAD), organisations=((), (), (VOEN,)))
    return take(draft(), act)


def naming(outgoing: str = HEAD, incoming: str = NEXT_HEAD) -> Replace:
    return Replace(litigant(), minute(2), outgoing, incoming)


def refusal(claim: Claim, act: Replace) -> str:
    with pytest.raises(RuleBroken) as broken:
        take(claim, act)
    return broken.value.code


def signing(person: PersonType, fin: str, voen: str = "", *, is_filer: bool = False) -> Party:
    way = None if is_filer else SigningWay.SIGNS_HIMSELF
    return Party(PartyRole.CLAIMANT, person, way, is_filer=is_filer, fin=fin, voen=voen)


def test_another_signs_for_an_organisation_and_nothing_of_what_is_signed_changes() -> None:
    before = with_a_firm()
    after = take(before, naming())
    assert [signer.fin for signer in after.signers] == [LALA, RASHAD, NEXT_HEAD]
    assert after.signers[2].voens == (VOEN,)
    kept = ("status", "version", "content_sha256", "fee", "confirmed_at", "reminders")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    for fin in (LALA, RASHAD, NEXT_HEAD):
        after = take(after, signature(fin))
    assert after.status is ClaimStatus.SENT


def test_he_who_was_replaced_can_neither_sign_nor_refuse() -> None:
    with pytest.raises(RuleBroken, match="not_yours"):
        take(take(with_a_firm(), naming()), signature(HEAD))


@pytest.mark.parametrize(
    ("outgoing", "incoming", "code"),
    [
        (LALA, NEXT_HEAD, "signer_not_replaceable"),  # the filer: it is his filing
        (RASHAD, NEXT_HEAD, "signer_not_replaceable"),  # a claimant: his signature is nobody else's to give
        (CO_CLAIMANT, NEXT_HEAD, "signer_not_replaceable"),  # no signer at all
        (HEAD, RASHAD, "signer_already_there"),
        (HEAD, HEAD, "signer_already_there"),
    ],
)
def test_who_cannot_be_replaced_and_by_whom_nobody_can(outgoing: str, incoming: str, code: str) -> None:
    assert refusal(with_a_firm(), naming(outgoing, incoming)) == code


def test_only_the_filer_names_another_and_only_while_nobody_has_signed() -> None:
    assert refusal(with_a_firm(), replace(naming(), actor=litigant(HEAD))) == "not_yours"
    signed = take(with_a_firm(), signature(RASHAD))
    assert refusal(signed, naming()) == "cannot_replace_when_partially_signed"


def test_both_are_told_and_he_who_was_named_hears_of_a_taking_back() -> None:
    before = with_a_firm()
    after = take(before, naming())
    told = notices_of(before, after, Act.REPLACE, actor_fin=LALA)
    assert [(order.fin, order.kind) for order in told] == [
        (HEAD, NoticeKind.SIGNER_REPLACED),
        (NEXT_HEAD, NoticeKind.SIGNER_NAMED),
    ]
    told = notices_of(after, take(after, withdrawing()), Act.WITHDRAW, actor_fin=LALA)
    assert [(order.fin, order.kind) for order in told] == [(NEXT_HEAD, NoticeKind.CLAIM_WITHDRAWN)]


def test_who_signed_is_told_why_it_was_taken_back_and_nothing_counts_any_more() -> None:
    claim = take(with_a_firm(), signature(RASHAD))
    for silent in ("", " "):
        with pytest.raises(RuleBroken, match="reason_missing"):
            take(claim, replace(withdrawing(), reason=silent))
    back = take(claim, replace(withdrawing(), reason="Məbləğ düzəldilir"))
    told = notices_of(claim, back, Act.WITHDRAW, actor_fin=LALA)
    assert [order.fin for order in told] == [RASHAD, HEAD], "who signed, and who was awaited"
    anew = take(back, confirmation(LALA, RASHAD, version=2))
    assert anew.awaited == (LALA, RASHAD)
    with pytest.raises(RuleBroken, match="draft_changed"):
        take(anew, signature(RASHAD, version=1))


def test_before_any_signature_no_reason_is_asked_and_acts_of_old_histories_have_none() -> None:
    assert take(with_a_firm(), replace(withdrawing(), reason="")).status is ClaimStatus.DRAFT
    assert take(take(with_a_firm(), signature(RASHAD)), withdrawing()).status is ClaimStatus.DRAFT


def with_a_seal(fin: str = HEAD, voen: str = VOEN) -> Sign:
    return replace(signature(fin), seal=voen)


def test_a_seal_that_was_called_for_is_awaited_and_the_last_of_all_sends() -> None:
    claim = take(take(with_a_firm(), with_a_seal()), signature(RASHAD))
    claim = take(claim, signature(LALA, after=4))
    assert (claim.status, claim.awaited, claim.called) == (ClaimStatus.PARTIALLY_SIGNED, (), (HEAD,))
    put = Seal(litigant(HEAD), minute(7), 1, "seal")
    assert Act.SEND in acts_open_to(claim, litigant(HEAD))
    sent = take(claim, put)
    assert (sent.status, sent.sent_at) == (ClaimStatus.SENT, minute(7))
    assert sent.signers[2].signed_at == minute(2), "the seal is beside the signature, not in its place"


def test_a_seal_is_put_once_and_by_him_alone_who_called_for_it_as_he_signed() -> None:
    def sealing(fin: str) -> Seal:
        return Seal(litigant(fin), minute(3), 1, "seal")

    unsigned = take(with_a_firm(), signature(RASHAD))
    for claim, fin in (
        (unsigned, HEAD),  # he has not signed
        (take(unsigned, signature(HEAD)), HEAD),  # he called for none
        (take(unsigned, with_a_seal()), RASHAD),
        (take(take(unsigned, with_a_seal()), sealing(HEAD)), HEAD),  # it is there already
    ):
        with pytest.raises(RuleBroken, match="not_yours"):
            take(claim, sealing(fin))
    with pytest.raises(RuleBroken, match="cannot_seal_when_confirmed"):
        take(with_a_firm(), sealing(HEAD))


@pytest.mark.parametrize(("fin", "voen"), [(HEAD, OTHER_VOEN), (RASHAD, VOEN), (LALA, VOEN)])
def test_nobody_calls_for_a_seal_of_an_organisation_he_does_not_sign_for(fin: str, voen: str) -> None:
    with pytest.raises(RuleBroken, match="seal_of_another"):
        take(with_a_firm(), with_a_seal(fin, voen))


def test_who_files_for_an_organisation_may_call_for_its_seal() -> None:
    own = replace(draft(), voen=VOEN)
    acting = litigant(LALA, VOEN)
    claim = take(own, replace(confirmation(LALA), actor=acting))
    claim = take(claim, replace(with_a_seal(LALA), actor=acting))
    assert claim.status is ClaimStatus.PARTIALLY_SIGNED
    with pytest.raises(RuleBroken, match="not_yours"):  # he stands for it no longer
        take(claim, Seal(litigant(LALA), minute(3), 1, "seal"))
    assert take(claim, Seal(acting, minute(3), 1, "seal")).status is ClaimStatus.SENT


def test_a_seal_is_told_to_the_filer_and_nobody_is_called_anew_by_it() -> None:
    before = take(with_a_firm(), with_a_seal())
    after = take(before, Seal(litigant(HEAD), minute(3), 1, "seal"))
    told = notices_of(before, after, Act.SEAL, actor_fin=HEAD)
    assert [(order.fin, order.kind) for order in told] == [(LALA, NoticeKind.SIGNATURE_GIVEN)]
    assert notices_of(before, after, Act.SEAL, actor_fin=LALA) == ()


def test_a_person_signs_for_an_organisation_only_where_he_signs_for_nobody_else() -> None:
    parties = (
        signing(PersonType.NATURAL_PERSON, LALA, is_filer=True),
        signing(PersonType.LEGAL_ENTITY, HEAD, VOEN),
        signing(PersonType.LEGAL_ENTITY, HEAD, OTHER_VOEN),
        signing(PersonType.LEGAL_ENTITY, LALA, OTHER_VOEN),  # the filer heads it
        signing(PersonType.LEGAL_ENTITY, RASHAD, VOEN),  # heads it, and claims in his own right
        signing(PersonType.NATURAL_PERSON, RASHAD),
        signing(PersonType.ENTREPRENEUR, CO_CLAIMANT, OTHER_VOEN),  # is the claimant himself
    )
    fins = (LALA, HEAD, RASHAD, CO_CLAIMANT)
    assert organisations_of(fins, parties) == ((), (VOEN, OTHER_VOEN), (), ())


@pytest.mark.parametrize("organisations", [((),), ((VOEN,), (), ()), ((), (VOEN,))])
def test_a_confirmation_whose_places_do_not_fit_is_refused(organisations: tuple[tuple[str, ...], ...]) -> None:
    with pytest.raises(RuleBroken, match="signers_wrong"):
        take(draft(), replace(confirmation(LALA, RASHAD, HEAD), organisations=organisations))
