"""Files and settings of a cluster."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import psycopg
import pytest

from jawda.site.database import DatabaseRefused, EmbeddedDatabase, Login
from jawda.site.database import cluster as files

GIGABYTE = 2**30


def test_no_space_is_refused_with_figures_and_leaves_nothing(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free
    with pytest.raises(DatabaseRefused, match=r"\d+ MB are free on the disk of .*; a new database wants \d+ MB"):
        EmbeddedDatabase(tmp_path / "data", space_needed=free * 2).start()
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["lock"]


def test_the_wanted_space_is_an_environment_value() -> None:
    assert files.space_needed({}) == 1_000_000_000
    assert files.space_needed({"JAWDA_DATABASE_SPACE": "5"}) == 5
    with pytest.raises(DatabaseRefused, match="JAWDA_DATABASE_SPACE is '1 GB'; a whole number was expected"):
        files.space_needed({"JAWDA_DATABASE_SPACE": "1 GB"})


@pytest.mark.parametrize(
    ("memory", "shared"), [(GIGABYTE // 4, "32MB"), (2 * GIGABYTE, "128MB"), (64 * GIGABYTE, "256MB")]
)
def test_memory_is_sized_for_the_machine(memory: int, shared: str) -> None:
    assert files.settings({}, memory)["shared_buffers"] == shared


def test_the_number_of_connections_is_an_environment_value() -> None:
    assert files.settings({"JAWDA_DATABASE_CONNECTIONS": "25"}, GIGABYTE)["max_connections"] == "25"


@pytest.mark.parametrize(
    ("major", "platform", "expected"),
    [
        (18, "linux", "-E UTF8 --locale=C --lc-ctype=C.UTF-8 --locale-provider=builtin --builtin-locale=C.UTF-8"),
        (17, "darwin", "-E UTF8 --locale=C --lc-ctype=UTF-8 --locale-provider=builtin --builtin-locale=C.UTF-8"),
        (16, "linux", "-E UTF8 --locale=C.UTF-8"),
        (15, "darwin", "-E UTF8 --locale=C --lc-ctype=UTF-8"),
    ],
)
def test_what_initdb_is_told_about_characters(major: int, platform: str, expected: str) -> None:
    assert files.locale_arguments(major, platform) == expected.split()


def test_the_settings_that_protect_writes_hold_in_the_running_server(running: EmbeddedDatabase) -> None:
    with psycopg.connect(running.urls[Login.APP]) as connection:
        names = ("fsync", "full_page_writes", "synchronous_commit", "listen_addresses", "password_encryption")
        values = [connection.execute("SELECT current_setting(%s)", [name]).fetchone() for name in names]
    assert values == [("on",), ("on",), ("on",), ("",), ("scram-sha-256",)]


def test_a_long_log_is_put_aside(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_bytes(b"x" * (files.LONGEST_LOG + 1))
    os.close(files.open_log(tmp_path))
    assert log.stat().st_size == 0
    assert (tmp_path / "server.log.1").stat().st_size == files.LONGEST_LOG + 1
    assert log.stat().st_mode & 0o777 == 0o600


def test_the_last_error_of_the_log_is_quoted(tmp_path: Path) -> None:
    assert files.last_words(tmp_path) == "it wrote no log."
    (tmp_path / "server.log").write_text("LOG: one\nFATAL: two\nLOG: three\n")
    assert files.last_words(tmp_path) == "FATAL: two"
