"""Who may publish referentials."""

from __future__ import annotations

from typing import Any


def may_publish(person: Any) -> bool:
    """Operators of the platform."""
    return bool(person.is_authenticated and person.is_operator)
