"""Separate databases of the test cluster, made by the owner, entered with the real logins and their passwords."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import dict_row
from tests.conftest import CLUSTER

from jawda.site.database import Login

_SPY = """
CREATE FUNCTION spy() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE line jsonb := jsonb_build_object('table', TG_TABLE_NAME, 'verb', TG_OP, 'row', to_jsonb(coalesce(NEW, OLD)),
  'former', CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) END);
BEGIN
  PERFORM set_config('spy.writes', coalesce(current_setting('spy.writes', true), '') || line::text || E'\\n', true);
  RETURN NULL;
END $$
"""
"""Notes each row written in a setting of the transaction, which a rollback forgets with the row."""


class Database:
    """One such database. While it is entered, Django's connection is the login ``jawda_app`` to it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def connect(self, login: Login, **options: Any) -> psycopg.Connection[Any]:
        """A connection of one's own, as this login, with its password."""
        return psycopg.connect(make_conninfo(CLUSTER.urls[login], dbname=self.name), autocommit=True, **options)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of a table as the login for backups sees them."""
        with self.connect(Login.BACKUP, row_factory=dict_row) as backup:
            found = backup.execute(sql.SQL("SELECT to_jsonb(t) AS row FROM {} t").format(sql.Identifier(table)))
            return [item["row"] for item in found]

    def isolated_tables(self) -> list[str]:
        """The tables under forced row-level security."""
        with self.connect(Login.OWNER) as owner:
            found = owner.execute(
                "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
                " AND relnamespace = 'public'::regnamespace ORDER BY 1"
            )
            return [row[0] for row in found]

    def spy_on_writes(self) -> None:
        """From now on a transaction remembers which rows it wrote (:func:`writes`)."""
        with self.connect(Login.OWNER) as owner:
            owner.execute(_SPY)
            for table in self.isolated_tables():
                owner.execute(
                    sql.SQL(
                        "CREATE TRIGGER spy AFTER INSERT OR UPDATE OR DELETE ON {} FOR EACH ROW EXECUTE FUNCTION spy()"
                    ).format(sql.Identifier(table))
                )

    def switch_policies_off(self) -> None:
        """As owner: the first wall is gone, in this database only."""
        with self.connect(Login.OWNER) as owner:
            for table in self.isolated_tables():
                owner.execute(sql.SQL("ALTER TABLE {} DISABLE ROW LEVEL SECURITY").format(sql.Identifier(table)))


def writes() -> list[dict[str, Any]]:
    """The rows written so far in the present transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('spy.writes', true), '')")
        return [json.loads(line) for line in cursor.fetchone()[0].splitlines()]


@contextmanager
def a_copy() -> Iterator[Database]:
    """A copy of the test database as it was migrated; dropped afterwards. No test may be using the connection."""
    template = connection.settings_dict["NAME"]
    connection.close()
    database = Database(f"walls_{uuid4().hex[:12]}")
    server = make_conninfo(CLUSTER.urls[Login.OWNER], dbname="postgres")
    name = sql.Identifier(database.name)
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, sql.Identifier(template)))
        owner.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
        for login in Login:
            owner.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, sql.Identifier(login)))
    try:
        yield database
    finally:
        _drop(server, name)


def _drop(server: str, name: sql.Identifier) -> None:
    """With those who are still connected. A process that tidies up is the server's own, which an owner may not end:
    without force, PostgreSQL itself asks it to go and waits for it."""
    with psycopg.connect(server, autocommit=True) as owner:
        try:
            owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
        except psycopg.errors.InsufficientPrivilege:
            owner.execute(sql.SQL("DROP DATABASE {}").format(name))


@contextmanager
def entered(database: Database, login: Login = Login.APP) -> Iterator[Database]:
    """Within the block Django is connected to ``database`` as ``login``, as it is when it serves."""
    parts = conninfo_to_dict(CLUSTER.urls[login])
    former = {name: connection.settings_dict[name] for name in ("NAME", "USER", "PASSWORD", "HOST")}
    connection.close()
    connection.settings_dict.update(
        NAME=database.name, USER=parts["user"], PASSWORD=parts["password"], HOST=parts["host"]
    )
    try:
        yield database
    finally:
        connection.close()
        connection.settings_dict.update(former)
