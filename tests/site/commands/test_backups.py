"""The demonstration, with a stored file, is backed up, lost, and comes back elsewhere as it was."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest
from tests.faults.running import Browser, Running
from tests.site.backups.archives import STATE, write
from tests.site.commands.conftest import Command, as_superuser, plain_environment

from jawda.site.backups import archive
from jawda.site.backups.manifest import DATABASE_MEMBER, Manifest
from jawda.site.database import EmbeddedDatabase, Login
from jawda.site.database.logins import VARIABLES
from jawda.site.demo_people import PASSWORD, SIGN_INS

pytestmark = pytest.mark.long

CONTENT = "étalonnage".encode()
SHA256 = hashlib.sha256(CONTENT).hexdigest()
UNNAMED = "0" * 64


@dataclass(frozen=True)
class Machine:
    """An installation: where its files are, and the URL of each login."""

    data: Path
    urls: dict[str, str]
    stored: Path

    @property
    def files(self) -> int:
        """What of the folder for files belongs into a backup."""
        return sum(item.name != UNNAMED for item in self.data.glob("files/??/*/*"))


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="jawda-backups-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def machine(given: dict[str, str], database: EmbeddedDatabase, data: Path) -> Machine:
    """With the demonstration's evidence, one more file of one organisation, and its small copy."""
    with closing(as_superuser(database)) as connection:
        row = connection.execute("SELECT id FROM organisations_organisation ORDER BY handle LIMIT 1").fetchone()
        assert row
        connection.execute(
            "INSERT INTO files_storedfile (id, organisation_id, name, kind, size, sha256, original_size,"
            " original_sha256, stored_at) VALUES (gen_random_uuid(), %s, 'note.txt', 'txt', %s, %s, %s, %s, now())"
            " ON CONFLICT DO NOTHING",
            [row[0], len(CONTENT), SHA256, len(CONTENT), SHA256],
        )
    stored = data / "files" / SHA256[:2] / str(row[0]) / SHA256
    stored.parent.mkdir(parents=True, exist_ok=True)
    stored.write_bytes(CONTENT)
    stored.with_name(SHA256 + ".thumbnail").write_bytes(b"small")
    (stored.parent / UNNAMED).write_bytes(b"no row names it")
    return Machine(data, given, stored)


@pytest.fixture
def made(machine: Machine, jawda: Command, folder: Path) -> Path:
    """The backup, made by the login for backups alone; once for all tests."""
    target = folder / "one.backup"
    if not target.exists():
        alone = {VARIABLES[Login.BACKUP]: machine.urls[VARIABLES[Login.BACKUP]]}
        ran = jawda("backup", target, "--json", JAWDA_DATA=str(machine.data), **alone)
        assert ran.status == 0, ran.err
        assert machine.files > 2
        assert (ran.json["files"], ran.json["missing_files"]) == (machine.files, [])
        assert ran.json["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()
        assert ran.json["organisations"] >= 20
        assert target.stat().st_mode & 0o777 == 0o600
    return target


def rows(url: str) -> dict[str, list[str]]:
    """Every row of every table, as text, as the login for backups reads it."""
    with psycopg.connect(url) as connection:
        names = connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        ).fetchall()
        query = 'SELECT t::text FROM "{}" t'
        return {
            name: sorted(str(row[0]) for row in connection.execute(query.format(name)))  # type: ignore[arg-type]
            for (name,) in names
        }


def policies(url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT tablename, policyname, permissive, roles::text, cmd, qual, with_check FROM pg_policies"
            " ORDER BY 1, 2"
        ).fetchall()


