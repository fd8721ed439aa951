"""Why the tables of referentials keep what they hold."""

from __future__ import annotations

from typing import Final

from jawda.foundation.retention.rules import register_reasons

REASONS: Final = {
    "referentials.Publication": "the register of what was published, by the bare id of who did: archive",
    "referentials.Draft": "an operator's file: goes when it is published or replaced, and with the account",
    "referentials.OwnReferential": "the organisation's own work, names no person: its life",
    "referentials.Manuscript": "the organisation's own work, names no person: its life",
    "referentials.ManuscriptVersion": "goes with the manuscript",
}


def register() -> None:
    """Called once, when the models are there."""
    register_reasons(REASONS)
