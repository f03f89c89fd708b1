"""A draft's parties between their rows and the domain's values."""

from dataclasses import asdict

from models.domain.parties import Party
from models.tables.drafts import PartyRow


def party_of(row: PartyRow) -> Party:
    """Return a stored party as the domain's value."""
    return Party(**{name: getattr(row, name) for name in Party.__dataclass_fields__})


def write_party(row: PartyRow, party: Party) -> None:
    """Put a party's values into its row."""
    for name, value in asdict(party).items():
        setattr(row, name, value)
