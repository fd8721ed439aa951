"""One throw-away cluster for the whole run; tests act as the application's login, never as the owner."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created
from hypothesis import settings as hypothesis_settings
from psycopg.conninfo import conninfo_to_dict

from jawda.site.assets import compile_catalogues
from jawda.site.database import EmbeddedDatabase, Login
from jawda.site.database.logins import VARIABLES

# how long an example takes says more of what else the machine does than of the code: benchmarks measure that
hypothesis_settings.register_profile("jawda", deadline=None)
hypothesis_settings.load_profile("jawda")

compile_catalogues(settings.PACKAGE)  # before anything is translated: Django keeps what it read first

_folder = tempfile.TemporaryDirectory(prefix="jawda-tests-")
Path(_folder.name).chmod(0o755)
CLUSTER = EmbeddedDatabase(Path(_folder.name) / "database")
CLUSTER.start()
atexit.register(CLUSTER.stop)
os.environ.update({VARIABLES[login]: url for login, url in CLUSTER.urls.items()})

_parts = conninfo_to_dict(CLUSTER.urls[Login.OWNER])
settings.DATABASES["default"] |= {
    "NAME": _parts["dbname"],
    "USER": _parts["user"],
    "PASSWORD": _parts["password"],
    "HOST": _parts["host"],
}
settings.STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
settings.ACCOUNT_RATE_LIMITS = False
# what makes a password dear to guess makes each of a thousand tests' people dear to make; servers that tests start as
# processes of their own keep the real one
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.API_REQUESTS_BY_TOKEN = settings.API_REQUESTS_BY_ADDRESS = 10**9
settings.FILES_FOLDER = Path(_folder.name) / "files"
settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


def _act_as_app(sender: Any, connection: Any, **_: Any) -> None:
    """On the test database only: creating and dropping it is the owner's."""
    if str(connection.settings_dict["NAME"]).startswith("test_"):
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE jawda_app")


@pytest.fixture(scope="session")
def cluster() -> EmbeddedDatabase:
    return CLUSTER


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Rights and built-in referentials as owner; every later connection acts as the application."""
    from jawda.apps.referentials import store
    from jawda.apps.referentials.mappings import keep_built_in_mappings
    from jawda.foundation.tenancy import grants

    with django_db_blocker.unblock():
        grants.apply()
        store.keep_built_in()
        keep_built_in_mappings()
        connection.close()
        connection_created.connect(_act_as_app)
    yield
    connection_created.disconnect(_act_as_app)
    with django_db_blocker.unblock():
        connection.close()


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One for the whole run: two drivers cannot share a process."""
    if CHROMIUM is None:
        pytest.skip("no Chromium was found (Debian: apt-get install chromium)")
    from django.db import connections
    from playwright.sync_api import sync_playwright

    # its driver leaves an event loop running in this thread, which Django takes for an asynchronous caller: it then
    # looks for its connections in another place, and one left open hinders whoever copies the test database
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    connections.close_all()
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()