def test_what_is_restored_is_what_was_there_and_one_can_sign_in(
    machine: Machine, made: Path, jawda: Command, folder: Path
) -> None:
    """Row for row, policy for policy, byte for byte; trails hold against their heads; walls and counters work."""
    reader = machine.urls[VARIABLES[Login.BACKUP]]
    heads = jawda("audit", "heads", "-o", folder / "heads.json", **machine.urls)
    assert heads.status == 0
    ran = jawda("restore", made, "--json", JAWDA_DATA=str(folder / "new" / "data"))
    assert ran.status == 0, ran.err
    assert (ran.json["migrations"], ran.json["broken"], ran.json["files"]) == ([], [], machine.files)
    assert not ran.json["same_key"], "the key of the other machine stands in no backup"
    new = folder / "new" / "data"
    found = new / machine.stored.relative_to(machine.data)
    assert found.read_bytes() == CONTENT
    assert {item.name for item in found.parent.iterdir()} == {SHA256, SHA256 + ".thumbnail"}
    assert not list(new.glob(".jawda-restore-*"))
    assert jawda("audit", "verify", "--against", folder / "heads.json", JAWDA_DATA=str(new)).status == 0
    with EmbeddedDatabase(new / "database") as restored:
        assert rows(restored.urls[Login.BACKUP]) == rows(reader)
        assert policies(restored.urls[Login.BACKUP]) == policies(reader)
        with psycopg.connect(restored.urls[Login.APP]) as app:
            assert app.execute("SELECT count(*) FROM files_storedfile").fetchone() == (0,), "nobody acts"
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute("UPDATE audit_auditentry SET action = 'x'")
        with closing(as_superuser(restored)) as connection:
            with pytest.raises(psycopg.errors.RestrictViolation):
                connection.execute("DELETE FROM audit_auditentry")
            last = connection.execute("SELECT max(id) FROM django_content_type").fetchone()
            following = connection.execute(
                "SELECT nextval(pg_get_serial_sequence('django_content_type', 'id'))"
            ).fetchone()
            assert last
            assert following
            assert following[0] > last[0]
    with Running(folder / "new") as running:
        browser = Browser(running.port)
        browser.sign_in(SIGN_INS[0].email, PASSWORD)
        assert browser.ask("GET", "/accueil/")[0] in (200, 302)
    again = jawda("restore", made, JAWDA_DATA=str(new))
    assert (again.status, again.out) == (2, "")
    assert again.err.startswith("The database is not empty: it holds account_emailaddress")


def test_a_backup_never_replaces_a_file(machine: Machine, made: Path, jawda: Command) -> None:
    before = made.read_bytes()
    ran = jawda("backup", made, JAWDA_DATA=str(machine.data), **machine.urls)
    assert (ran.status, ran.out) == (2, "")
    assert "stands there already" in ran.err
    assert made.read_bytes() == before
    nowhere = jawda("backup", made.parent / "none" / "x", JAWDA_DATA=str(machine.data), **machine.urls)
    assert (nowhere.status, nowhere.err.count("\n")) == (2, 1)
    assert [item.name for item in made.parent.glob(".*")] == []


def test_a_stored_file_that_the_disk_lost_is_named(machine: Machine, jawda: Command, folder: Path) -> None:
    """Status 1: the rest is saved, and nobody believes the backup whole."""
    machine.stored.write_bytes(b"other bytes")
    ran = jawda("backup", folder / "lacking.backup", "--json", JAWDA_DATA=str(machine.data), **machine.urls)
    assert ran.status == 1
    assert ran.json["missing_files"] == [machine.stored.relative_to(machine.data).as_posix()]
    assert ran.json["files"] == machine.files - 2, "neither it nor its small copy"


def test_another_login_makes_no_backup(machine: Machine, jawda: Command, folder: Path) -> None:
    """The owner's and the application's see no row: such a backup would be empty, and look like one."""
    for login in (Login.OWNER, Login.APP):
        wrong = {VARIABLES[Login.BACKUP]: machine.urls[VARIABLES[login]]}
        ran = jawda("backup", folder / "wrong.backup", JAWDA_DATA=str(machine.data), **wrong)
        assert (ran.status, ran.out) == (2, "")
        assert "does not see these tables whole" in ran.err
    assert not (folder / "wrong.backup").exists()


