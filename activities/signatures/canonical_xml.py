"""XML as signatures need it: namespaces, algorithms, a parser that refuses DTDs, and canonicalisation."""

import base64
import binascii

from lxml import etree
from lxml.etree import _Element

from activities.signatures.errors import SignatureRefusedError

Element = _Element  # lxml's own name for its element type begins with an underscore

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
XADES141 = "http://uri.etsi.org/01903/v1.4.1#"
ASIC = "http://uri.etsi.org/02918/v1.2.1#"
NAMESPACES = {"ds": DS, "xades": XADES, "xades141": XADES141, "asic": ASIC}

EXCLUSIVE_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE_C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
# algorithm → (exclusive, with comments); DigiDoc software writes the 1.1 form
CANONICALISATIONS = {
    EXCLUSIVE_C14N: (True, False),
    EXCLUSIVE_C14N + "WithComments": (True, True),
    INCLUSIVE_C14N: (False, False),
    "http://www.w3.org/2006/12/xml-c14n11": (False, False),
}


def parse_xml(data: bytes) -> Element:
    """Parse untrusted XML; XML_DTD_FORBIDDEN when it declares a document type, XML_BROKEN when it is no XML."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise SignatureRefusedError("XML_DTD_FORBIDDEN")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise SignatureRefusedError("XML_BROKEN", str(error)) from error
    # a document in UTF-16 hides the word from the byte search above
    if root.getroottree().docinfo.internalDTD is not None:
        raise SignatureRefusedError("XML_DTD_FORBIDDEN")
    return root


def serialise(root: Element) -> bytes:
    """Return the document's bytes; never indented, because whitespace inside a signature is signed too."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=False)


def canonical(element: Element, algorithm: str, prefixes: list[str] | None = None) -> bytes:
    """Canonicalise one element; C14N_ALG_FORBIDDEN for an algorithm we do not know."""
    if algorithm not in CANONICALISATIONS:
        raise SignatureRefusedError("C14N_ALG_FORBIDDEN", algorithm)
    exclusive, with_comments = CANONICALISATIONS[algorithm]
    if not exclusive:
        # lxml drops unused namespaces of ancestors when it canonicalises a sub-tree; inclusive C14N needs them
        element = parse_xml(etree.tostring(element, with_tail=False))
    return etree.tostring(
        element, method="c14n", exclusive=exclusive, with_comments=with_comments, inclusive_ns_prefixes=prefixes
    )


def add_child(parent: Element, namespace: str, tag: str, text: str | None = None, **attributes: str) -> Element:
    """Append a child element and return it."""
    child = etree.SubElement(parent, f"{{{namespace}}}{tag}", attributes)
    child.text = text
    return child


def required(element: Element, path: str) -> Element:
    """Return the only descendant at `path`; FORMAT_FAILURE when there is none or more than one."""
    found = element.findall(path, NAMESPACES)
    if len(found) != 1:
        raise SignatureRefusedError("FORMAT_FAILURE", f"{len(found)} × {path}")
    return found[0]


def attribute(element: Element, name: str) -> str:
    """Return an attribute that must be there; FORMAT_FAILURE when it is not."""
    value = element.get(name)
    if value is None:
        raise SignatureRefusedError("FORMAT_FAILURE", f"no {name} on {element.tag!s}")
    return value


def encoded(data: bytes) -> str:
    """Return base64 text."""
    return base64.b64encode(data).decode("ascii")


def decoded(element: Element) -> bytes:
    """Return the bytes of an element holding base64 (whitespace allowed); FORMAT_FAILURE when it is none."""
    try:
        return base64.b64decode("".join((element.text or "").split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise SignatureRefusedError("FORMAT_FAILURE", f"base64 in {element.tag!s}") from error


def only_signature(root: Element) -> Element:
    """Return the one ds:Signature of a signature document; SIG_COUNT when there is none or more than one."""
    signatures = list(root.iter(f"{{{DS}}}Signature"))
    if len(signatures) != 1:
        raise SignatureRefusedError("SIG_COUNT", str(len(signatures)))
    return signatures[0]


def element_by_id(root: Element, identifier: str) -> Element:
    """Return the element a same-document reference names; ID_AMBIGUOUS unless exactly one has that Id."""
    matches = [
        element
        for element in root.iter(etree.Element)
        if identifier in (element.get("Id"), element.get("ID"), element.get("id"))
    ]
    if len(matches) != 1:
        raise SignatureRefusedError("ID_AMBIGUOUS", f"{identifier} × {len(matches)}")
    return matches[0]
