"""Levels over all companies, read by the real login that publishes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.isolation.databases import Database, a_copy, entered

from jawda.apps.diagnostics.aggregates import levels
from jawda.apps.diagnostics.models import Answer, Assessment
from jawda.apps.organisations.models import Organisation
from jawda.foundation.tenancy.context import acting
from jawda.site.database import Login

KEPT, NOW = "premiers-pas-1", timezone.now()


@pytest.fixture
def database(django_db_setup: None, django_db_blocker: Any) -> Iterator[Database]:
    """A database of one's own, in which what is written is committed; Django is the application's login."""
    with django_db_blocker.unblock(), a_copy() as made, entered(made):
        yield made


@pytest.mark.django_db
def test_who_publishes_nothing_reads_nothing() -> None:
    """The application itself, for whom nobody acts; marked, so that the database is there to be copied."""
    assert levels(KEPT).requirements == {}


def assessed(company: Organisation, days_ago: int | None, **answers: str) -> None:
    """An assessment closed so many days ago, or open."""
    with transaction.atomic(), acting(organisation_id=company.pk):
        closed = None if days_ago is None else NOW - timedelta(days=days_ago)
        row = Assessment.objects.create(organisation=company, referential=KEPT, closed_at=closed)
        for name, level in answers.items():
            without = {"not_applicable": True, "reason": "secret words"} if level == "N" else {"level": level}
            Answer.objects.create(
                organisation=company, assessment=row, requirement=name, note="secret words", **without
            )


def a_company() -> Organisation:
    with transaction.atomic(), acting(organisation_id=(identifier := uuid4())):
        return Organisation.objects.create(id=identifier, kind="company", name="Essai")


def test_each_company_counts_once_by_what_it_closed_last(database: Database) -> None:
    one, two, three = a_company(), a_company(), a_company()
    assessed(one, 400, a="0", b="0")
    assessed(one, 10, a="3", b="N")
    assessed(one, None, a="5")
    assessed(two, 20, a="3", b="4", c="")
    assessed(three, None, a="1", b="1")
    with entered(database, Login.PUBLISHER), CaptureQueriesContext(connection) as asked:
        found = levels(KEPT)
    assert len(asked) == 1
    assert found.requirements == {"a": {"3": 2}, "b": {"4": 1, "N": 1}}
    assert [found.companies(name) for name in "abc"] == [2, 2, 0]
    assert found.as_document()["requirements"]["a"] == {"companies": 2, "levels": {"3": 2}}
    assert "secret" not in str(found.as_document())
