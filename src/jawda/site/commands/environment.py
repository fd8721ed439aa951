"""What a command needs before it can speak to the database."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path

import psycopg

from jawda.site.commands.supervision import Child, bound_command
from jawda.site.database import DatabaseRefused, EmbeddedDatabase, Login, ensure, urls_from_environment
from jawda.site.database.logins import VARIABLES
from jawda.site.database.providers import cluster_major


def data_folder() -> Path:
    """``JAWDA_DATA``, or ``var`` in the present folder."""
    return Path(os.environ.get("JAWDA_DATA", "var")).absolute()


def database(*needed: Login) -> EmbeddedDatabase | None:
    """Make the URLs stand in the environment: those given, or those of the embedded cluster, started if need be.

    ``needed``: the logins that the command connects with (default: the application's).
    """
    if urls_from_environment(os.environ, needed=needed or (Login.APP,)) is not None:
        return None
    found = ensure(data_folder() / "database")
    os.environ.update({VARIABLES[login]: url for login, url in found.urls.items()})
    return found


def has_database() -> bool:
    """Whether there is anything stored at all: an external server, or an embedded cluster already made."""
    return urls_from_environment(os.environ) is not None or cluster_major(data_folder() / "database") is not None


def store() -> None:
    """A database with its tables, and the framework as the application's login: what stored referentials need.

    An embedded cluster that has no tables yet is brought to this version first; an external server is its operator's.
    """
    cluster = database()
    if cluster is not None and not _has_tables():
        sys.stderr.write("The database is being prepared, once.\n")
        with Child("preparation", bound_command("migrate")) as preparation:
            if preparation.wait():
                raise DatabaseRefused("The database could not be prepared; `jawda doctor` says more.")
    framework()


def _has_tables() -> bool:
    with closing(psycopg.connect(os.environ[VARIABLES[Login.APP]], connect_timeout=10)) as connection:
        row = connection.execute("SELECT to_regclass('public.django_migrations') IS NOT NULL").fetchone()
    return bool(row and row[0])


def framework(login: Login = Login.APP) -> None:
    """Set Django up with one login, for the life of this process."""
    os.environ["JAWDA_LOGIN"] = login
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jawda.site.settings")
    import django  # noqa: PLC0415 - only the commands that need it pay for it

    django.setup()


def require_bound_login() -> None:
    """``DatabaseRefused`` where row-level security does not bind our login: it must not serve people.

    The other logins have policies of their own, so only the application's will do.
    """
    from django.db import connection  # noqa: PLC0415 - after set-up

    from jawda.foundation.tenancy.grants import unsafe_login  # noqa: PLC0415 - after set-up

    fault = unsafe_login()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (name,) = cursor.fetchone()
    connection.close()
    if not fault and name != Login.APP:
        fault = f"login {name} is not the application's; the application must use the login {Login.APP}"
    if fault:
        raise DatabaseRefused(fault)
