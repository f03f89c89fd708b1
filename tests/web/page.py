"""Reads a page as a strict visitor would: what is wrong with its HTML is an error."""

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree, html

from web.security import INLINE_SCRIPT

Node = html.HtmlElement
NOT_TYPED = {"hidden", "submit", "button"}


def faults(root: Node, *, language: str) -> Iterator[str]:
    """Name everything that no page of the court may have."""
    title = root.findtext(".//title") or ""
    if not title.split("—")[0].strip():
        yield "no title"
    if root.get("lang") != language:
        yield f"the page says lang={root.get('lang')!r}, the answer {language!r}"
    if len(root.findall(".//h1")) != 1:
        yield f"{len(root.findall('.//h1'))} h1"
    ids: list[str] = [str(name) for name in root.xpath("//@id")]
    yield from (f"duplicate id {name}" for name, times in Counter(ids).items() if times > 1)
    yield from (f"inline style on <{node.tag}>" for node in root.xpath("//*[@style]"))
    yield from (f"event attribute {name}" for name in root.xpath("//@*[starts-with(name(), 'on')]"))
    yield from ("inline style sheet" for _ in root.iter("style"))
    scripts = [node for node in root.iter("script") if node.get("src") is None]
    yield from ("inline script" for node in scripts if (node.text or "").strip() != INLINE_SCRIPT)
    yield from _form_faults(root)
    yield from _link_faults(root)


def _form_faults(root: Node) -> Iterator[str]:
    for form in root.iter("form"):
        if form.get("method", "get").lower() == "post" and not form.xpath(".//input[@name='csrf'][@value!='']"):
            yield f"form without csrf: {form.get('action')}"
    for field in root.xpath("//input|//select|//textarea"):
        if field.get("type") in NOT_TYPED or field.get("aria-label"):
            continue
        if not root.xpath("//label[@for=$name]", name=field.get("id") or ""):
            yield f"field without label: {field.get('name')}"
    yield from (f"button without words: {etree.tostring(node)!r}" for node in root.iter("button") if not text_of(node))


def _link_faults(root: Node) -> Iterator[str]:
    for link in root.xpath("//a"):
        address = link.get("href")
        if not address or address == "#":
            yield f"link without address: {text_of(link)}"
        elif re.fullmatch(r"#.+", address) and not root.xpath("//*[@id=$name]", name=address[1:]):
            yield f"link to a missing field: {address}"
        if not text_of(link):
            yield f"link without words: {address}"


def text_of(node: Node | None) -> str:
    """Return the words of a node, spaces collapsed; an AssertionError when it is not there."""
    assert node is not None
    return " ".join(str(node.text_content()).split())
