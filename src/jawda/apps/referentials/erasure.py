"""How an operator's drafts go with the account."""

from __future__ import annotations

from collections.abc import Mapping

from jawda.apps.referentials.models import Draft
from jawda.foundation.erasure.registry import Subject, register_personal_eraser


def register() -> None:
    """Called once, when the models are there."""
    register_personal_eraser(_drafts)


def _drafts(subject: Subject) -> Mapping[str, int]:
    return Draft.objects.filter(person_id=subject.person_id).delete()[1]
