"""Certificates from anyone: whatever is done to the bytes, what comes out is a verdict or a refusal, and soon.

``JAWDA_FUZZ_EXAMPLES`` says how many are tried of each kind; few by default, very many by ``make fuzz-calibration``.
"""

from __future__ import annotations

import copy
import json
import os
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.core.credentials.calibration.certificates import (
    NOW,
    document,
    laboratory,
    measurement,
    middle,
    quantity,
    real,
    result,
    root,
    signed,
)

from jawda.core.credentials.calibration import Standing, examine
from jawda.core.findings import Refused, words_with_place
from jawda.core.languages import LANGUAGES

EXAMPLES = int(os.environ.get("JAWDA_FUZZ_EXAMPLES", "60"))
pytestmark = pytest.mark.long if EXAMPLES > 1_000 else []
FUZZ = settings(
    max_examples=EXAMPLES, deadline=None, database=None, derandomize=EXAMPLES < 1_000,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
ANCHORS = (root().certificate,)
HYBRID = quantity(f"<si:hybrid>{real()}{real()}</si:hybrid>")
FILE = "<dcc:file><dcc:fileName>a</dcc:fileName><dcc:dataBase64>AAAA</dcc:dataBase64></dcc:file>"
EXPANDED = "<si:expandedUnc><si:uncertainty>1</si:uncertainty></si:expandedUnc>"
RICH = document(
    measurements=measurement(
        result(f"<dcc:list>{HYBRID}{quantity(real(), refType='basic_pressure')}</dcc:list><dcc:text>{FILE}</dcc:text>")
        + result(quantity(real(more=EXPANDED)))
    )
)
SEEDS = (document(), RICH, signed(document(), laboratory(), middle()), signed(RICH, laboratory(), xades=False))
#: What people and attackers write where a certificate has something else.
TEXTS = (
    "", " ", "0", "-1", "1e308", "1e-400", "NaN", "INF", "1,5", "9" * 400, "true", "2026-02-30", "9999-12-31",
    "0001-01-01", r"\kelvin", r"\per", "\\", "é", "\u202e", "x" * 5_000, "1 " * 3_000, "#", "http://127.0.0.1:1/",
    "0.95 95", "=" * 9,
)  # fmt: skip
MARKUP = (b"<!--x-->", b"<?x y?>", b"<![CDATA[1]]>", b"&amp;", b"&x;", b"&#0;", b"\0")


def tried(data: bytes) -> None:
    """A verdict that can be printed in every language, or a refusal; never another exception, never a long time.

    Of three times the least counts: what else the process does only adds to one.
    """
    assert any(_time_of(data) < 1 for _ in range(3))


def _time_of(data: bytes) -> float:
    before = time.process_time()
    try:
        found = examine(data, at=NOW, anchors=ANCHORS)
    except Refused as refused:
        said = [words_with_place(finding, language) for finding in refused.findings for language in LANGUAGES]
    else:
        said = [json.dumps(found.to_dict(), allow_nan=False)]
        assert (found.certificate is None) is (found.signature.standing is Standing.REFUSED)
    assert all(said)
    assert said
    return time.process_time() - before


@FUZZ
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    tried(data)


@FUZZ
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 40), st.binary(max_size=40)), min_size=1, max_size=6),
)
def test_changed_bytes(data: bytes, changes: list[tuple[int, int, bytes]]) -> None:
    """Some bytes go, others come, anywhere."""
    for place, gone, put in changes:
        start = place % len(data)
        data = data[:start] + put + data[start + gone :]
    tried(data)


@FUZZ
@given(st.sampled_from(SEEDS), st.integers(0, 20_000), st.sampled_from(MARKUP))
def test_markup_put_in(data: bytes, place: int, put: bytes) -> None:
    start = data.find(b">", place % len(data)) + 1
    tried(data[:start] + put + data[start:])


ACTIONS = st.tuples(
    st.sampled_from(("drop", "double", "move", "text", "empty", "rename", "attribute", "nest", "wrap")),
    st.integers(0, 5_000),
    st.integers(0, 5_000),
    st.sampled_from(TEXTS),
)


@FUZZ
@given(st.sampled_from(SEEDS), st.lists(ACTIONS, min_size=1, max_size=5))
def test_changed_structure(data: bytes, actions: list[tuple[str, int, int, str]]) -> None:
    """Elements dropped, doubled, moved, renamed, nested, with other texts and attributes."""
    tree = etree.fromstring(data)
    for action, first, second, text in actions:
        _act(tree, action, first, second, text)
    tried(etree.tostring(tree))


def _act(tree: Any, action: str, first: int, second: int, text: str) -> None:
    every = list(tree.iter("*"))
    one, other = every[first % len(every)], every[second % len(every)]
    parent = one.getparent()
    if action == "text":
        one.text = text
    elif action == "empty":
        for child in list(one):
            one.remove(child)
    elif action == "rename":
        one.tag = other.tag
    elif action == "attribute":
        one.set(("refType", "lang", "id", "schemaVersion", "Algorithm", "URI", "Id")[second % 7], text)
    elif parent is None:
        return
    elif action == "drop":
        parent.remove(one)
    elif action == "double":
        parent.append(copy.deepcopy(one))
    elif action == "nest":
        for _ in range(second % 90):
            inner = etree.SubElement(one, one.tag)
            one = inner
    elif action == "wrap":
        around = etree.Element(other.tag)
        parent.replace(one, around)
        around.append(one)
    elif not any(each is one for each in other.iterancestors()) and other is not one:
        other.append(one)


@FUZZ
@given(st.sampled_from(SEEDS[2:]), st.integers(0, 5_000), st.integers(0, 5_000), st.sampled_from(TEXTS))
def test_no_change_of_what_is_signed_goes_unseen(data: bytes, first: int, second: int, text: str) -> None:
    """One text of the certificate changed: refused, or it is read as it was."""
    tree = etree.fromstring(data)
    whole = [each for part in tree if "xmldsig" not in str(part.tag) for each in part.iter("*")]
    one = whole[first % len(whole)]
    if (one.text or "") == text:
        return
    one.text = text
    try:
        found = examine(etree.tostring(tree), at=NOW, anchors=ANCHORS)
    except Refused:
        return
    assert found.signature.standing is Standing.REFUSED
