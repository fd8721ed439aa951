"""Tasks for the tests; the worker imports this module."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from django.db import connection

from jawda.apps.diagnostics.models import Assessment
from jawda.foundation.audit import trail
from jawda.foundation.jobs import organisation_task
from jawda.foundation.tenancy.context import current


@organisation_task("tests.write_down_titles")
def write_down_titles() -> None:
    """Writes down what it sees, by the manager and without, and on whose behalf."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT title FROM diagnostics_assessment ORDER BY title")
        seen = [row[0] for row in cursor.fetchall()]
    details = {
        "titles": sorted(Assessment.objects.values_list("title", flat=True)),
        "seen": seen,
        "person": str(current().person_id),
    }
    trail.record("tests.titles", subject="test", subject_id="1", details=details)


@organisation_task("tests.write_and_fail")
def write_and_fail() -> None:
    trail.record("tests.failed", subject="test", subject_id="1", details={})
    raise ZeroDivisionError


@organisation_task("tests.end_only_the_second_time")
def end_only_the_second_time() -> None:
    """The first worker writes, says in a file that it is here, and hangs until it is killed; the next one ends."""
    trail.record("tests.taken_up", subject="test", subject_id="1", details={})
    mark = Path(os.environ["JAWDA_DATA"]) / "begun"
    if not mark.exists():
        mark.touch()
        threading.Event().wait()
