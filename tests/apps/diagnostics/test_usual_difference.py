"""How far self-assessments usually lie from an expert's: made by the real login, of enough companies, seldom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from tests.isolation.databases import Database, a_copy, entered

from jawda.apps.diagnostics.models import Assessment, Review, UsualDifference
from jawda.apps.diagnostics.reviews.queries import usual_for
from jawda.apps.diagnostics.reviews.release import RENEWED_AFTER, renew
from jawda.apps.organisations.models import Organisation
from jawda.foundation.tenancy.context import acting
from jawda.site.database import Login

KEPT = "premiers-pas-1"
NOW = timezone.now()


@pytest.fixture
def database(django_db_setup: None, django_db_blocker: Any) -> Iterator[Database]:
    """A database of one's own, in which what is written is committed; Django is the application's login."""
    with django_db_blocker.unblock(), a_copy() as made, entered(made):
        yield made


@pytest.mark.django_db
def test_nothing_is_said_before_there_is_a_figure() -> None:
    """Marked, so that the database is there of which the other tests have a copy each."""
    assert usual_for(KEPT) is None


def companies(*differences: float | None, signed: datetime = NOW) -> list[Organisation]:
    """One company for each, with a review signed then and its mean difference."""
    made = []
    for difference in differences:
        with transaction.atomic(), acting(organisation_id=(identifier := uuid4())):
            made.append(Organisation.objects.create(id=identifier, kind="company", name="Essai"))
        a_review(made[-1], difference, signed)
    return made


def a_review(company: Organisation, difference: float | None, signed: datetime) -> None:
    with transaction.atomic(), acting(organisation_id=company.pk):
        assessment = Assessment.objects.create(organisation=company, referential=KEPT)
        Review.objects.create(
            organisation=company, assessment=assessment, referential=KEPT, expert_id=uuid4(), difference=difference,
            submitted_at=signed, first_submitted_at=None if difference is None else signed,
        )  # fmt: skip


def renewed(database: Database, now: datetime = NOW) -> list[str]:
    with entered(database, Login.PUBLISHER):
        return renew(now=now)


def test_nine_companies_have_no_figure_ten_have(database: Database) -> None:
    """Nothing is said below ten reviews of ten companies; then whole points, read by all."""
    companies(0, 2, 4, 5, 6, 8, 9, 10, 12, None)
    assert renewed(database) == []
    companies(30)
    assert renewed(database) == [KEPT]
    found = usual_for(KEPT)
    assert found is not None
    assert (found.reviews, found.low, found.middle, found.high) == (10, 4, 7, 10)


def test_many_reviews_of_one_company_count_once_by_the_last(database: Database) -> None:
    first = companies(0, 0, 0, 0, 0, 0, 0, 0, 0)[0]
    for day in range(5):
        a_review(first, 90, NOW + timedelta(days=day))
    assert renewed(database) == []
    companies(0)
    assert renewed(database) == [KEPT]
    found = usual_for(KEPT)
    assert found is not None
    assert (found.reviews, found.high) == (10, 0)


def test_a_figure_is_renewed_only_once_three_companies_are_new_and_a_month_has_passed(database: Database) -> None:
    """Else two figures one after the other would tell what the company between them had."""
    companies(*[5.0] * 10)
    assert renewed(database) == [KEPT]
    later = NOW + RENEWED_AFTER
    companies(50, 50, signed=NOW + timedelta(days=1))
    assert renewed(database, later) == []
    companies(50, signed=NOW + timedelta(days=2))
    assert renewed(database, later - timedelta(seconds=1)) == []
    assert UsualDifference.objects.get().companies == 10
    assert renewed(database, later) == [KEPT]
    assert UsualDifference.objects.get().companies == 13


def test_who_signs_again_is_no_new_company(database: Database) -> None:
    """A second review, or one signed anew, does not make room for a figure."""
    every = companies(*[5.0] * 10)
    assert renewed(database) == [KEPT]
    for company in every[:4]:
        a_review(company, 40, NOW + timedelta(days=3))
    assert renewed(database, NOW + RENEWED_AFTER) == []


def test_the_application_writes_no_figure_and_reads_no_other_companys_review(database: Database) -> None:
    mine = companies(*[5.0] * 10)[0]
    assert renew(now=NOW) == []
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        UsualDifference.objects.create(referential=KEPT, companies=10, low=0, middle=0, high=0, computed_at=NOW)
    with transaction.atomic(), acting(organisation_id=mine.pk), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT organisation_id FROM diagnostics_review")
        assert cursor.fetchall() == [(mine.pk,)]


def test_the_publisher_reads_signed_differences_and_no_word(database: Database) -> None:
    companies(5, None)
    with database.connect(Login.PUBLISHER) as publisher:
        assert publisher.execute("SELECT difference FROM diagnostics_review").fetchall() == [(5.0,)]
        for column in ("conclusion", "expert_name", "expert_id", "assessment_id"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                publisher.execute(f"SELECT {column} FROM diagnostics_review")
        for table in ("diagnostics_reviewanswer", "diagnostics_reviewdecision", "organisations_organisation"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                publisher.execute(f"SELECT 1 FROM {table}")
