"""Jobs of self-assessments, each for one organisation."""

from __future__ import annotations

from django.utils import timezone

from jawda.apps.diagnostics import imports
from jawda.foundation.jobs import organisation_task


@organisation_task(imports.FORGET)
def forget_imports() -> None:
    """Answers that were read from a file and never confirmed do not outlive the next day."""
    imports.forget_imports(now=timezone.now())
