"""What the login ``publisher`` may read to make figures over all companies; its columns stand in ``grants.py``."""

from __future__ import annotations

from typing import Final

_CONDITIONS: Final = {
    "diagnostics_review": "difference IS NOT NULL",
    "diagnostics_assessment": "closed_at IS NOT NULL",
    "diagnostics_answer": "true",
}

PUBLISHER_READS: Final = "".join(
    f"CREATE POLICY publisher_read ON {table} FOR SELECT TO jawda_publisher USING ({condition});\n"
    for table, condition in _CONDITIONS.items()
)
DROP_PUBLISHER_READS: Final = "".join(f"DROP POLICY publisher_read ON {table};\n" for table in _CONDITIONS)
