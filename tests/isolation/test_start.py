"""The server refuses to start as anyone but the application. Each login really connects, with its password."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo
from tests.conftest import CLUSTER
from tests.isolation.databases import Database, a_copy, entered

from jawda.foundation.tenancy.grants import unsafe_login
from jawda.site.database import Login
from jawda.site.database.logins import VARIABLES


@pytest.fixture(scope="module")
def database(django_db_setup: None, django_db_blocker: Any) -> Iterator[Database]:
    with django_db_blocker.unblock(), a_copy() as database:
        yield database


def fault_of(database: Database, login: Login, blocker: Any, become: str = "") -> str | None:
    with blocker.unblock(), entered(database, login):
        if become:
            with connection.cursor() as cursor:
                cursor.execute(f"SET ROLE {become}")
        return unsafe_login()


def test_the_application_is_safe(database: Database, django_db_blocker: Any) -> None:
    assert fault_of(database, Login.APP, django_db_blocker) is None


@pytest.mark.parametrize(
    ("login", "words"),
    [
        (Login.OWNER, "login jawda_owner is the tables' owner"),
        (Login.BACKUP, "login jawda_backup may act as jawda_backup"),
        (Login.PUBLISHER, "login jawda_publisher may act as jawda_publisher"),
        (Login.STEERING, "login jawda_steering may act as jawda_steering"),
    ],
)
def test_any_other_login_is_refused(database: Database, django_db_blocker: Any, login: Login, words: str) -> None:
    """The login for backups owns nothing and bypasses nothing, but its policies show it all rows."""
    fault = fault_of(database, login, django_db_blocker)
    assert fault is not None
    assert fault.startswith(words)
    assert "jawda_app" in fault


@pytest.mark.parametrize("login", [Login.APP, Login.OWNER, Login.BACKUP])
def test_the_wsgi_entry_serves_as_the_application_only(database: Database, tmp_path: Path, login: Login) -> None:
    """Also where another server than ours imports it."""
    environment = {
        **os.environ, VARIABLES[login]: make_conninfo(CLUSTER.urls[login], dbname=database.name),
        "JAWDA_DATA": str(tmp_path), "JAWDA_SECRET_KEY": "tests", "JAWDA_LOGIN": login,
        "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"),
        "DJANGO_SETTINGS_MODULE": "jawda.site.settings",
    }  # fmt: skip
    entry = [sys.executable, "-c", "import jawda.site.wsgi"]
    answer = subprocess.run(entry, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (answer.returncode == 0) == (login is Login.APP), answer.stderr
    if login is not Login.APP:
        assert f"DatabaseRefused: login {login}" in answer.stderr


@pytest.mark.django_db
def test_the_test_database_is_safe_too() -> None:
    assert unsafe_login() is None
