"""The server refuses to start as anyone but the application. Each login really connects, with its password."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from tests.isolation.databases import Database, a_copy, entered

from jawda.foundation.tenancy.grants import unsafe_login
from jawda.site.database import Login


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


@pytest.mark.django_db
def test_the_test_database_is_safe_too() -> None:
    assert unsafe_login() is None
