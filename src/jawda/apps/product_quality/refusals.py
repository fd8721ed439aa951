"""What stands against a verb and is no fault of a field."""

from __future__ import annotations


class ChangedMeanwhile(Exception):
    """Somebody has changed a row since it was shown."""