def unpacked(made: Path, folder: Path) -> tuple[Manifest, dict[str, bytes]]:
    with tempfile.TemporaryDirectory(dir=folder) as name:
        manifest = archive.unpack(made, Path(name))
        return manifest, {member.name: (Path(name) / member.name).read_bytes() for member in manifest.members}


def is_empty(data: Path) -> bool:
    with EmbeddedDatabase(data / "database") as found, psycopg.connect(found.urls[Login.OWNER]) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    return row == (0,) and not list(data.glob("files/??/*/*")) and not list(data.glob(".jawda-restore-*"))


def test_what_cannot_be_restored_whole_leaves_nothing(made: Path, jawda: Command, folder: Path) -> None:
    manifest, contents = unpacked(made, folder)
    table = "organisations_organisation"
    fewer = replace(manifest.state, tables=manifest.state.tables | {table: manifest.state.tables[table] + 1})
    dump = contents[DATABASE_MEMBER]
    faulty = {
        "no dump": (STATE, {DATABASE_MEMBER: b"x"}, "could not be restored"),
        "half a dump": (manifest.state, contents | {DATABASE_MEMBER: dump[: len(dump) // 2]}, "could not be restored"),
        "a row less than said": (fewer, contents, f"is not what the backup says it holds ({table})"),
    }
    data = folder / "partly"
    for name, (state, members, sentence) in faulty.items():
        target = folder / f"{name}.backup"
        write(target, folder, contents=members, state=replace(state, migrations=manifest.state.migrations))
        ran = jawda("restore", target, JAWDA_DATA=str(data))
        assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1), ran.err
        assert sentence in ran.err
        assert is_empty(data), name
    ran = jawda("restore", made, JAWDA_DATA=str(data))
    assert ran.status == 0, "and the whole one still can be"


def test_a_newer_or_damaged_backup_starts_no_database(jawda: Command, tmp_path: Path) -> None:
    newer = replace(STATE, migrations=["audit.0001_initial", "audit.0099_of_tomorrow"])
    write(tmp_path / "newer", tmp_path, state=newer, program="9.0.0")
    whole = (tmp_path / "newer").read_bytes()
    (tmp_path / "cut").write_bytes(whole[:-200])
    (tmp_path / "other").write_bytes(b"PGDMP")
    for name, sentence in {
        "newer": "made by a newer Jawda (9.0.0; audit.0099_of_tomorrow is not known here)",
        "cut": "is damaged or was cut off",
        "other": "is no file of `jawda backup`",
        "none": "there is no such file",
    }.items():
        ran = jawda("restore", name)
        assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1), ran.err
        assert sentence in ran.err
        assert not (tmp_path / "data" / "database").exists()


def test_an_older_backup_is_brought_to_this_version(machine: Machine, made: Path, jawda: Command, folder: Path) -> None:
    """Restored, taken back by one migration, backed up: that file is an older version's."""
    older = folder / "older"
    assert jawda("restore", made, JAWDA_DATA=str(older)).status == 0
    with EmbeddedDatabase(older / "database") as found:
        urls = {VARIABLES[login]: url for login, url in found.urls.items()}
        environment = plain_environment(older, DJANGO_SETTINGS_MODULE="jawda.site.settings", JAWDA_LOGIN="jawda_owner")
        with closing(as_superuser(found)) as connection:
            connection.execute("TRUNCATE files_storedfile CASCADE")
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "files", "zero"],
            env={**os.environ, **environment, **urls},
            check=True,
            capture_output=True,
        )
        ran = jawda("backup", folder / "older.backup", "--json", JAWDA_DATA=str(older), **urls)
        assert ran.status == 0, ran.err
    ran = jawda("restore", folder / "older.backup", "--json", JAWDA_DATA=str(folder / "newest"))
    assert ran.status == 0, ran.err
    assert "files.0001_initial" in ran.json["migrations"]
    assert jawda("backup", folder / "newest.backup", "--json", JAWDA_DATA=str(folder / "newest")).status == 0
    assert json.loads((folder / "heads.json").read_text())
