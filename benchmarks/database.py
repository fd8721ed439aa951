"""A cluster of one's own for a benchmark, and what the real stack asks of it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jawda.site.commands.environment import framework
from jawda.site.database import EmbeddedDatabase, Login
from jawda.site.database.logins import VARIABLES


@contextmanager
def prepared() -> Iterator[EmbeddedDatabase]:
    """An embedded PostgreSQL with the tables, the framework connected to it as the application."""
    with tempfile.TemporaryDirectory(prefix="jawda-bench-") as name:
        Path(name).chmod(0o755)
        with EmbeddedDatabase(Path(name) / "database") as database:
            os.environ.update({VARIABLES[login]: url for login, url in database.urls.items()})
            os.environ |= {"JAWDA_DATA": name, "JAWDA_LOG_LEVEL": "ERROR"}
            subprocess.run([sys.executable, "-m", "jawda.site.command_line", "migrate"], check=True)
            framework(Login.APP)
            yield database


def queries_of(work: Callable[[], object]) -> int:
    """Statements after one run to warm up; beginning and ending a transaction are no questions to the database."""
    from django.db import connection  # noqa: PLC0415 - after set-up
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - after set-up

    work()
    with kept(connection), CaptureQueriesContext(connection) as captured:
        work()
    frames = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
    return len([item for item in captured.captured_queries if not item["sql"].startswith(frames)])


@contextmanager
def kept(connection: Any) -> Iterator[None]:
    """The test client closes connections after each request, and with them what was captured."""
    former, connection.close_if_unusable_or_obsolete = connection.close_if_unusable_or_obsolete, lambda: None
    try:
        yield
    finally:
        connection.close_if_unusable_or_obsolete = former
