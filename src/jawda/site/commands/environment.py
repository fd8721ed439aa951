"""What a command needs before it can speak to the database."""

from __future__ import annotations

import os
from pathlib import Path

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

    from jawda.foundation.tenancy.grants import unsafe_login  # noqa: PLC0415

    fault = unsafe_login()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (name,) = cursor.fetchone()
    connection.close()
    if not fault and name != Login.APP:
        fault = f"login {name} is not the application's; the application must use the login {Login.APP}"
    if fault:
        raise DatabaseRefused(fault)
