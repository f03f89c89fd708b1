"""Whose signature a claim needs, and who may be put in another signer's place.

A claimant's own signature is nobody else's to give: an application is signed by the claimant or by a representative
with powers, and one signed by the wrong person goes back (MPM 152.1.2). A claimant who cannot sign gives a power of
attorney (MPM 73.2), which is a document of the filing: it is then taken back and confirmed anew. The same is true of
the filer, whose filing it is. An organisation acts through a person (MPM 69.2: an officer, an employee, a lawyer), and
the filing names the organisation alone: when that person cannot sign, another who stands for it can, without a letter
of the filing being changed.

An organisation's seal ("möhür") is a second signature in the container, by the organisation's own certificate. No
ground of return names its lack (MPM 152.1 lists them, and knows the unsigned and the wrongly signed application only):
it is not required. Whoever signs for an organisation may call for it as he signs; from then on it is awaited like a
signature. It stands beside a person's signature and never in its place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.domain.errors import RuleBroken
from models.domain.filing_side import co_signers
from models.domain.parties import Party, PersonType
from models.domain.roles import Actor

SEAL_ROLE = "möhür"  # the role that a seal claims in its signed properties


@dataclass(frozen=True)
class Signer:
    """A person whose signature the claim needs; `voens` are the organisations for which he signs, and they alone."""

    fin: str
    signed_at: datetime | None = None
    voens: tuple[str, ...] = ()
    named_at: datetime | None = None  # when the filer put him in another's place, of which he was told
    seal: str = ""  # VÖEN of the organisation for whose seal he called as he signed
    sealed_at: datetime | None = None

    @property
    def awaits_seal(self) -> bool:
        """Tell whether he signed and the seal he called for is still to be put."""
        return bool(self.seal) and self.sealed_at is None

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be given at this place."""
        return self.signed_at is None or self.awaits_seal

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


@dataclass(frozen=True)
class Seal:
    """Record a verified seal, put by the person who had called for it; the last one sends the claim."""

    actor: Actor
    at: datetime
    version: int
    signing_id: str


def seal_at(signer: Signer, *, filer_fin: str, filer_voen: str) -> str:
    """Return the VÖEN of the one organisation for which he signs, "" for none: whose seal he may call for.

    Whoever heads two co-claimants signs for both at once; their seals are not offered.
    """
    if signer.fin == filer_fin:
        return filer_voen
    return signer.voens[0] if len(signer.voens) == 1 else ""


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


def with_signature(signers: Iterable[Signer], fin: str, *, at: datetime, seal: str) -> tuple[Signer, ...]:
    """Return the places once a person has signed; `seal` is the VÖEN of the seal he calls for."""
    return tuple(replace(s, signed_at=at, seal=seal) if s.fin == fin else s for s in signers)


def with_seal(signers: Iterable[Signer], fin: str, *, at: datetime) -> tuple[Signer, ...]:
    """Return the places once a person has put the seal he had called for."""
    return tuple(replace(s, sealed_at=at) if s.fin == fin else s for s in signers)


def last_given(signers: Iterable[Signer]) -> datetime:
    """Return when the last of all signatures and seals was given, in whatever order they were recorded."""
    return max(moment for s in signers for moment in (s.signed_at, s.sealed_at) if moment)


def require_reason(signers: Iterable[Signer], reason: str | None) -> None:
    """Refuse a taking back that voids signatures and says not why: RuleBroken `reason_missing` (CLM-11)."""
    if reason is not None and not reason.strip() and any(signer.signed_at for signer in signers):
        raise RuleBroken("reason_missing")


def said(reason: str) -> str:
    """Return a reason without surplus spaces; RuleBroken `reason_missing` when none is given."""
    if not reason.strip():
        raise RuleBroken("reason_missing")
    return reason.strip()


def _only_for(fin: str, parties: Sequence[Party]) -> tuple[str, ...]:
    signed_for = [party for party in co_signers(parties) if party.fin == fin]
    if any(party.person is not PersonType.LEGAL_ENTITY for party in signed_for):
        return ()
    return tuple(dict.fromkeys(party.voen for party in signed_for))
