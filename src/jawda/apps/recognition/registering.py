"""What the room tells the floors below: how long rows are kept, how a name leaves them, what people are told of; and
what it is told: that a body describes itself anew, or was verified."""

from __future__ import annotations

from jawda.apps.organisations.domain import on_description_changed, on_verified
from jawda.apps.recognition import erasure, retention
from jawda.apps.recognition.domain.identities import follow
from jawda.apps.recognition.watching import notices


def register() -> None:
    """Called once, when the models are there."""
    retention.register()
    erasure.register()
    notices.register()
    on_description_changed(follow)
    on_verified(follow)
