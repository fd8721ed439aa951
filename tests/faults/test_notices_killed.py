"""kill -9 of a worker between any two statements: each notice is mailed at least once and at most twice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from psycopg.conninfo import make_conninfo
from tests.conftest import CLUSTER
from tests.factories import a_member
from tests.faults.running import SOURCE
from tests.isolation.databases import a_copy, entered

from jawda.apps.organisations.notices import ACCEPTED
from jawda.foundation.notices import domain
from jawda.foundation.notices.models import Channel
from jawda.foundation.tenancy.context import acting
from jawda.site.database import Login
from jawda.site.database.logins import VARIABLES

pytestmark = pytest.mark.long
WORKER = """
import os, signal, sys, time
from datetime import timedelta
from uuid import UUID
import django; django.setup()
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from jawda.foundation.notices import sending
from jawda.foundation.notices.models import Mailing, Notice
from jawda.foundation.tenancy.context import acting
settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
settings.EMAIL_FILE_PATH = sys.argv[2]
sending.LEASE = timedelta(milliseconds=50)

def work(last):
    seen = 0
    def counted(execute, *given):
        nonlocal seen
        seen += 1
        if seen == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*given)
    with connection.execute_wrapper(counted):
        sending.send_all(UUID(sys.argv[1]))
    os._exit(0)

def run(last):
    child = os.fork()
    if not child:
        work(last)
    return os.waitpid(child, 0)[1]

def nobody_writes():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL)"
        )
        return cursor.fetchone()[0]

def is_taken():
    with transaction.atomic(), acting(organisation_id=UUID(sys.argv[1])):
        return Notice.objects.filter(mailing=Mailing.SENDING, lease_until__gt=timezone.now()).exists()

killed = run(int(sys.argv[3]))
deadline = time.monotonic() + 20
while not nobody_writes() or is_taken():  # the server has yet to see that it is gone; then its lease ends
    assert time.monotonic() < deadline
    time.sleep(0.01)
connection.close()  # none is shared with a child
assert run(0) == 0
print("killed" if killed else "done")
"""


def test_no_mail_is_lost_and_none_comes_a_third_time(
    django_db_setup: None, django_db_blocker: Any, tmp_path: Path
) -> None:
    with django_db_blocker.unblock(), a_copy() as database, entered(database):
        with transaction.atomic():
            mine = a_member("Essai")
        urls = {VARIABLES[login]: make_conninfo(url, dbname=database.name) for login, url in CLUSTER.urls.items()}
        environment = {
            **os.environ, **urls, "JAWDA_DATA": str(tmp_path), "JAWDA_SECRET_KEY": "tests", "JAWDA_LOGIN": Login.APP,
            "PYTHONPATH": SOURCE, "DJANGO_SETTINGS_MODULE": "jawda.site.settings",
        }  # fmt: skip
        with transaction.atomic(), acting(person_id=mine.person.pk):
            domain.choose(person_id=mine.person.pk, kind=ACCEPTED, channel=Channel.MAIL)
        counts, twice = [], 0
        for last in range(1, 200):
            with transaction.atomic(), acting(organisation_id=mine.organisation.pk):
                domain.notify(
                    kind=ACCEPTED, to=[mine.person.pk], route="home", facts={"organisation": "Essai", "mission": False}
                )
            folder = tmp_path / str(last)
            folder.mkdir()
            given = [str(mine.organisation.pk), str(folder), str(last)]
            ran = subprocess.run(
                [sys.executable, "-c", WORKER, *given], env=environment, capture_output=True, text=True, timeout=120,
                check=False,
            )  # fmt: skip
            assert ran.returncode == 0, ran.stderr
            mails = sum(path.read_text().count("Subject:") for path in folder.iterdir())
            assert 1 <= mails <= 2, (last, mails)
            twice += mails == 2
            counts.append(mails)
            if ran.stdout.strip() == "done":
                break
        assert len(counts) > 15, counts
        assert twice >= 1, counts  # the moment after the mail server's yes was met
