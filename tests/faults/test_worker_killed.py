"""kill -9 of a worker in the middle of a job: the next worker does it, once, and nothing of the first is left."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from psycopg.conninfo import make_conninfo
from tests.conftest import CLUSTER
from tests.factories import a_member
from tests.faults.running import SOURCE, wait_for
from tests.foundation.jobs import a_task
from tests.isolation.databases import a_copy, entered

from jawda.foundation.jobs import defer
from jawda.site.database import Login
from jawda.site.database.logins import VARIABLES

pytestmark = pytest.mark.long
WORKER = (
    "import django; django.setup(); import tests.foundation.jobs.a_task; "
    "from django.core.management import call_command; call_command('procrastinate', 'worker', verbosity=0)"
)


@pytest.mark.django_db
def test_every_worker_looks_for_them_each_minute() -> None:
    (found,) = [item for item in app.periodic_registry.periodic_tasks.values() if "stalled" in item.task.name]
    assert found.cron == "* * * * *"


def test_a_job_of_a_killed_worker_is_done_by_the_next(
    django_db_setup: None, django_db_blocker: Any, tmp_path: Path
) -> None:
    assert a_task.end_only_the_second_time
    with django_db_blocker.unblock(), a_copy() as database, entered(database):
        with transaction.atomic():
            home = a_member("Essai").organisation.pk
            defer("tests.end_only_the_second_time", organisation_id=home)
        urls = {VARIABLES[login]: make_conninfo(url, dbname=database.name) for login, url in CLUSTER.urls.items()}
        environment = {
            **os.environ, **urls, "JAWDA_DATA": str(tmp_path), "JAWDA_SECRET_KEY": "tests", "JAWDA_LOGIN": Login.APP,
            "PYTHONPATH": f"{SOURCE}:{Path(SOURCE).parent}", "DJANGO_SETTINGS_MODULE": "jawda.site.settings",
        }  # fmt: skip

        def state() -> str:
            (job,) = [row for row in database.rows("procrastinate_jobs") if row["task_name"].startswith("tests.end")]
            return str(job["status"])

        def written() -> int:
            return len([row for row in database.rows("audit_auditentry") if row["action"] == "tests.taken_up"])

        first = subprocess.Popen([sys.executable, "-c", WORKER], env=environment, start_new_session=True)
        try:
            assert wait_for((tmp_path / "begun").exists, 60)
        finally:
            first.kill()
            first.wait(10)
        assert (state(), written()) == ("doing", 0)
        second = subprocess.Popen([sys.executable, "-c", WORKER], env=environment, start_new_session=True)
        try:
            assert wait_for(lambda: state() == "succeeded", 180), state()
        finally:
            second.terminate()
            second.wait(30)
        assert written() == 1
