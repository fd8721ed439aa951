"""What the areas share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from jawda.core.statistics.validation.cases_carried import Case
from jawda.core.statistics.validation.comparisons import Comparisons

#: Computes a case and compares what comes out.
Runner: TypeAlias = Callable[[Case, Comparisons], None]
