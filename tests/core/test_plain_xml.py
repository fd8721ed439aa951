"""XML from anyone: what is no plain document is refused before it costs anything."""

from __future__ import annotations

import time

import pytest

from jawda.core.plain_xml import Fault, NotPlain, local_name, parse

BOUNDS = {"most_depth": 8, "most_elements": 50}


def fault(data: bytes) -> tuple[Fault, int | None]:
    with pytest.raises(NotPlain) as raised:
        parse(data, **BOUNDS)
    return raised.value.fault, raised.value.line


@pytest.mark.parametrize(
    "document_type",
    [
        "<!DOCTYPE a>",
        '<!DOCTYPE a SYSTEM "file:///etc/hostname">',
        '<!DOCTYPE a PUBLIC "x" "http://127.0.0.1:1/x.dtd">',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/hostname"> %x;]>',
        '<!DOCTYPE a [<!ATTLIST a b CDATA "given">]>',
    ],
)
def test_no_document_type_whatever_it_says(document_type: str) -> None:
    assert fault(f"<?xml version='1.0'?><!-- c -->{document_type}<a/>".encode())[0] is Fault.DOCUMENT_TYPE


@pytest.mark.parametrize("where", ["<a>&j;</a>", '<a b="&j;"/>'])
def test_entities_that_grow_cost_nothing(where: str) -> None:
    names = "abcdefghij"
    entities = "".join(
        f'<!ENTITY {name} "{"&" + names[place - 1] + ";" if place else "x"}'
        f'{("&" + names[place - 1] + ";") * 9 if place else "x"}">'
        for place, name in enumerate(names)
    )
    before = time.process_time()
    found, _ = fault(f"<!DOCTYPE a [{entities}]>{where}".encode())
    assert found in (Fault.DOCUMENT_TYPE, Fault.SYNTAX)
    assert time.process_time() - before < 1


def test_bounds_say_where() -> None:
    assert fault(b"\n" + b"<a>" * 9 + b"</a>" * 9) == (Fault.DEPTH, 2)
    assert fault(b"<a>\n" + b"<b/>" * 50 + b"</a>") == (Fault.ELEMENTS, 2)
    assert parse(b"<a>" + b"<b/>" * 49 + b"</a>", **BOUNDS)[1] == 50


def test_namespaces_around_an_element() -> None:
    """A canonical form looks at each of them at each element."""
    many = " ".join(f'xmlns:a{number}="urn:{number}"' for number in range(65))
    assert fault(f"<a {many}/>".encode())[0] is Fault.NAMESPACES
    one = '<b xmlns:a="urn:a"/>'
    assert parse(f"<a>{one * 49}</a>".encode(), **BOUNDS)[1] == 50
    assert parse(f"<a>{one * 90}</a>".encode(), most_depth=8, most_elements=100)[1] == 91


def test_what_is_no_document() -> None:
    assert fault(b"<a>\n<b></a>") == (Fault.SYNTAX, 2)
    assert fault(b"")[0] is Fault.SYNTAX
    assert fault(b"\xff\xfe")[0] is Fault.SYNTAX
    assert fault(b"<a>&undefined;</a>")[0] is Fault.SYNTAX
    assert fault(b"<a/><a/>")[0] is Fault.SYNTAX
    assert fault(b"<a>" * 100_000)[0] in (Fault.DEPTH, Fault.SYNTAX)


def test_a_comment_or_an_instruction_cuts_no_text() -> None:
    root, elements = parse(b"<a>1<!-- x -->0<?x y?>0<![CDATA[5]]></a>", **BOUNDS)
    assert (root.text, elements, len(root)) == ("1005", 1, 0)
    assert local_name(root) == "a"


def test_what_is_not_needed_is_emptied() -> None:
    root, elements = parse(
        b"<a><keep><x/></keep><drop><x/></drop></a>", **BOUNDS, needed=lambda element: element.tag == "keep"
    )
    assert [len(child) for child in root] == [1, 0]
    assert elements == 5


def test_a_document_of_some_bytes() -> None:
    root, elements = parse(b"<a/>", **BOUNDS)
    assert (root.tag, elements) == ("a", 1)
