"""A page parsed as strictly as HTML allows, for the tests of every room.

``strict_page(html, language="ar")`` raises ``AssertionError`` with a sentence for each fault: grammar, one title, one
heading, language and direction, nothing inline, identifiers, labels, names, and where forms go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import html5lib
from html5lib.html5parser import ParseError

_HTML = "{http://www.w3.org/1999/xhtml}"
_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "form", "list")
_UNLABELLED = ("hidden", "submit", "button", "reset", "image")


@dataclass(frozen=True, slots=True)
class StrictPage:
    """What a test then asks of the page: its ``title``, its ``heading`` and where its forms go."""

    root: Element
    title: str
    heading: str
    actions: tuple[str, ...]

    def texts(self, name: str) -> list[str]:
        """The words of every element of that name."""
        return [_words(item) for item in self.root.iter(f"{_HTML}{name}")]


def strict_page(html: str, *, language: str | None = None) -> StrictPage:
    """Parse ``html``; every fault is in the message of the ``AssertionError``.

    ``language``: fr, ar or en, where the test knows it.
    """
    try:
        tree = html5lib.HTMLParser(strict=True).parse(html)
    except ParseError as fault:
        raise AssertionError(f"not strict HTML: {fault}") from fault
    root = tree if tree.tag == f"{_HTML}html" else tree.find(f"{_HTML}html")
    elements = [item for item in root.iter() if isinstance(item.tag, str)]
    faults = [
        *_frame(root, elements, language),
        *_inline(elements),
        *_identifiers(elements),
        *_names(elements),
        *_offline(elements),
    ]
    assert not faults, "\n".join(faults)
    forms = _named(elements, "form")
    return StrictPage(
        root=root,
        title=_words(_named(elements, "title")[0]),
        heading=_words(_named(elements, "h1")[0]),
        actions=tuple(form.get("action", "") for form in forms),
    )


def _named(elements: Iterable[Element], *names: str) -> list[Element]:
    return [item for item in elements if item.tag in {f"{_HTML}{name}" for name in names}]


def _words(item: Element) -> str:
    return " ".join("".join(item.itertext()).split())


def _frame(root: Element, elements: list[Element], language: str | None) -> Iterable[str]:
    for name in ("title", "h1", "main"):
        found = [item for item in _named(elements, name) if name == "main" or _words(item)]
        if len([item for item in found if item.get("hidden") is None]) != 1:
            yield f"{len(found)} elements {name} with words, expected one"
    spoken = root.get("lang", "")
    if not re.fullmatch("fr|ar|en", spoken) or (language and spoken != language):
        yield f"the page says it is in {spoken!r}, expected {language or 'fr, ar or en'}"
    if root.get("dir") != ("rtl" if spoken == "ar" else "ltr"):
        yield f"direction {root.get('dir')!r} in {spoken}"


def _inline(elements: list[Element]) -> Iterable[str]:
    for item in elements:
        if item.tag == f"{_HTML}style" or (item.tag == f"{_HTML}script" and "src" not in item.attrib):
            yield f"an inline {item.tag.removeprefix(_HTML)}"
        for key, value in item.attrib.items():
            if key == "style" or key.startswith(("on", "hx-on")) or value.lower().startswith("javascript:"):
                yield f"inline {key} on {item.tag.removeprefix(_HTML)}"


def _offline(elements: list[Element]) -> Iterable[str]:
    """A page comes over a line: its notice that there is none waits for a script to show it."""
    notice = next((item for item in elements if item.get("class") == "offline"), None)
    if notice is not None and "hidden" not in notice.attrib:
        yield "the page says that it is offline"


def _identifiers(elements: list[Element]) -> Iterable[str]:
    ids = [item.attrib["id"] for item in elements if "id" in item.attrib]
    yield from (f"identifier {name!r} stands twice" for name in sorted({x for x in ids if ids.count(x) > 1}))
    for item in elements:
        for key in _REFERENCES:
            for name in item.get(key, "").split():
                if name not in ids:
                    yield f"{key}={name!r} leads to nothing"


def _names(elements: list[Element]) -> Iterable[str]:
    labelled = {item.get("for") for item in _named(elements, "label")}
    inside = {field for label in _named(elements, "label") for field in label.iter()}
    for field in _named(elements, "input", "select", "textarea"):
        kind = field.get("type", "text")
        named = (
            field.get("id") in labelled or field in inside or field.get("aria-label") or field.get("aria-labelledby")
        )
        if kind not in _UNLABELLED and not named:
            yield f"the field {field.get('name') or field.get('id')!r} has no label"
    for item in _named(elements, "button", "a"):
        if item.tag == f"{_HTML}a" and "href" not in item.attrib:
            continue
        if not (_words(item) or item.get("aria-label") or item.get("aria-labelledby")):
            yield f"a {item.tag.removeprefix(_HTML)} without words ({item.get('href') or item.get('class')})"
    for table in _named(elements, "table"):
        if table.find(f".//{_HTML}th") is None:
            yield "a table without headings"
    for form in _named(elements, "form"):
        if form.get("action") == "":
            yield "a form is sent to an empty address; left out, it is the page's own"
    for image in _named(elements, "img"):
        if image.get("alt") is None:
            yield f"the image {image.get('src')} has no words"
