"""Who files: the filer himself, those who sign beside him, and those for whom another signs."""

from collections.abc import Sequence
from dataclasses import replace

from models.domain.parties import FILING_SIDE, WAITING, Party, signs_himself


def needs_power_of_attorney(parties: Sequence[Party]) -> bool:
    """Say whether an etibarnamə must be among the documents (CLM-6; MPM 73.2): someone has another sign for him."""
    return any(party.role in FILING_SIDE and not party.is_filer and not signs_himself(party) for party in parties)


def files_himself(party: Party, fin: str) -> bool:
    """Say whether a person typed stands in his own name on the filing side: as the filer he chooses "Özüm" instead."""
    return bool(fin) and party.fin == fin and party.role in FILING_SIDE and not party.voen and not party.is_filer


def co_signers(parties: Sequence[Party]) -> tuple[Party, ...]:
    """Return those besides the filer whose signature is awaited (CLM-6, CLM-13)."""
    return tuple(party for party in parties if signs_himself(party))


def without_idle_fin(party: Party) -> Party:
    """Return the party without a FİN that the filer typed to have him called, once he is not called by it."""
    typed = party.role in FILING_SIDE and not party.is_filer and party.register_remark == WAITING
    return replace(party, fin="") if typed and not signs_himself(party) else party
