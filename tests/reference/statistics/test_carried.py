"""The published folder's own copy of the carried cases, by the one way in which a case is run.

The carried cases themselves are run in tests/core/statistics/validation.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.reference.statistics.cases import case

from jawda.core.statistics.validation import carried_cases, run_case

CASES = {one.id: one for one in carried_cases()}
#: Carried as they are published; the others name files there, or are carried in a shape of our own.
AS_PUBLISHED = {
    "horwitz": "proficiency", "iso5725-small": "proficiency", "vda5-formula-1": "msa", "nist-52-3": "sampling",
    "c0-binomial": "sampling", "switching-1": "sampling", "z19-normal-unknown": "sampling",
    "const-derived-2-10": "control_charts", "nist-imr": "control_charts", "arl-shewhart": "control_charts",
    "rules-fixtures": "control_charts", "nist-cusum": "control_charts",
}  # fmt: skip


@pytest.mark.parametrize("name", AS_PUBLISHED)
def test_as_published(name: str) -> None:
    told, own = case(AS_PUBLISHED[name], name), CASES[name]
    published = replace(
        own, data=told.get("data") or {}, params=told.get("params") or {}, expected=told["expected"],
        tolerance=told["tolerance"],
    )  # fmt: skip
    found = run_case(published)
    assert found.passed, (found.error, [one for one in found.comparisons if not one.passed])
    assert published.expected.keys() == own.expected.keys() if isinstance(own.expected, dict) else True
