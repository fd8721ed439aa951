"""Counting a database at one moment, and emptying one that could not be filled. One of the files where raw SQL is
allowed; needs no framework, and no table of this version.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, cast

import psycopg
from psycopg import sql

from jawda.site.backups.manifest import Head, State
from jawda.site.database import DatabaseRefused, Login

_TABLES: Final = (
    "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,"
    " has_table_privilege(c.oid, 'SELECT') AND (NOT c.relrowsecurity OR EXISTS (SELECT 1 FROM pg_policy p"
    "  WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd IN ('r', '*')"
    "  AND p.polroles @> ARRAY[(SELECT oid FROM pg_roles WHERE rolname = current_user)]"
    "  AND pg_get_expr(p.polqual, p.polrelid) = 'true'))"
    " FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT EXISTS"
    " (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY c.relname"
)
_TRIGGERS: Final = "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
_HEADS: Final = (
    "SELECT o.id::text, o.handle, coalesce(e.entries, 0), coalesce(e.head, repeat('0', 64))"
    " FROM organisations_organisation o LEFT JOIN (SELECT organisation_id, count(*) AS entries,"
    " encode((array_agg(hash ORDER BY sequence DESC))[1], 'hex') AS head FROM audit_auditentry GROUP BY 1) e"
    " ON e.organisation_id = o.id ORDER BY o.handle"
)
_FILES: Final = "SELECT organisation_id::text, sha256 FROM files_storedfile ORDER BY 1, 2"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A moment that ``pg_dump`` can be told to read, and what was counted at it."""

    name: str
    state: State
    files: list[tuple[str, str]]
    """Organisation and hash of each stored file."""


@contextmanager
def snapshot(url: str) -> Iterator[Snapshot]:
    """As the login for backups. It lasts as long as the block; the server goes on meanwhile.

    ``DatabaseRefused`` where there are no tables, or one that this login does not see whole.
    """
    with _reading(url) as connection:
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        state = _state(connection)
        yield Snapshot(str(row and row[0]), state, _files(connection, state))


def state_of(url: str) -> State:
    """What stands in a database, as the login for backups."""
    with _reading(url) as connection:
        return _state(connection)


@contextmanager
def _reading(url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(url, connect_timeout=10) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield connection


def _state(connection: psycopg.Connection) -> State:
    tables = connection.execute(_TABLES).fetchall()
    if not any(name == "django_migrations" for name, *_ in tables):
        raise DatabaseRefused("The database has no tables yet: nothing is there to back up.")
    unseen = [name for name, _, whole in tables if not whole]
    if unseen:
        raise DatabaseRefused(
            f"The login {Login.BACKUP} does not see these tables whole: {', '.join(unseen)}. A backup without them "
            "would be none. Run `jawda migrate`, which gives it its rights; DATABASE_URL_BACKUP must name that login."
        )
    names = [str(name) for name, *_ in tables]
    migrations = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    return State(
        postgresql=str(_one(connection, "SELECT current_setting('server_version')")),
        major=connection.info.server_version // 10_000,
        tables={name: _count(connection, name) for name in names},
        isolated=sum(bool(isolated) for _, isolated, _ in tables),
        policies=int(str(_one(connection, "SELECT count(*) FROM pg_policy"))),
        triggers=int(str(_one(connection, _TRIGGERS))),
        migrations=[str(name) for (name,) in migrations],
        heads=_heads(connection) if {"audit_auditentry", "organisations_organisation"} <= set(names) else [],
    )


def _heads(connection: psycopg.Connection) -> list[Head]:
    return [
        Head(str(key), str(handle), int(number), str(head)) for key, handle, number, head in connection.execute(_HEADS)
    ]


def _files(connection: psycopg.Connection, state: State) -> list[tuple[str, str]]:
    if "files_storedfile" not in state.tables:
        return []
    return [(str(organisation), str(sha256)) for organisation, sha256 in connection.execute(_FILES)]


def _count(connection: psycopg.Connection, table: str) -> int:
    row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    return int(row[0]) if row else 0


def _one(connection: psycopg.Connection, query: str) -> object:
    row = connection.execute(cast("sql.SQL", query)).fetchone()
    return row[0] if row else None


def major_of(url: str) -> int:
    """The server's major version."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        return connection.info.server_version // 10_000


_OBJECTS: Final = """
SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
  c.oid::regclass::text FROM pg_class c
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND c.relnamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
UNION ALL
SELECT CASE p.prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END,
  p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
UNION ALL
SELECT 'TYPE', t.oid::regtype::text FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE t.typnamespace = 'public'::regnamespace AND (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c')
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
"""


def holds(url: str) -> list[str]:
    """What stands in the schema besides extensions, by name; empty where one may restore into it."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        return sorted(str(name) for _, name in connection.execute(_OBJECTS))


def empty(url: str) -> None:
    """As owner: take away everything but the extensions. Only for a database that was found empty before."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        for kind, name in connection.execute(_OBJECTS).fetchall():
            # kinds are this file's constants; names come quoted from PostgreSQL
            connection.execute(cast("sql.SQL", f"DROP {kind} IF EXISTS {name} CASCADE"))
