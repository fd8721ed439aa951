"""The one exception of this package."""

from __future__ import annotations


class DatabaseRefused(RuntimeError):
    """The database cannot be had; the message says, for an operator, why and what to do."""
