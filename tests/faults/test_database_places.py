"""Folders and versions that would cost a newcomer an evening: long, full, older, opened by another major."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from jawda.site.database import DatabaseRefused, EmbeddedDatabase, Login, processes

PLAIN = {"PATH": os.environ.get("PATH", os.defpath)}
SYSTEM_15 = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="jawda-place-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.long
def test_a_long_path_with_blanks_and_arabic(open_folder: Path) -> None:
    """A socket's path may have 107 bytes; a person's folders know no bound."""
    folder = open_folder / "Données de l’écosystème qualité" / "جودة القطاع" / ("a" * 90) / "it's"
    with EmbeddedDatabase(folder, environment=PLAIN) as database:
        assert len(os.fsencode(folder)) > 150
        psycopg.connect(database.urls[Login.APP]).close()


def test_no_space_is_said_with_how_much_is_there(open_folder: Path) -> None:
    wanted = shutil.disk_usage(open_folder).free * 2
    with pytest.raises(DatabaseRefused, match=r"^\d+ MB are free .* wants \d+ MB"):
        EmbeddedDatabase(open_folder, environment={**PLAIN, "JAWDA_DATABASE_SPACE": str(wanted)}).start()
    assert not (open_folder / "cluster").exists()
    assert not (open_folder / "cluster.new").exists()


@pytest.mark.long
def test_an_older_cluster_is_opened_by_its_own_binaries_and_by_no_other(open_folder: Path) -> None:
    if not (SYSTEM_15 / "initdb").exists():
        pytest.skip("the system's PostgreSQL 15 is not installed")
    older = {**PLAIN, "JAWDA_POSTGRESQL": str(SYSTEM_15)}
    with (
        EmbeddedDatabase(open_folder, environment=older) as database,
        psycopg.connect(database.urls[Login.OWNER]) as connection,
    ):
        connection.execute("CREATE TABLE kept AS SELECT 'المدرسة' AS word")
    with EmbeddedDatabase(open_folder, environment=PLAIN) as database:
        assert database.provider
        assert (database.provider.name, database.provider.major) == ("system", 15)
        with psycopg.connect(database.urls[Login.OWNER]) as connection:
            assert connection.execute("SELECT word FROM kept").fetchone() == ("المدرسة",)
    version = open_folder / "cluster" / "PG_VERSION"
    version.write_text("14\n")
    with pytest.raises(DatabaseRefused, match="written by PostgreSQL 14"):
        EmbeddedDatabase(open_folder, environment=PLAIN).start()
    assert processes.residents(open_folder / "cluster") == ()
