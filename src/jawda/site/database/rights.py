"""Logins, database, extensions and rights, in SQL; safe to repeat. One of the files where raw SQL is allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import psycopg
from psycopg import sql

from jawda.site.database.errors import DatabaseRefused
from jawda.site.database.logins import DATABASE, Login

EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist", "citext")
"""Made where the binaries have them; all four are *trusted*, so an external server's owner can make them too."""
LEAST_LIKENESS = 0.3

Connect = Callable[[str], psycopg.Connection]
"""Connects as superuser, in autocommit, to the database named."""


def prepare(connect: Connect, passwords: Mapping[str, str]) -> None:
    """Create or mend the five logins, the database, its extensions and who may do what.

    The template gets extensions and rights too, so that a database the owner makes for tests is like the real one.
    """
    with connect("postgres") as server:
        with server.transaction():
            for login in Login:
                _login(server, login, passwords[login])
            _memberships(server)
        with connect("template1") as template:
            equip(template)
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            server.execute(_words("CREATE DATABASE {} OWNER {}", DATABASE, Login.OWNER))
        with server.transaction():
            for name in (DATABASE, "postgres", "template1"):
                server.execute(_words("REVOKE ALL ON DATABASE {} FROM PUBLIC", name))
            for login in Login:
                server.execute(_words("GRANT CONNECT ON DATABASE {} TO {}", DATABASE, login))
            server.execute(_words("GRANT CONNECT ON DATABASE {} TO {}", "postgres", Login.OWNER))
    with connect(DATABASE) as database:
        equip(database)


def equip(database: psycopg.Connection) -> None:
    """Extensions and the schema's rights, in the database one is connected to as superuser."""
    with database.transaction():
        there = database.execute(
            "SELECT name FROM pg_available_extensions WHERE name = ANY(%s) AND installed_version IS NULL",
            [list(EXTENSIONS)],
        ).fetchall()
        for (extension,) in there:
            database.execute(_words("CREATE EXTENSION {}", extension))
        database.execute(_words("ALTER SCHEMA public OWNER TO {}", Login.OWNER))
        database.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def _login(server: psycopg.Connection, login: Login, password: str) -> None:
    exists = server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login]).fetchone()
    server.execute(
        sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION NOINHERIT {} PASSWORD {}").format(
            sql.SQL("ALTER" if exists else "CREATE"),
            sql.Identifier(login),
            sql.SQL("CREATEDB" if login is Login.OWNER else "NOCREATEDB"),
            sql.Literal(password),
        )
    )


def _memberships(server: psycopg.Connection) -> None:
    """The owner may ``SET ROLE`` to each login and inherits from none: the policies of backup are not its own."""
    option = " WITH INHERIT FALSE, SET TRUE" if server.info.server_version >= 160000 else ""
    for login in Login:
        if login is not Login.OWNER:
            server.execute(_words("GRANT {} TO {}" + option, login, Login.OWNER))
    stray = server.execute(
        "SELECT given.rolname, taker.rolname FROM pg_auth_members member"
        " JOIN pg_roles given ON given.oid = member.roleid JOIN pg_roles taker ON taker.oid = member.member"
        " WHERE taker.rolname = ANY(%s)",
        [[str(login) for login in Login if login is not Login.OWNER]],
    ).fetchall()
    for given, taker in stray:
        server.execute(_words("REVOKE {} FROM {}", given, taker))


def _words(text: str, *names: str) -> sql.Composed:
    """``text`` is one of this file's constants; the names are quoted."""
    return sql.SQL(text).format(*map(sql.Identifier, names))


@dataclass(frozen=True, slots=True)
class SelfTest:
    """What a server says of itself; ``likeness`` is ``None`` where pg_trgm is not to be had."""

    version: str
    major: int
    encoding: str
    likeness: float | None

    @property
    def fault(self) -> str | None:
        """Why the platform must not run on it, or ``None``."""
        if self.encoding != "UTF8":
            return (
                f"The database's encoding is {self.encoding}; Jawda needs UTF8. Its cluster was initialised with "
                "another encoding: move its folder away and start again, or restore a backup into a new one."
            )
        if self.likeness is not None and self.likeness <= LEAST_LIKENESS:
            return (
                "This cluster cannot search Arabic: pg_trgm finds no likeness between المدرسة and والمدرسة "
                f"({self.likeness:.2f}, more than {LEAST_LIKENESS} expected). It was initialised without a UTF-8 "
                "character type (initdb --lc-ctype=C.UTF-8): move its folder away and start again, or restore a backup "
                "into a new one."
            )
        return None


def self_test(database: psycopg.Connection) -> SelfTest:
    """Ask the server for its version and encoding, and whether it compares Arabic (pg_trgm is silent about it)."""
    row = database.execute(
        "SELECT current_setting('server_version'), current_setting('server_encoding'),"
        " EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm')"
    ).fetchone()
    version, encoding, trigrams = row or ("", "", False)
    likeness = None
    if trigrams and encoding == "UTF8":
        found = database.execute("SELECT similarity('المدرسة', 'والمدرسة')").fetchone()
        likeness = float(found[0]) if found else 0.0
    return SelfTest(version, database.info.server_version // 10_000, encoding, likeness)


def require_sound(database: psycopg.Connection) -> None:
    """``DatabaseRefused`` unless the self-test passes."""
    fault = self_test(database).fault
    if fault:
        raise DatabaseRefused(fault)


def login_faults(database: psycopg.Connection, login: Login) -> tuple[str, ...]:
    """What the login one is connected as may do and must not; empty where all is well."""
    row = (
        database.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,"
            " EXISTS (SELECT 1 FROM pg_database WHERE datname = current_database() AND pg_has_role(datdba, 'USAGE')),"
            " has_schema_privilege('public', 'CREATE')"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        or (False,) * 6
    )
    words = ("is a superuser", "bypasses row-level security", "may create logins", "may create databases",
             "owns the database", "may create tables")  # fmt: skip
    bad = words[:3] if login is Login.OWNER else words
    return tuple(word for word, has in zip(words, row, strict=True) if has and word in bad)
