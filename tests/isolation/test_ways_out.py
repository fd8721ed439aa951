"""What is left behind by many attempts that are really kept: rows of others, logs, cache, sessions, error pages."""

from __future__ import annotations

import base64
import json
import logging
import pickle
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from tests.isolation.attempts import Report, Trial, plan
from tests.isolation.databases import a_copy, entered
from tests.isolation.filling import kind_of
from tests.isolation.rights import foreign
from tests.isolation.world import World, place_of

from jawda.foundation.tenancy.models import TableKind
from jawda.site.database import Login
from jawda.site.logs import JsonFormatter

ATTEMPTS = 500
WHO = ("stranger", "expert", "manager_A2", "anonymous")
"""Who tries; all others must find their rows as they were."""
TABLE_CACHE = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}}
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+")

pytestmark = pytest.mark.long


class Lines(logging.Handler):
    """Every record of every logger, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonFormatter())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def listening() -> Iterator[list[str]]:
    """At DEBUG, as with JAWDA_LOG_LEVEL; what the settings hold back, because it quotes values, stays held back."""
    handler, names = Lines(), ["", "jawda", "django", "django.server", "django.request", "procrastinate", "allauth"]
    loggers = [logging.getLogger(name) for name in names]
    former = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    loggers[0].addHandler(handler)
    assert logging.getLogger("django").propagate
    try:
        yield handler.lines
    finally:
        for logger, level in zip(loggers, former, strict=True):
            logger.setLevel(level)
            logger.removeHandler(handler)


@dataclass
class Aftermath:
    """A world in which many attempts were kept, and what was noted on the way."""

    world: World
    before: dict[tuple[str, str], str]
    after: dict[tuple[str, str], str]
    report: Report
    logs: list[str]


def rows_of_others(world: World) -> dict[tuple[str, str], str]:
    """By table and key, each row that concerns none of those who try."""
    mine = {home for name in WHO for home, right in world.identities[name].homes.items() if right.scope is None}
    people = {person.pk for name in WHO if (person := world.identities[name].person)}
    tables = {
        model: {str(row["id"]): row for row in world.database.rows(model._meta.db_table)}
        for model in apps.get_models()
        if kind_of(model) is not TableKind.GLOBAL
    }
    kept = {}
    for model, rows in tables.items():
        for key, row in rows.items():
            place = place_of(model, row, tables)
            if not (place.organisations & mine or place.persons & people):
                kept[model._meta.label, key] = json.dumps(row, sort_keys=True)
    return kept


@pytest.fixture(scope="module")
def aftermath(django_db_setup: None, django_db_blocker: Any) -> Iterator[Aftermath]:
    """With the cache in its table and the limits on tries at work, as in production."""
    if not str(connection.settings_dict["NAME"]).startswith("test_"):
        pytest.fail("run this test together with one that is marked django_db")
    with django_db_blocker.unblock(), a_copy() as database:
        with entered(database, Login.OWNER), override_settings(CACHES=TABLE_CACHE):
            call_command("createcachetable", verbosity=0)
        with database.connect(Login.OWNER) as owner:
            owner.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON shared_cache TO jawda_app")
            owner.execute("GRANT SELECT ON shared_cache TO jawda_backup")
        with entered(database), override_settings(CACHES=TABLE_CACHE, ACCOUNT_RATE_LIMITS={}):
            world = World(database).build()
            before = rows_of_others(world)
            tried = [item for item in plan(world, 30_000) if item.identity in WHO and item.method in ("GET", "POST")]
            own = [item for item in tried if (item.identity, item.handle_of, item.row_of) == ("manager_A2", "A2", "A2")]
            made = [*own, *(item for item in tried if item not in own)]
            with listening() as lines:
                cache.set("tests", "the cache is the table")
                report = Trial(world, keep=True).run(made[:ATTEMPTS])
            yield Aftermath(world, before, rows_of_others(world), report, lines)


@pytest.mark.django_db
def test_what_quotes_values_is_held_back_whatever_the_level() -> None:
    """Templates that lack a variable log their whole context, and each statement is logged with its values."""
    for name in ("django.template", "django.db.backends"):
        assert logging.getLogger(name).level == logging.INFO


def test_attempts_that_are_kept_show_nothing_of_anothers(aftermath: Aftermath) -> None:
    assert aftermath.report.faults == []
    assert aftermath.report.attempts == ATTEMPTS


def test_others_rows_are_as_they_were(aftermath: Aftermath) -> None:
    """Read whole by the login for backups, before and after: none changed, none gone, none new."""
    assert len(aftermath.before) > 250
    assert {key: aftermath.after.get(key) for key in aftermath.before} == aftermath.before
    ids = {str(row.pk) for row in aftermath.world.tenants.values()}
    for label, key in aftermath.after.keys() - aftermath.before.keys():
        row = json.loads(aftermath.after[label, key])  # of an organisation that was registered on the way
        assert not ids & set(map(str, row.values())), (label, row)


def test_something_was_written_at_all(aftermath: Aftermath) -> None:
    """Else the test above would prove nothing."""
    home = str(aftermath.world.tenants["A2"].pk)
    actions = [
        row["action"] for row in aftermath.world.database.rows("audit_auditentry") if row["organisation_id"] == home
    ]
    assert [action for action in actions if not action.startswith("tests.")] != [], aftermath.report


def test_logs_hold_no_canary_no_key_and_no_address(aftermath: Aftermath) -> None:
    """At DEBUG: no text, no name, no handle, no e-mail address; of ids only the organisation's, which says nothing."""
    ids = {str(row.pk) for row in aftermath.world.tenants.values()}
    assert len(aftermath.logs) >= ATTEMPTS
    assert [line for line in aftermath.logs if aftermath.world.canaries.found_in(line) - ids][:5] == []
    assert {address for line in aftermath.logs for address in _ADDRESS.findall(line)} == set()


def test_the_cache_holds_nothing_of_an_organisation(aftermath: Aftermath) -> None:
    rows = read(aftermath, "shared_cache")
    assert rows
    for row in rows:
        value = pickle.loads(base64.b64decode(row["value"]))
        text = f"{row['cache_key']} {value!r}"
        found = aftermath.world.canaries.found_in(text)
        assert {token for token in found if token.startswith("zq")} == set()  # a limit counts by a person's id
        assert not _ADDRESS.search(text)


def test_a_session_holds_nothing_of_an_organisation(aftermath: Aftermath) -> None:
    """Its table has no policy: what stands there is read before anyone is known."""
    rows = read(aftermath, "django_session")
    assert rows
    people = {str(item.person.pk): item for item in aftermath.world.identities.values() if item.person}
    for row in rows:
        data = SessionStore().decode(row["session_data"])
        data.pop("account_reauthentication_state", None)  # the request that the person made, to be repeated
        found = aftermath.world.canaries.found_in(json.dumps(data))
        person = people.get(data.get("_auth_user_id", ""))
        assert not found or (person and not foreign(aftermath.world, person, found, None)), data


def test_the_queue_holds_no_value(aftermath: Aftermath) -> None:
    for row in read(aftermath, "procrastinate_jobs"):
        assert set(row["args"]) <= {"organisation_id", "timestamp"}


def read(aftermath: Aftermath, table: str) -> list[dict[str, Any]]:
    return aftermath.world.database.rows(table)
