"""What the room tells the foundation: how long rows are kept, how a name leaves them, what people are told of."""

from __future__ import annotations

from jawda.apps.recognition import erasure, retention
from jawda.apps.recognition.watching import notices


def register() -> None:
    """Called once, when the models are there."""
    retention.register()
    erasure.register()
    notices.register()
