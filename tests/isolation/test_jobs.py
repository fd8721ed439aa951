"""A job names one organisation and nothing else, and the real worker runs it on that organisation's behalf."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from psycopg.conninfo import make_conninfo
from tests.conftest import CLUSTER
from tests.foundation.jobs import a_task
from tests.isolation.recipes_recognition import ATTESTING
from tests.isolation.world import World

from jawda.apps.diagnostics.models import Assessment
from jawda.foundation.jobs import UnknownJob, defer
from jawda.foundation.tenancy.context import acting
from jawda.site.database import Login
from jawda.site.database.logins import VARIABLES

ROOT = Path(__file__).resolve().parents[2]
WORKER = (
    "import django; django.setup(); import tests.foundation.jobs.a_task; "
    "from django.core.management import call_command; "
    "call_command('procrastinate', 'worker', wait=False, verbosity=0)"
)


@pytest.fixture
def committed(world: World, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock():
        yield world


def work(world: World, folder: Path) -> subprocess.CompletedProcess[str]:
    """The worker as it is started in production, by the application's login, until nothing is left to do."""
    urls = {VARIABLES[login]: make_conninfo(url, dbname=world.database.name) for login, url in CLUSTER.urls.items()}
    environment = {
        **os.environ, **urls, "JAWDA_DATA": str(folder), "JAWDA_SECRET_KEY": "tests", "JAWDA_LOGIN": Login.APP,
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "DJANGO_SETTINGS_MODULE": "jawda.site.settings",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-c", WORKER], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def jobs(world: World) -> list[dict[str, Any]]:
    return [row for row in world.database.rows("procrastinate_jobs") if row["task_name"].startswith("tests.")]


def test_the_worker_acts_for_the_organisation_that_the_job_names(committed: World, tmp_path: Path) -> None:
    titles = {}
    for name in ("A1", "A2"):
        home = committed.tenants[name].pk
        with transaction.atomic(), acting(organisation_id=home):
            titles[str(home)] = sorted(Assessment.objects.values_list("title", flat=True))
            assert defer("tests.write_down_titles", organisation_id=home) > 0
    with transaction.atomic():
        defer("tests.write_and_fail", organisation_id=committed.tenants["B1"].pk)
    answer = work(committed, tmp_path)
    assert answer.returncode == 0, answer.stderr
    done = {row["args"]["organisation_id"]: row["status"] for row in jobs(committed)}
    assert done == {**dict.fromkeys(titles, "succeeded"), str(committed.tenants["B1"].pk): "failed"}
    entries = [row for row in committed.database.rows("audit_auditentry") if row["action"].startswith("tests.titles")]
    written = {row["organisation_id"]: json.loads(row["content"]) for row in entries}
    assert {home: entry["details"]["titles"] for home, entry in written.items()} == titles
    assert {home: entry["details"]["seen"] for home, entry in written.items()} == titles
    assert {entry["by"] for entry in written.values()} == {None}
    trail = committed.database.rows("audit_auditentry")
    assert [row for row in trail if row["action"] == "tests.failed"] == [], "a failed job leaves nothing"
    assert committed.canaries.found_in(answer.stdout + answer.stderr) <= {
        str(committed.tenants[name].pk) for name in ("A1", "A2", "B1", *ATTESTING)
    }, "those for whom a job ran: bodies that attest have papers to be printed"


def test_the_queue_holds_an_organisations_id_and_nothing_else(committed: World) -> None:
    """Its table has no policy: whoever reads it learns that a job of this name ran for this id."""
    for row in jobs(committed):
        assert set(row["args"]) == {"organisation_id"}
        found = committed.canaries.found_in(json.dumps(row))
        assert found <= {row["args"]["organisation_id"]}


@pytest.mark.django_db
def test_a_job_is_queued_with_the_transaction_that_asked_for_it(world: World) -> None:
    home = world.tenants["B2"].pk
    before = len(jobs(world))
    with transaction.atomic():
        defer("tests.write_down_titles", organisation_id=home)
        transaction.set_rollback(True)
    assert len(jobs(world)) == before


@pytest.mark.django_db
def test_the_same_job_does_not_wait_twice(world: World) -> None:
    home = world.tenants["B2"].pk
    assert defer("tests.write_down_titles", organisation_id=home) > 0
    assert defer("tests.write_down_titles", organisation_id=home) == 0
    assert defer("tests.write_down_titles", organisation_id=world.tenants["B1"].pk) > 0


@pytest.mark.django_db
def test_a_name_that_no_task_has_is_refused(world: World) -> None:
    with pytest.raises(UnknownJob):
        defer("tests.nothing", organisation_id=world.tenants["B2"].pk)


def test_no_task_takes_more_than_an_organisation() -> None:
    """Periodic ones are given the time, and act for nobody until they say for whom."""
    assert a_task.write_down_titles
    for name, task in app.tasks.items():
        if name.startswith(("builtin:", "procrastinate.")):
            continue
        taken = set(inspect.signature(task.func, follow_wrapped=False).parameters)
        assert taken in ({"organisation_id"}, {"timestamp"}, {"context", "timestamp"}), name
