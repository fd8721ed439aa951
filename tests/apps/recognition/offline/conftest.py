"""One page for all tests of the modules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.apps.recognition.offline.modules import module_page


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    with module_page(browser) as found:
        yield found
