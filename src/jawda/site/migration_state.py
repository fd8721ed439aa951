"""Whether the database is at this version: the migrations of the program against those noted as applied.

One of the files where raw SQL is allowed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TypeAlias

from django.db import connection
from django.db.migrations.loader import MigrationLoader

Name: TypeAlias = tuple[str, str]


@cache
def known() -> Mapping[Name, tuple[Name, ...]]:
    """Every migration of this version by application and name, with those it replaces; read from its files once."""
    return {name: tuple(item.replaces) for name, item in MigrationLoader(None).disk_migrations.items()}


def pending() -> list[str]:
    """What ``jawda migrate`` would apply, in the order of names; two queries."""
    done = _applied()
    for name, replaced in known().items():
        if replaced and (name in done or done.issuperset(replaced)):
            done |= {name, *replaced}
    return sorted(f"{label}.{name}" for label, name in known().keys() - done)


def _applied() -> set[Name]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.django_migrations') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return set()
        cursor.execute("SELECT app, name FROM django_migrations")
        return set(cursor.fetchall())
