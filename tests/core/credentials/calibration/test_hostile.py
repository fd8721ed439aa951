"""Certificates made to cost: each within the bounds of size, none over a second."""

from __future__ import annotations

import sys
import time

import pytest
from tests.core.credentials.calibration.certificates import (
    CORE,
    ITEMS,
    NOW,
    body,
    document,
    measurement,
    quantity,
    real,
    result,
    root,
    signed,
)

from jawda.core.credentials.calibration import examine
from jawda.core.credentials.calibration.reading import MOST_ELEMENTS
from jawda.core.findings import Refused

MOST = MOST_ELEMENTS - 200
#: Seconds of the processor: one; whoever counts lines makes each of them dearer, by what else the machine does.
LIMIT = 1 if sys.gettrace() is None else 8


def _five_times_signed() -> bytes:
    data = document(measurements=measurement(result(quantity(real()) * 1_000)))
    for number in range(5):
        data = signed(data, body(f"Signer {number}", issuer=root()), xades=False)
    return data


def _factors() -> str:
    values, factors = (" ".join(f"{start + each / 1e6}" for each in range(60_000)) for start in (1, 2))
    probabilities = " ".join(f"{0.9 + each / 1e6}" for each in range(60_000))
    return quantity(
        rf"<si:realListXMLList><si:valueXMLList>{values}</si:valueXMLList><si:unitXMLList>\metre</si:unitXMLList>"
        "<si:expandedUncXMLList><si:uncertaintyXMLList>1</si:uncertaintyXMLList>"
        f"<si:coverageFactorXMLList>{factors}</si:coverageFactorXMLList>"
        f"<si:coverageProbabilityXMLList>{probabilities}</si:coverageProbabilityXMLList></si:expandedUncXMLList>"
        "</si:realListXMLList>"
    )


def _many_namespaces() -> bytes:
    spaces = "".join(f' xmlns:a{number}="urn:{number}"' for number in range(55))
    return signed(document()).replace(b"<dcc:item>", f"<dcc:item{spaces}>".encode() + b"<x/>" * MOST, 1)


CASES = {
    "statements": lambda: document(statements=f"<dcc:statements>{'<dcc:statement/>' * MOST}</dcc:statements>"),
    "items and statements": lambda: document(
        items=f"<dcc:items>{'<dcc:item/>' * (MOST // 2)}</dcc:items>",
        statements=f"<dcc:statements>{'<dcc:statement/>' * (MOST // 2)}</dcc:statements>",
    ),
    "items": lambda: document(items=f"<dcc:items>{'<dcc:item/>' * MOST}</dcc:items>"),
    "quantities": lambda: document(measurements=measurement(result(quantity(real()) * (MOST // 4)))),
    "unknown elements": lambda: document(core=CORE.replace("</dcc:coreData>", "<x/>" * MOST + "</dcc:coreData>")),
    "factors": lambda: document(measurements=measurement(result(_factors()))),
    "namespaces under a signature": _many_namespaces,
    "the same id": lambda: signed(document(items=ITEMS)).replace(b"<dcc:item>", b"<dcc:item>" + b'<x id="q"/>' * MOST),
    "five signatures": _five_times_signed,
    "comments": lambda: document(core=CORE.replace("LM-", "LM-" + "<!---->" * 1_000_000)),
}


@pytest.mark.parametrize("name", CASES)
def test_never_long(name: str) -> None:
    data = CASES[name]()
    times = [_times_of(data) for _ in range(3)]
    assert min(reading for reading, _ in times) < LIMIT
    assert min(writing for _, writing in times) < 1.5 * LIMIT


def _times_of(data: bytes) -> tuple[float, float]:
    """For examining it, and for what JSON takes."""
    start = time.process_time()
    try:
        found = examine(data, at=NOW, anchors=(root().certificate,))
    except Refused:
        return time.process_time() - start, 0
    examined = time.process_time()
    found.to_dict()
    return examined - start, time.process_time() - examined
