"""Tables as a holder of a standard types them, read once."""

from __future__ import annotations

import pytest
from tests import typed_tables
from tests.typed_tables import FILE

from jawda.core.statistics.acceptance_sampling import SuppliedTables
from jawda.core.statistics.acceptance_sampling.supplied_reading import read_supplied


@pytest.fixture(scope="session")
def multiple() -> SuppliedTables:
    return read_supplied(typed_tables.multiple_workbook(), file=FILE).tables


@pytest.fixture(scope="session")
def singles() -> SuppliedTables:
    return read_supplied(typed_tables.single_workbook(), file=FILE).tables


@pytest.fixture(scope="session")
def measured() -> SuppliedTables:
    return read_supplied(typed_tables.measured_workbook(), file=FILE).tables
