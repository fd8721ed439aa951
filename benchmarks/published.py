"""A body, its accreditor, and what it issued, in the database that a benchmark prepared."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import transaction
from tests import factories
from tests.apps.recognition import world

from jawda.apps.recognition.domain import issuing, status_lists


def certificates(count: int) -> list[str]:
    """References of as many certificates: one asked for again is one kept verdict."""
    with transaction.atomic():
        operator = factories.a_person("Opératrice")
    factories.made_operator(operator)
    factories.an_operator = lambda: operator
    with transaction.atomic():
        found = world.world()
        with world.acts(found.accreditor):
            status_lists.publish(now=world.ISSUED - timedelta(days=1))
        drafts = [world.draft(found, number=f"QMS-{number:05}") for number in range(count)]
        with world.acts(found.certifier):
            rows = issuing.issue_all(access=found.certifier.access, drafts=drafts, now=world.ISSUED)
        for body in (found.accreditor, found.certifier):
            with world.acts(body):
                status_lists.publish(now=datetime.now(UTC) - timedelta(minutes=1))
    return [row.reference for row in rows]
