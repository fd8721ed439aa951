"""Certificates read for the tests: what comes out, and why one is refused."""

from __future__ import annotations

import pytest
from tests.core.credentials.calibration.certificates import document, measurement, result

from jawda.core.credentials.calibration import read
from jawda.core.credentials.calibration.model import Quantity
from jawda.core.findings import Refused, words_with_place
from jawda.core.languages import LANGUAGES


def refusal(data: bytes) -> list[tuple[str, str | None]]:
    """Reasons and places; each has its sentence in each language."""
    with pytest.raises(Refused) as raised:
        read(data)
    for finding in raised.value.findings:
        assert all(words_with_place(finding, language) for language in LANGUAGES)
    return [(finding.id.partition(".")[2], finding.place.path) for finding in raised.value.findings]


def reason(data: bytes) -> str:
    found = refusal(data)
    assert len(found) == 1, found
    return found[0][0]


def with_data(data: str) -> bytes:
    return document(measurements=measurement(result(data)))


def only(data: str) -> Quantity:
    (found,) = next(read(with_data(data)).results()).quantities
    return found
