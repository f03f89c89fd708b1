"""What a signature covers: every ds:Reference is followed, hashed again and compared."""

import hashlib
import urllib.parse
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from activities.signatures.canonical_xml import (
    CANONICALISATIONS,
    INCLUSIVE_C14N,
    NAMESPACES,
    Element,
    attribute,
    canonical,
    decoded,
    element_by_id,
    required,
)
from activities.signatures.errors import SignatureRefusedError
from activities.signatures.signature_value import DIGEST_NAMES
from activities.signatures.xades import SIGNED_PROPERTIES_TYPE

DigestOf = Callable[[str, str], bytes]  # (file name, hash name) → digest


@dataclass(frozen=True)
class Reference:
    """One ds:Reference, its algorithms checked."""

    uri: str
    kind: str
    hash_name: str
    digest: bytes
    transforms: tuple[str, ...]


def references_of(signature: Element) -> list[Reference]:
    """Read all references; refused: DIGEST_ALG_FORBIDDEN, TRANSFORM_FORBIDDEN, REF_URI_EMPTY."""
    return [_reference(element) for element in signature.findall("ds:SignedInfo/ds:Reference", NAMESPACES)]


def check_references(
    signature: Element, properties: Element, *, file_names: Sequence[str], digest_of: DigestOf
) -> tuple[str, ...]:
    """Return the names of the files the signature covers, sorted.

    Refused: HASH_FAILURE (a file changed), SIGNED_PROPERTIES_CHANGED, SP_REF_TYPE, SP_NOT_SIGNED, REF_UNRESOLVED,
    REF_DUPLICATE, TRANSFORM_ON_FILE, FILES_NOT_COVERED (a file the signature does not know).
    """
    covered: set[str] = set()
    properties_signed = False
    for reference in references_of(signature):
        if reference.uri.startswith("#"):
            properties_signed |= _check_element(reference, signature, properties)
        else:
            name = _file_name(reference, file_names, covered)
            if digest_of(name, reference.hash_name) != reference.digest:
                raise SignatureRefusedError("HASH_FAILURE", name)
            covered.add(name)
    if not properties_signed:
        raise SignatureRefusedError("SP_NOT_SIGNED")
    if covered != set(file_names):
        raise SignatureRefusedError("FILES_NOT_COVERED", str(sorted(set(file_names) - covered)))
    return tuple(sorted(covered))


def referenced_bytes(reference: Reference, signature: Element, *, read: Callable[[str], bytes]) -> bytes:
    """Return the bytes a reference stands for: a canonical element of the document, or a file."""
    if not reference.uri.startswith("#"):
        return read(file_name_of(reference.uri))
    target = element_by_id(signature.getroottree().getroot(), reference.uri[1:])
    return canonical(target, reference.transforms[0] if reference.transforms else INCLUSIVE_C14N)


def file_name_of(uri: str) -> str:
    """Return the file name a reference's URI means; REF_UNRESOLVED when it is no percent-encoded UTF-8."""
    try:
        return urllib.parse.unquote(uri, errors="strict")
    except UnicodeDecodeError as error:
        raise SignatureRefusedError("REF_UNRESOLVED", uri) from error


def _reference(element: Element) -> Reference:
    algorithm = attribute(required(element, "ds:DigestMethod"), "Algorithm")
    if algorithm not in DIGEST_NAMES:
        raise SignatureRefusedError("DIGEST_ALG_FORBIDDEN", algorithm)
    found = element.findall("ds:Transforms/ds:Transform", NAMESPACES)
    transforms = tuple(attribute(transform, "Algorithm") for transform in found)
    if len(transforms) > 1 or any(transform not in CANONICALISATIONS for transform in transforms):
        raise SignatureRefusedError("TRANSFORM_FORBIDDEN", str(transforms))
    uri = element.get("URI", "")
    if not uri:
        raise SignatureRefusedError("REF_URI_EMPTY")
    digest = decoded(required(element, "ds:DigestValue"))
    return Reference(uri, element.get("Type", ""), DIGEST_NAMES[algorithm], digest, transforms)


def _check_element(reference: Reference, signature: Element, properties: Element) -> bool:
    """Check a reference into the document; True when it is the one to this very SignedProperties."""
    target = element_by_id(signature.getroottree().getroot(), reference.uri[1:])
    is_properties = target is properties
    if is_properties and reference.kind != SIGNED_PROPERTIES_TYPE:
        raise SignatureRefusedError("SP_REF_TYPE", reference.kind)
    algorithm = reference.transforms[0] if reference.transforms else INCLUSIVE_C14N
    if hashlib.new(reference.hash_name, canonical(target, algorithm)).digest() != reference.digest:
        raise SignatureRefusedError("SIGNED_PROPERTIES_CHANGED" if is_properties else "HASH_FAILURE", reference.uri)
    return is_properties


def _file_name(reference: Reference, file_names: Sequence[str], covered: set[str]) -> str:
    if reference.transforms:
        raise SignatureRefusedError("TRANSFORM_ON_FILE", reference.uri)
    name = file_name_of(reference.uri)
    if name not in file_names:
        raise SignatureRefusedError("REF_UNRESOLVED", reference.uri)
    if name in covered:
        raise SignatureRefusedError("REF_DUPLICATE", name)
    return name
