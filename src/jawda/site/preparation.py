"""What must be done once for each version before anyone is served: tables, rights, referentials, files."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection

from jawda.apps.referentials import store
from jawda.apps.referentials.mappings import keep_built_in_mappings
from jawda.foundation.accounts import domain
from jawda.foundation.tenancy import grants
from jawda.site import assets
from jawda.site.database import Login
from jawda.site.demo_people import OPERATOR
from jawda.site.migration_state import pending


def prepare() -> list[str]:
    """As owner; safe to repeat. The migrations that were applied."""
    applied = pending()
    if applied:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    grants.apply()
    store.keep_built_in()
    keep_built_in_mappings()
    assets.build()
    return applied


def load_demonstration() -> bool:
    """As the application's login, under row-level security; ``False`` if it is there already.

    The owner's login makes the operator, which PostgreSQL refuses to the application.
    """
    from jawda.site import demo  # noqa: PLC0415 - only where it is wanted

    become(Login.APP)
    demo.keep_operator()
    become(Login.OWNER)
    domain.let_operate(email=OPERATOR, operates=True)
    become(Login.APP)
    return demo.load()


def become(login: Login) -> None:
    """From now on this process speaks to the database with that login."""
    from jawda.site.settings import database_of  # noqa: PLC0415 - after set-up

    connection.close()
    connection.settings_dict.update(database_of(login))
