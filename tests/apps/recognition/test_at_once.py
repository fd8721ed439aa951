"""Two verbs of one body at once: the later sees what the earlier did, and other bodies wait for none of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from tests.apps.recognition.world import ISSUED, TODAY, World, acts, body, draft, fresh_lists, issued, world
from tests.at_once import both
from tests.factories import a_person, made_operator
from tests.isolation.databases import a_copy, entered

from jawda.apps.organisations.enums import Kind as Body
from jawda.apps.recognition.domain import changing, issuing, keys, reissuing, status_lists
from jawda.apps.recognition.domain.changing import Change
from jawda.apps.recognition.enums import Event
from jawda.apps.recognition.models import Attestation, Identity, LogEntry, SigningKey
from jawda.apps.recognition.queries.evidence import verified
from jawda.core.credentials.verdict import Verdict
from jawda.foundation.accounts.models import Person

NOW = TODAY + timedelta(minutes=1)


@pytest.fixture
def operator(django_db_setup: None, django_db_blocker: Any) -> Iterator[Person]:
    """In a database of its own, in which what is done is committed, entered with the real login."""
    with django_db_blocker.unblock(), a_copy() as database, entered(database):
        with transaction.atomic():
            person = a_person()
        yield made_operator(person)


@pytest.fixture
def found(operator: Person) -> World:
    with transaction.atomic():
        made = world(operator)
        fresh_lists(made, ago=timedelta(minutes=1))
    return made


def test_a_list_that_was_read_before_is_not_published_over_a_withdrawal(found: World) -> None:
    """The daily job, or another verb, that begins while a document is being withdrawn."""
    with transaction.atomic():
        row = issued(found)

    def withdraws() -> None:
        with acts(found.certifier):
            changing.change(
                access=found.certifier.access, attestation_id=row.pk, event=Event.WITHDRAWN, reason="Fin", now=TODAY
            )  # fmt: skip

    def signs_the_lists() -> None:
        with acts(found.certifier):
            status_lists.publish(now=NOW)

    assert both(withdraws, signs_the_lists) == [None, None]
    with transaction.atomic():
        assert verified(row.credential.encode("ascii"), NOW + timedelta(seconds=1)).verdict is Verdict.WITHDRAWN


def test_two_first_keys_made_at_once_follow_each_other(operator: Person) -> None:
    with transaction.atomic():
        laboratory = body(Body.LABORATORY, "Laboratoire Essai", operator)

    def makes() -> None:
        with acts(laboratory):
            keys.make_key(access=laboratory.access)

    assert both(makes, makes) == [None, None]
    with transaction.atomic(), acts(laboratory):
        first, second = SigningKey.objects.order_by("created_at")
        assert (first.retired_at is None, second.retired_at is None) == (False, True)
        assert Identity.objects.filter(source_organisation_id=laboratory.organisation.pk).count() == 1


@pytest.mark.parametrize("verb", [issuing.issue_once, issuing.issue])
def test_the_same_number_issued_twice_at_once_is_one_document(found: World, verb: Any) -> None:
    made: list[Attestation] = []

    def issues() -> None:
        with acts(found.certifier):
            made.append(verb(access=found.certifier.access, draft=draft(found), now=ISSUED))

    first, second = both(issues, issues)
    assert first is None
    if verb is issuing.issue_once:
        assert second is None
        assert made[0].pk == made[1].pk
    else:
        assert isinstance(second, ValidationError)
        assert second.error_dict["number"][0].code == "taken"
    with transaction.atomic(), acts(found.certifier):
        assert Attestation.objects.count() == 1


def test_nobody_else_waits_for_what_is_being_signed(found: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log is one for all bodies: it is written to when everything else of a verb is done."""
    with transaction.atomic():
        one, two = issued(found), issued(found, number="QMS-0043")
    free: list[bool] = []
    publish = status_lists.publish

    def watched(**given: Any) -> int:
        free.append(_log_is_free())
        return publish(**given)

    monkeypatch.setattr(status_lists, "publish", watched)
    access = found.certifier.access
    with transaction.atomic(), acts(found.certifier):
        issuing.issue(access=access, draft=draft(found, number="QMS-0044", replaces="QMS-0042"), now=NOW)
    said = reissuing.words_with(two, scope="Moulage", sectors=None, sites=None)
    changes = [
        Change(attestation_id=two.pk, event=Event.SCOPE_REDUCED, reason="Fermé", said=said),
    ]
    with transaction.atomic(), acts(found.certifier):
        reissuing.change_or_reissue(access=access, changes=changes, now=NOW)
    with transaction.atomic(), acts(found.certifier):
        changing.change(access=access, attestation_id=two.pk, event=Event.SUSPENDED, reason="Audit", now=NOW)
    assert free == [True, True, True]
    with transaction.atomic():
        told = list(LogEntry.objects.order_by("sequence").values_list("event", "reference"))
    assert [event for event, _reference in told[-4:]] == ["issued", "replaced", "scope_reduced", "suspended"]
    assert told[-3][1] == one.reference


def _log_is_free() -> bool:
    """Whether this transaction has not yet taken the log's own lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks"
            " WHERE locktype = 'advisory' AND classid = 7204519 AND objid = 1 AND pid = pg_backend_pid()"
        )
        return bool(cursor.fetchone() == (0,))
