"""Jobs of self-assessments, each for one organisation."""

from __future__ import annotations

from django.utils import timezone

from jawda.apps.diagnostics import imports
from jawda.apps.diagnostics.assigning import domain as assigning
from jawda.apps.diagnostics.panels import domain as panels
from jawda.foundation.jobs import organisation_task


@organisation_task(imports.FORGET)
def forget_imports() -> None:
    """Answers that were read from a file and never confirmed do not outlive the next day."""
    imports.forget_imports(now=timezone.now())


@organisation_task(assigning.FORGET)
def forget_assignments() -> None:
    """Thirty days after its end a link is forgotten, with the name and the address of whom it was given."""
    assigning.forget_assignments(now=timezone.now())


@organisation_task(panels.CLOSE)
def close_panels() -> None:
    """The day after its last one a panel closes: links stop, and names and addresses are wiped."""
    panels.close_due(today=timezone.localdate())
