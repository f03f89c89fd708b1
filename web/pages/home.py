"""The first page of a signed-in person."""

from dataclasses import dataclass

from models.domain.roles import Role


@dataclass(frozen=True)
class HomePage:
    """Who is signed in."""

    name: str
    role: Role
