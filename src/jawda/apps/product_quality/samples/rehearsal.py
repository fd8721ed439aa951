"""Whether a stranger's Parquet file can be read within bounds: tried in a process of its own that may fail."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

from jawda.core.findings import Finding, Place, Refused
from jawda.core.spreadsheets import Limits
from jawda.core.spreadsheets.model import refuse
from jawda.foundation.apart import Bounds, TooSlow, answer_of

_SCRIPT: Final = Path(__file__).with_name("rehearsal_process.py")
#: Memory is bounded by the script, beyond what its library takes.
_BOUNDS: Final = Bounds(memory=0, processor=20, clock=40)
_ONE_AT_A_TIME: Final = threading.Lock()
_BROKEN: Final = 1


def rehearse(name: str, content: bytes, limits: Limits) -> None:
    """``Refused`` for what is no Parquet file, and for what takes more memory or time than a table of measurements."""
    try:
        with _ONE_AT_A_TIME:
            done = answer_of(_SCRIPT, str(limits.rows), str(limits.columns), data=content, bounds=_BOUNDS)
    except TooSlow as fault:
        raise refuse("too_many_cells", Place(file=name), limit=limits.cells) from fault
    if done.status == _BROKEN:
        raise Refused([Finding(id="data_reading.broken_parquet", place=Place(file=name))])
    if done.status:
        raise refuse("too_many_cells", Place(file=name), limit=limits.cells)
