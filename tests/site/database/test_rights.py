"""What each login may do, asked of the real server: PostgreSQL 18 from the package, 15 where the system has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import errors, sql
from psycopg.conninfo import make_conninfo

from jawda.site.database import DatabaseRefused, EmbeddedDatabase, Login
from jawda.site.database.logins import DATABASE, SUPERUSER, passwords, url
from jawda.site.database.rights import EXTENSIONS, SelfTest, login_faults, prepare

PLAIN_15 = {"PATH": "", "JAWDA_POSTGRESQL": "/usr/lib/postgresql/15/bin"}
OTHERS = [login for login in Login if login is not Login.OWNER]


@pytest.fixture(scope="module", params=["18", pytest.param("15", marks=pytest.mark.long)])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedDatabase]:
    if request.param == "18":
        yield request.getfixturevalue("running")
        return
    if not Path(PLAIN_15["JAWDA_POSTGRESQL"], "initdb").exists():
        pytest.skip("the system's PostgreSQL 15 is not installed")
    environment = {"PATH": "/usr/bin:/bin", "JAWDA_POSTGRESQL": PLAIN_15["JAWDA_POSTGRESQL"]}
    with EmbeddedDatabase(tmp_path_factory.mktemp("fifteen") / "database", environment=environment) as made:
        assert made.provider
        assert made.provider.major == 15
        yield made


@pytest.fixture
def connect(database: EmbeddedDatabase) -> Iterator[Callable[..., psycopg.Connection]]:
    made: list[psycopg.Connection] = []

    def by(login: str, name: str = DATABASE) -> psycopg.Connection:
        known = passwords(database.folder / "logins.json")
        made.append(psycopg.connect(url(login, known[login], database.socket_folder, name), autocommit=True))
        return made[-1]

    yield by
    for connection in made:
        connection.close()


@pytest.mark.parametrize("login", list(Login))
def test_no_login_can_bypass_row_level_security(connect: Callable[..., psycopg.Connection], login: Login) -> None:
    """PostgreSQL, 5.9: superusers and roles with the BYPASSRLS attribute always bypass row security."""
    assert login_faults(connect(login), login) == ()


@pytest.mark.parametrize("login", OTHERS)
def test_only_the_owner_makes_tables_and_databases(connect: Callable[..., psycopg.Connection], login: Login) -> None:
    connection = connect(login)
    for statement in (
        "CREATE TABLE mine (a int)",
        "CREATE TEMP TABLE mine (a int)",
        "CREATE SCHEMA mine",
        "CREATE DATABASE mine",
        "CREATE ROLE mine",
        "SET ROLE jawda_owner",
        "COPY (SELECT 1) TO PROGRAM 'true'",
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(statement)


@pytest.mark.parametrize("login", OTHERS)
def test_the_others_enter_no_other_database(connect: Callable[..., psycopg.Connection], login: Login) -> None:
    for name in ("postgres", "template1"):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            connect(login, name)


@pytest.mark.parametrize("login", OTHERS)
def test_the_owner_may_act_as_each(connect: Callable[..., psycopg.Connection], login: Login) -> None:
    connection = connect(Login.OWNER)
    connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(login)))
    assert connection.execute("SELECT current_user").fetchone() == (login,)


def test_the_policies_of_others_are_not_the_owners(connect: Callable[..., psycopg.Connection]) -> None:
    """A policy applies to a role's members only where they inherit (CREATE POLICY, role_name): the owner does not."""
    connection = connect(Login.OWNER)
    connection.execute("CREATE TABLE secret (a int)")
    try:
        connection.execute("INSERT INTO secret VALUES (1)")
        connection.execute("ALTER TABLE secret ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        connection.execute("CREATE POLICY reads ON secret FOR SELECT TO jawda_backup USING (true)")
        connection.execute("GRANT SELECT ON secret TO jawda_backup, jawda_app")
        counts = []
        for login in (Login.OWNER, Login.APP, Login.BACKUP):
            counts.append(connect(login).execute("SELECT count(*) FROM secret").fetchone())
        assert counts == [(0,), (0,), (1,)]
    finally:
        connection.execute("DROP TABLE secret")


def test_a_test_database_of_the_owner_is_like_the_real_one(connect: Callable[..., psycopg.Connection]) -> None:
    server = connect(Login.OWNER, "postgres")
    server.execute("CREATE DATABASE test_jawda")
    try:
        with connect(Login.OWNER, "test_jawda") as there:
            there.execute("CREATE TABLE public.mine (a int)")
            names = {name for (name,) in there.execute("SELECT extname FROM pg_extension").fetchall()}
            assert set(EXTENSIONS) <= names
            there.execute("SET ROLE jawda_app")
            with pytest.raises(errors.InsufficientPrivilege):
                there.execute("CREATE TABLE public.other (a int)")
    finally:
        server.execute("DROP DATABASE test_jawda WITH (FORCE)")


def test_the_extensions_work_for_the_application(connect: Callable[..., psycopg.Connection]) -> None:
    row = (
        connect(Login.APP)
        .execute("SELECT unaccent(lower('École')), similarity('المدرسة', 'والمدرسة') > 0.3, 'A'::citext = 'a'::citext")
        .fetchone()
    )
    assert row == ("ecole", True, True)


@pytest.mark.parametrize("login", [SUPERUSER, *Login])
@pytest.mark.parametrize("password", ["wrong", ""])
def test_a_login_needs_its_password(database: EmbeddedDatabase, login: str, password: str) -> None:
    address = make_conninfo(host=str(database.socket_folder), user=login, dbname=DATABASE, password=password)
    with pytest.raises(psycopg.OperationalError, match=r"password authentication failed|no password supplied"):
        psycopg.connect(address)


def test_what_drifted_is_mended_at_the_next_start(
    database: EmbeddedDatabase, connect: Callable[..., psycopg.Connection]
) -> None:
    server = connect(SUPERUSER, "postgres")
    server.execute("ALTER ROLE jawda_app SUPERUSER BYPASSRLS CREATEDB PASSWORD 'stolen'")
    server.execute("GRANT pg_read_all_data TO jawda_steering")
    server.execute("GRANT ALL ON DATABASE jawda TO PUBLIC")
    prepare(lambda name: connect(SUPERUSER, name), passwords(database.folder / "logins.json"))
    assert login_faults(connect(Login.APP), Login.APP) == ()
    (reads_all,) = server.execute("SELECT pg_has_role('jawda_steering', 'pg_read_all_data', 'MEMBER')").fetchone() or ()
    assert reads_all is False
    with pytest.raises(errors.InsufficientPrivilege):
        connect(Login.APP).execute("CREATE TEMP TABLE mine (a int)")


def test_the_faults_of_a_login_are_named(connect: Callable[..., psycopg.Connection]) -> None:
    assert login_faults(connect(SUPERUSER), Login.APP)[:2] == ("is a superuser", "bypasses row-level security")
    assert login_faults(connect(Login.OWNER), Login.APP) == (
        "may create databases",
        "owns the database",
        "may create tables",
    )


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (SelfTest("18.6", 18, "SQL_ASCII", None), "encoding is SQL_ASCII"),
        (SelfTest("18.6", 18, "UTF8", 0.0), "--lc-ctype=C.UTF-8"),
        (SelfTest("18.6", 18, "UTF8", 0.3), "0.30, more than 0.3 expected"),
    ],
)
def test_a_failed_self_test_says_why(result: SelfTest, words: str) -> None:
    assert words in (result.fault or "")


def test_a_server_without_trigrams_is_no_fault_of_the_cluster() -> None:
    assert SelfTest("18.6", 18, "UTF8", None).fault is None
    assert issubclass(DatabaseRefused, RuntimeError)
