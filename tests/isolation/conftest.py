"""The worlds of the isolation tests: separate databases of the test cluster, entered with the real logins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from tests.isolation.databases import a_copy, entered
from tests.isolation.world import World


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Both walls stand. A test marked ``django_db`` leaves it as it was; one without really writes."""
    _needs_the_test_database()
    with django_db_blocker.unblock(), a_copy() as database, entered(database):
        yield World(database).build()


@pytest.fixture(scope="module")
def world_without_policies(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The first wall is gone: only the managers and the code's own filters are left."""
    _needs_the_test_database()
    with django_db_blocker.unblock(), a_copy() as database, entered(database):
        made = World(database).build()
        database.switch_policies_off()
        yield made


def _needs_the_test_database() -> None:
    """pytest-django makes it only where some chosen test has the mark."""
    if not str(connection.settings_dict["NAME"]).startswith("test_"):
        pytest.fail("run this test together with one that is marked django_db, such as the rest of its file")
