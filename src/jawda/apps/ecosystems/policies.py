"""Who writes what lies between a company and its federation."""

from __future__ import annotations

from typing import Final

_TABLES: Final = ("ecosystems_participation", "ecosystems_consent")
_COMPANY: Final = "from_organisation_id = app_organisation()"
_EITHER: Final = "app_organisation() IN (from_organisation_id, to_organisation_id)"


def _written_by(condition: str) -> str:
    return "\n".join(
        f"DROP POLICY app_insert ON {table}; DROP POLICY app_update ON {table}; DROP POLICY app_delete ON {table};"
        f" CREATE POLICY app_insert ON {table} FOR INSERT TO jawda_app WITH CHECK ({condition});"
        f" CREATE POLICY app_update ON {table} FOR UPDATE TO jawda_app USING ({condition}) WITH CHECK ({condition});"
        f" CREATE POLICY app_delete ON {table} FOR DELETE TO jawda_app USING ({condition});"
        for table in _TABLES
    )


#: Joining and consenting are the company's alone: a federation that could write them could consent in its place.
COMPANY_WRITES: Final = _written_by(_COMPANY)
EITHER_WRITES: Final = _written_by(_EITHER)
