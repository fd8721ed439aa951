"""Referentials: each form read and written, checked, compared."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

from benchmarks.common import SIZES, Figure, a_referential, milliseconds, report

from jawda.core.referentials import (
    check,
    compare_editions,
    from_mapping,
    read_any,
    to_mapping,
    write_oscal_catalog,
    write_referential,
    write_spreadsheet,
)

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> int:
    """The form as it stands in the database is read once per process: a page waits for it that once."""
    figures = []
    for size, bar in zip(SIZES, (1000, 10_000), strict=True):
        referential = a_referential(size)
        contents = {
            "OSCAL": write_oscal_catalog(referential, modified=MOMENT),
            "workbook": write_spreadsheet(referential, created=MOMENT),
        }
        if size == SIZES[0]:  # the largest passes the limit of 2 MB
            contents["YAML"] = write_referential(referential)
        stored = json.dumps(to_mapping(referential))
        for name, content in contents.items():
            read = milliseconds(lambda content=content: read_any(content, file="x"), 3)
            figures.append(Figure(f"read {name}, {size} requirements, {len(content) // 1000} kB", read, "ms", bar))
        least = bar / 10
        figures += [
            Figure(f"read as stored, {size}", milliseconds(lambda t=stored: from_mapping(json.loads(t))), "ms", least),
            Figure(f"check, {size}", milliseconds(lambda r=referential: check(r)), "ms", least),
            Figure(
                f"compare with itself, {size}", milliseconds(lambda r=referential: compare_editions(r, r)), "ms", least
            ),
        ]
    return report("referentials", figures)


if __name__ == "__main__":
    sys.exit(main())
