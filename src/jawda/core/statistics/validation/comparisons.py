"""What was expected beside what came out, and whether that is within the tolerance."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from jawda.core.statistics.result import plain

#: Beside a relative tolerance, so that an expected zero can be met.
NEAR_ZERO = 1e-12
_ALL_DIGITS = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One figure, list or word: ``difference`` is the largest of its parts, relative or absolute as the tolerance is.

    ``tolerance`` is ``None`` where both must be equal; ``kind`` is ``equal``, ``relative``, ``absolute`` or ``digits``
    (how many leading digits must agree).
    """

    name: str
    expected: Any
    obtained: Any
    kind: str
    tolerance: float | None
    difference: float | None
    passed: bool


class Comparisons:
    """Collects the comparisons of one case.

    >>> made = Comparisons()
    >>> made.close("mean", 2.0000001, 2.0, relative=1e-6)
    >>> made.equal("count", 3, 4)
    >>> [one.passed for one in made.made]
    [True, False]
    """

    def __init__(self) -> None:
        self.made: list[Compared] = []

    def close(
        self, name: str, obtained: Any, expected: Any, *, relative: float | None = None, absolute: float | None = None
    ) -> None:
        """Numbers or lists of them, to one of both tolerances; ``ValueError`` for none or both."""
        if (relative is None) == (absolute is None):
            raise ValueError("one tolerance is given, relative or absolute")
        wanted = np.asarray(_numbers(expected), dtype=np.float64)
        found = np.asarray(_numbers(obtained), dtype=np.float64)
        tolerance = absolute if relative is None else relative
        assert tolerance is not None
        if found.ndim == 0 < wanted.ndim or wanted.ndim == 0 < found.ndim:
            found, wanted = np.broadcast_arrays(found, wanted)
        if found.shape != wanted.shape:
            passed, difference = False, None
        else:
            away = np.abs(found - wanted)
            scale = np.ones_like(wanted) if relative is None else np.abs(wanted)
            allowed = tolerance * scale if relative is None else np.maximum(tolerance * scale, NEAR_ZERO)
            passed = bool((away <= allowed).all())
            difference = float((away / np.where(scale > 0, scale, 1.0)).max(initial=0.0))
        kind = "absolute" if relative is None else "relative"
        self._add(name, expected, obtained, kind, tolerance, difference, passed=passed)

    def equal(self, name: str, obtained: Any, expected: Any) -> None:
        """Words, counts and lists that must be the same."""
        passed = plain(obtained) == plain(expected)
        self._add(name, expected, obtained, "equal", None, None, passed=bool(passed))

    def digits(self, name: str, obtained: float | None, expected: float, least: float) -> None:
        """At least so many leading digits agree (the log relative error of NIST's datasets); of none, none do."""
        if obtained is None or obtained == expected:
            found = 0.0 if obtained is None else _ALL_DIGITS
        else:
            found = -math.log10(abs(obtained - expected) / abs(expected))
        self._add(name, expected, obtained, "digits", least, found, passed=found >= least)

    def fields(
        self,
        obtained: Any,
        expected: Mapping[str, Any],
        *,
        relative: float | None = None,
        absolute: float | None = None,
        names: Mapping[str, str] | None = None,
    ) -> None:
        """Every figure of ``expected`` against the attribute of that name, or of the one that ``names`` gives."""
        for key, value in expected.items():
            found = getattr(obtained, (names or {}).get(key, key))
            self.close(key, found, value, relative=relative, absolute=absolute)

    def _add(
        self, name: str, expected: Any, obtained: Any, kind: str, tolerance: float | None, difference: float | None,
        *, passed: bool,
    ) -> None:  # fmt: skip
        self.made.append(
            Compared(
                name=name, expected=plain(expected), obtained=plain(obtained), kind=kind, tolerance=tolerance,
                difference=difference, passed=passed,
            )
        )  # fmt: skip


def _numbers(value: Any) -> Any:
    """``None`` is no number, and equal to nothing: NaN."""
    if isinstance(value, Mapping):
        raise TypeError("a mapping is compared field by field")
    if value is None:
        return math.nan
    return [_numbers(inside) for inside in value] if isinstance(value, Sequence) else value
