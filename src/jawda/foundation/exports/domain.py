"""Noting that an organisation's data left the platform."""

from __future__ import annotations

from jawda.foundation.audit import trail
from jawda.foundation.exports.archive import Written


def note_export(*, written: Written, sha256: str, by: str) -> None:
    """Record in the acting organisation's trail that it was exported, by whose hand, and what the file's hash is."""
    details = {"rows": written.rows, "files": len(written.files), "sha256": sha256, "by": by}
    trail.record("organisations.export", subject="organisation", subject_id=written.organisation, details=details)
