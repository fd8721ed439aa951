"""Files of others, and what stands in them."""

from __future__ import annotations

import json

import pytest
from tests.reference.statistics.cases import carried, case, data_file

from jawda.core.statistics.validation.areas.reading import content

CASES = carried("reading")


@pytest.mark.parametrize("name", CASES)
def test_carried_cases_are_the_published_ones(name: str) -> None:
    """Where the published folder stands, the carried copy is the same."""
    published = case("formats", name)
    one = CASES[name]
    assert (one["expected"], one["tolerance"]) == (published["expected"], published["tolerance"])
    assert content(one["data"]) == data_file(published["data"]["file"]).read_bytes()
    assert json.dumps(one)
