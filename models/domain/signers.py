"""Whose signature a claim needs, and who may be put in another signer's place.

A claimant's own signature is nobody else's to give: an application is signed by the claimant or by a representative
with powers, and one signed by the wrong person goes back (MPM 152.1.2). A claimant who cannot sign gives a power of
attorney (MPM 73.2), which is a document of the filing: it is then taken back and confirmed anew. The same is true of
the filer, whose filing it is. An organisation acts through a person (MPM 69.2: an officer, an employee, a lawyer), and
the filing names the organisation alone: when that person cannot sign, another who stands for it can, without a letter
of the filing being changed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.domain.errors import RuleBroken
from models.domain.filing_side import co_signers
from models.domain.parties import Party, PersonType
from models.domain.roles import Actor


@dataclass(frozen=True)
class Signer:
    """A person whose signature the claim needs; `voens` are the organisations for which he signs, and they alone."""

    fin: str
    signed_at: datetime | None = None
    voens: tuple[str, ...] = ()
    named_at: datetime | None = None  # when the filer put him in another's place, of which he was told

    @property
    def is_replaceable(self) -> bool:
        """Tell whether another person could sign instead: he signs for organisations alone, and has not yet."""
        return bool(self.voens) and self.signed_at is None


@dataclass(frozen=True)
class Replace:
    """The filer puts another person who stands for the same organisation in an awaited signer's place (FİNs)."""

    actor: Actor
    at: datetime
    outgoing: str
    incoming: str


def organisations_of(signers: Sequence[str], parties: Sequence[Party]) -> tuple[tuple[str, ...], ...]:
    """Return for each signer (FİN), in order, the VÖENs for which he signs; none for the filer, who is the first.

    None either for whoever is a claimant himself, besides standing for an organisation.
    """
    return tuple(_only_for(fin, parties) if place else () for place, fin in enumerate(signers))


def places(fins: Sequence[str], organisations: Sequence[tuple[str, ...]]) -> tuple[Signer, ...]:
    """Return the places of the signers; `organisations` is empty in acts that were taken before they were named.

    Raises RuleBroken `signers_wrong` when somebody signs twice or the two do not fit.
    """
    known = organisations or [()] * len(fins)
    if len(set(fins)) < len(fins) or len(known) != len(fins) or any(known[:1]):
        raise RuleBroken("signers_wrong")
    return tuple(Signer(fin, voens=voens) for fin, voens in zip(fins, known, strict=True))


def with_another(signers: Iterable[Signer], act: Replace) -> tuple[Signer, ...]:
    """Return the places after the act.

    Raises RuleBroken `signer_not_replaceable`, or `signer_already_there` for somebody who has a place of his own.
    Whether the new one stands for the organisation is a fact of the register, judged where the step is recorded.
    """
    there = {signer.fin: signer for signer in signers}
    if act.outgoing not in there or not there[act.outgoing].is_replaceable:
        raise RuleBroken("signer_not_replaceable")
    if act.incoming in there:
        raise RuleBroken("signer_already_there")
    new = replace(there[act.outgoing], fin=act.incoming, named_at=act.at)
    return tuple(new if signer.fin == act.outgoing else signer for signer in there.values())


def require_reason(signers: Iterable[Signer], reason: str | None) -> None:
    """Refuse a taking back that voids signatures and says not why: RuleBroken `reason_missing` (CLM-11)."""
    if reason is not None and not reason.strip() and any(signer.signed_at for signer in signers):
        raise RuleBroken("reason_missing")


def _only_for(fin: str, parties: Sequence[Party]) -> tuple[str, ...]:
    signed_for = [party for party in co_signers(parties) if party.fin == fin]
    if any(party.person is not PersonType.LEGAL_ENTITY for party in signed_for):
        return ()
    return tuple(dict.fromkeys(party.voen for party in signed_for))
