"""What the operator is told."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from jawda.site.database import EmbeddedDatabase, Login, diagnose
from jawda.site.database.logins import VARIABLES

PLAIN = {"PATH": os.environ.get("PATH", os.defpath)}


def test_a_healthy_database_has_nothing_wrong(running: EmbeddedDatabase) -> None:
    found = {item.name: item for item in diagnose(PLAIN, running.folder)}
    assert [item for item in found.values() if not item.ok] == []
    assert list(found) == [
        "provider", "disk", "server", "socket", "version", "encoding", "arabic",
        *(f"login {login}" for login in VARIABLES),
    ]  # fmt: skip
    assert "the package that comes with Jawda" in found["provider"].sentence
    assert "written by PostgreSQL 18" in found["provider"].sentence
    assert "Another process runs it" in found["server"].sentence
    assert all(item.sentence.endswith(".") for item in found.values())


def test_nothing_is_made_by_looking(tmp_path: Path) -> None:
    found = diagnose(PLAIN, tmp_path / "data")
    assert [item.name for item in found] == ["provider", "disk", "cluster"]
    assert all(item.ok for item in found)
    assert not (tmp_path / "data").exists()


def test_a_full_disk_is_said_before_the_first_start(tmp_path: Path) -> None:
    wanted = str(shutil.disk_usage(tmp_path).free * 2)
    disk = diagnose({**PLAIN, "JAWDA_DATABASE_SPACE": wanted}, tmp_path)[1]
    assert (disk.name, disk.ok) == ("disk", False)


def test_a_refusal_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "cluster").mkdir()
    (tmp_path / "cluster" / "PG_VERSION").write_text("14\n")
    (only,) = diagnose(PLAIN, tmp_path)
    assert not only.ok
    assert "written by PostgreSQL 14" in only.sentence


def test_an_external_server_is_asked_by_each_login(running: EmbeddedDatabase, tmp_path: Path) -> None:
    given = {VARIABLES[login]: url for login, url in running.urls.items()}
    assert [item for item in diagnose(given, tmp_path) if not item.ok] == []


def test_an_owner_given_as_the_application_is_found_out(running: EmbeddedDatabase, tmp_path: Path) -> None:
    owner = running.urls[Login.OWNER]
    found = {item.name: item for item in diagnose({"DATABASE_URL": owner, "DATABASE_URL_OWNER": owner}, tmp_path)}
    assert not found["login jawda_app"].ok
    assert "owns the database" in found["login jawda_app"].sentence
    assert found["login jawda_owner"].ok
    assert "DATABASE_URL_STEERING" in found["urls"].sentence


@pytest.mark.parametrize("url", ["postgresql://jawda_app@/jawda?host=/nowhere", "no url at all"])
def test_a_server_that_is_not_there_is_said(tmp_path: Path, url: str) -> None:
    bad = [item for item in diagnose(dict.fromkeys(VARIABLES.values(), url), tmp_path) if not item.ok]
    assert bad
    assert all("Traceback" not in item.sentence for item in bad)
