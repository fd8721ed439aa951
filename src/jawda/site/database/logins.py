"""The five logins: their names, their URLs, their passwords."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

from jawda.site.database.errors import DatabaseRefused

DATABASE = "jawda"
SUPERUSER = "postgres"


class Login(StrEnum):
    """Who connects, and for what."""

    OWNER = "jawda_owner"
    """Owns database, schema and tables; migrations."""
    APP = "jawda_app"
    """The application: bound by row-level security."""
    PUBLISHER = "jawda_publisher"
    """The wave's job: reads by its own policies, writes releases."""
    STEERING = "jawda_steering"
    """Reads releases, nothing else."""
    BACKUP = "jawda_backup"
    """Reads all by its own policies, writes nothing."""


VARIABLES: Mapping[Login, str] = {
    Login.APP: "DATABASE_URL",
    Login.OWNER: "DATABASE_URL_OWNER",
    Login.PUBLISHER: "DATABASE_URL_PUBLISHER",
    Login.STEERING: "DATABASE_URL_STEERING",
    Login.BACKUP: "DATABASE_URL_BACKUP",
}


def missing_variables(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Which of the five environment values are not given.

    >>> missing_variables({"DATABASE_URL": "postgresql://a", "DATABASE_URL_OWNER": "postgresql://b"})
    ('DATABASE_URL_PUBLISHER', 'DATABASE_URL_STEERING', 'DATABASE_URL_BACKUP')
    """
    return tuple(name for name in VARIABLES.values() if not environment.get(name))


def urls_from_environment(
    environment: Mapping[str, str], *, needed: Sequence[Login] = (Login.APP,)
) -> dict[Login, str] | None:
    """An external server's URLs, or ``None`` where none is given.

    ``DatabaseRefused`` where some are given and one of ``needed`` is not: who serves people needs the application's
    alone, who migrates the owner's. ``jawda doctor`` reports all that are missing.
    """
    given = {login: environment[name] for login, name in VARIABLES.items() if environment.get(name)}
    if not given:
        return None
    missing = [VARIABLES[login] for login in needed if login not in given]
    if missing:
        raise DatabaseRefused(
            "An external server takes one URL for each login "
            f"(given: {', '.join(VARIABLES[login] for login in given)}; missing for this command: "
            f"{', '.join(missing)}). Set what is missing, or none of them to use the embedded database."
        )
    return given


def passwords(file: Path) -> dict[str, str]:
    """The passwords kept in ``file`` (mode 0600), made at the first call; a login that lacks one gets it."""
    try:
        found = json.loads(file.read_text())
    except FileNotFoundError:
        found = {}
    except PermissionError:
        raise DatabaseRefused(
            f"{file} cannot be read: it belongs to another account (user number {file.stat().st_uid}). "
            "Run as the account that started the database first, or choose another folder with JAWDA_DATA."
        ) from None
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise DatabaseRefused(f"{file} is damaged. Remove it: new passwords are made at the next start.")
    lacking = [name for name in (SUPERUSER, *map(str, Login)) if name not in found]
    if lacking:
        found |= {name: secrets.token_urlsafe(24) for name in lacking}
        fresh = file.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
            json.dump(found, stream, indent=1)
        fresh.rename(file)
    return {str(name): value for name, value in found.items()}


def url(login: str, password: str, socket_folder: Path, database: str = DATABASE) -> str:
    """A libpq URL over the Unix socket in ``socket_folder``.

    >>> url("jawda_app", "secret", Path("/tmp/jawda-1"))
    'postgresql://jawda_app:secret@/jawda?host=%2Ftmp%2Fjawda-1'
    """
    return f"postgresql://{login}:{quote(password, safe='')}@/{database}?host={quote(str(socket_folder), safe='')}"
