"""What a command needs before it can speak to the database."""

from __future__ import annotations

import os
from pathlib import Path

from jawda.site.database import EmbeddedDatabase, Login, ensure, urls_from_environment
from jawda.site.database.logins import VARIABLES


def data_folder() -> Path:
    """``JAWDA_DATA``, or ``var`` in the present folder."""
    return Path(os.environ.get("JAWDA_DATA", "var")).absolute()


def database() -> EmbeddedDatabase | None:
    """Make the URLs stand in the environment: those given, or those of the embedded cluster, started if need be."""
    if urls_from_environment(os.environ) is not None:
        return None
    found = ensure(data_folder() / "database")
    os.environ.update({VARIABLES[login]: url for login, url in found.urls.items()})
    return found


def framework(login: Login = Login.APP) -> None:
    """Set Django up with one login, for the life of this process."""
    os.environ["JAWDA_LOGIN"] = login
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jawda.site.settings")
    import django  # noqa: PLC0415 - only the commands that need it pay for it

    django.setup()
