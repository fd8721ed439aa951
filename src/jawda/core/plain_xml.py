"""XML of the plain kind, from anyone: no document type, no entities, nothing fetched, bounds on depth and number.

Comments and processing instructions are left out while reading, so that a comment cannot cut a text in two:
``1<!-- -->00`` is ``100``, as in the canonical form that signatures cover.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final, TypeAlias, cast

from lxml import etree

Element: TypeAlias = etree._Element

_CHUNK: Final = 1 << 16
#: Namespaces declared around an element: a canonical form costs the product of their number and that of elements.
MOST_NAMESPACES: Final = 64


class Fault(StrEnum):
    """Why a document is not read."""

    DOCUMENT_TYPE = "document_type"
    SYNTAX = "syntax"
    DEPTH = "depth"
    ELEMENTS = "elements"
    NAMESPACES = "namespaces"


class NotPlain(Exception):
    """What is wrong, and the line where the parser stood (None where it does not say)."""

    def __init__(self, fault: Fault, line: int | None = None) -> None:
        super().__init__(fault.value)
        self.fault, self.line = fault, line


def parse(
    data: bytes, *, most_depth: int, most_elements: int, needed: Callable[[Element], bool] | None = None
) -> tuple[Element, int]:
    """The root and how many elements there were; ``NotPlain`` for anything else.

    ``needed`` says which children of the root are kept: those of large documents that are not are emptied at once.

    >>> root, elements = parse(b"<a><b>1<!-- -->00</b></a>", most_depth=9, most_elements=9)
    >>> root[0].text, elements
    ('100', 2)
    >>> parse(b"<!DOCTYPE a><a/>", most_depth=9, most_elements=9)
    Traceback (most recent call last):
    ...
    jawda.core.plain_xml.NotPlain: document_type
    """
    parser = etree.XMLPullParser(
        events=("start", "end", "start-ns", "end-ns"), resolve_entities=False, no_network=True, load_dtd=False,
        dtd_validation=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    read = _Read(most_depth, most_elements, needed)
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
            read.take(parser)
        parser.close()
        read.take(parser)  # of some bytes the parser says nothing before the end
    except etree.XMLSyntaxError as fault:
        raise NotPlain(Fault.SYNTAX, _line(fault.lineno)) from fault
    assert read.root is not None  # the parser ends a document without an element by an error
    return read.root, read.elements


class _Read:
    """What has been read so far, within its bounds."""

    def __init__(self, most_depth: int, most_elements: int, needed: Callable[[Element], bool] | None) -> None:
        self._most_depth, self._most_elements, self._needed = most_depth, most_elements, needed
        self.root: Element | None = None
        self.elements = self._depth = self._namespaces = 0

    def take(self, parser: etree.XMLPullParser) -> None:
        for event, each in parser.read_events():
            if event == "start":
                self._start(cast(Element, each))
            elif event == "end":
                self._end(cast(Element, each))
            else:
                self._namespaces += 1 if event == "start-ns" else -1
                if self._namespaces > MOST_NAMESPACES:
                    raise NotPlain(Fault.NAMESPACES)

    def _end(self, element: Element) -> None:
        self._depth -= 1
        if self._depth == 1 and self._needed is not None and not self._needed(element):
            element.clear()

    def _start(self, element: Element) -> None:
        if self.root is None:
            self.root = element
            if element.getroottree().docinfo.internalDTD is not None:
                raise NotPlain(Fault.DOCUMENT_TYPE)
        self._depth, self.elements = self._depth + 1, self.elements + 1
        if self._depth > self._most_depth:
            raise NotPlain(Fault.DEPTH, _line(element.sourceline))
        if self.elements > self._most_elements:
            raise NotPlain(Fault.ELEMENTS, _line(element.sourceline))


def local_name(element: Element) -> str:
    """The name without its namespace; nothing for what is no element.

    >>> local_name(etree.fromstring('<a xmlns="urn:x"/>'))
    'a'
    """
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _line(line: object) -> int | None:
    return line or None if isinstance(line, int) else None
