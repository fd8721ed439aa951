"""Loops written in Python, run as machine code where numba is installed (the extra ``fast``).

A loop and the NumPy code beside it do the same additions and comparisons in the same order, so that their results are
equal to the last digit: which of the two ran is no option of a method.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

#: Values from which compiled code is worth loading numba for: half a second, once in a process.
WORTH_COMPILING: Final = 500_000


@cache
def compiled(loop: Callable[..., Any], signature: str) -> Callable[..., Any] | None:
    """The loop as machine code for arguments of ``signature``; ``None`` where there is none.

    Numba compiles once, for some seconds, and keeps the result beside this package or in the user's cache. Where it
    is not installed, or could keep nothing, NumPy is the quicker way.

    >>> def double(value):
    ...     return 2 * value
    >>> fast = compiled(double, "int64(int64)")
    >>> fast is None or fast(21) == 42
    True
    """
    try:
        # most of a second: only for whoever has much to compute
        from numba import njit  # noqa: PLC0415
    except ImportError:
        return None
    try:
        found: Callable[..., Any] = njit(signature, cache=True)(loop)
    except (RuntimeError, OSError):  # no folder to keep it in, or a full one
        return None
    return found
