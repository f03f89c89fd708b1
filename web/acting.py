"""In whose name a request acts (ID-12): the claim's own address says it, or `?as=` does, and each tab keeps its own.

Only where neither does, the name last chosen in the header counts, and only for looking: a form acts in the name that
its own page showed.
"""

import re
from typing import Final
from urllib.parse import parse_qs, urlencode, urlsplit

from fastapi import Request

from models.domain.capacities import OWN_NAME, Capacity, choose, of_organisation
from web.sessions import Found

FOLLOWING: Final = frozenset({"/", "/claims", "/claims/new", "/notifications", "/notifications/read", "/receipts"})
LIST: Final = "/claims"  # what was filed in a name that has ended stays to be looked at
NAME: Final = "as"  # the parameter that carries a position
_CLAIM: Final = re.compile(r"/claims/([0-9a-f]{8}-[0-9a-f-]{27})(?:/|$)")
_NOBODY: Final = -1


def claim_named(path: str) -> str:
    """Return the id of the claim that an address is about, "" when it is about none."""
    found = _CLAIM.match(path)
    return found[1] if found else ""


def acting_in(request: Request, found: Found) -> Capacity | None:
    """Return in whose name a request acts; None when its address names a capacity that has ended or never was."""
    capacities = found.user.capacities
    if not capacities:
        return OWN_NAME
    if claim_named(request.url.path):
        return of_organisation(capacities, found.met)
    named = request.query_params.get(NAME)
    if named is not None:
        position = int(named) if named.isdecimal() else _NOBODY
        return choose(capacities, position, to_look=request.method == "GET" and request.url.path == LIST)
    chosen = choose(capacities, found.chosen) if request.method == "GET" else None
    return chosen or OWN_NAME


def says_no_name(request: Request, found: Found) -> bool:
    """Tell whether an address should say in whose name its page is, and does not."""
    is_page = request.method == "GET" and request.url.path in FOLLOWING - {"/notifications/read"}
    return is_page and bool(found.user.capacities) and NAME not in request.query_params


def in_name(address: str, capacity: Capacity) -> str:
    """Return an address of ours that says in whose name it is to be opened; others stay as they are."""
    parts = urlsplit(address)
    if parts.netloc or parts.path not in FOLLOWING or NAME in parse_qs(parts.query):
        return address
    said = urlencode({NAME: capacity.position})
    return parts._replace(query=f"{parts.query}&{said}" if parts.query else said).geturl()
