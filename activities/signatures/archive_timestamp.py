"""What an archive time-stamp covers (EN 319 132-1 §5.5.2.2, detached signatures): the input of level LTA."""

import itertools
from collections.abc import Callable

from activities.signatures.canonical_xml import NAMESPACES, Element, canonical, required
from activities.signatures.references import referenced_bytes, references_of

_SIGNED_PARTS = ("SignedInfo", "SignatureValue", "KeyInfo")
_PROPERTIES = "xades:QualifyingProperties"
_UNSIGNED = "ds:Object/xades:QualifyingProperties/xades:UnsignedProperties/xades:UnsignedSignatureProperties"


def archive_input(
    signature: Element, *, read: Callable[[str], bytes], algorithm: str, before: Element | None = None
) -> bytes:
    """Return the bytes an archive time-stamp is made over.

    All signed files and elements in the order of their references, SignedInfo, SignatureValue, KeyInfo, then the
    unsigned properties that stand before the time-stamp `before` (all of them when it is None), then other Objects.
    """
    parts = [referenced_bytes(reference, signature, read=read) for reference in references_of(signature)]
    parts += [canonical(required(signature, f"ds:{tag}"), algorithm) for tag in _SIGNED_PARTS]
    before_it = itertools.takewhile(lambda unsigned: unsigned is not before, required(signature, _UNSIGNED))
    parts += [canonical(unsigned, algorithm) for unsigned in before_it]
    others = signature.iterfind("ds:Object", NAMESPACES)
    parts += [canonical(item, algorithm) for item in others if item.find(_PROPERTIES, NAMESPACES) is None]
    return b"".join(parts)
