"""Who may search in an organisation's room."""

from __future__ import annotations

from jawda.foundation.tenancy.routes import Access


def may_search(access: Access) -> bool:
    """Whoever may enter; each source says for itself who sees its things."""
    return True
