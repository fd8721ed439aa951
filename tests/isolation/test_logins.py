"""The real logins, with their passwords: what each may do to tables, rows and the server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from psycopg import errors
from tests.conftest import CLUSTER
from tests.isolation.filling import kind_of
from tests.isolation.world import World

from jawda.foundation.tenancy.grants import APPEND_ONLY, PUBLISHER_READS, PUBLISHER_WRITES
from jawda.foundation.tenancy.models import TableKind
from jawda.site.database import Login

pytestmark = pytest.mark.django_db

TENANTS_TABLES = [model._meta.db_table for model in apps.get_models() if kind_of(model) is not TableKind.GLOBAL]


@pytest.fixture
def app(world: World) -> Iterator[psycopg.Connection[Any]]:
    """The application's own login, acting for A1 and its manager."""
    person = world.identities["manager_A1"].person
    assert person is not None
    with world.database.connect(Login.APP) as app:
        app.execute("SELECT set_config('app.organisation', %s, false)", [str(world.tenants["A1"].pk)])
        app.execute("SELECT set_config('app.person', %s, false)", [str(person.pk)])
        yield app


def test_django_is_connected_as_the_login_itself(world: World) -> None:
    """Not by SET ROLE from another: the session's own user is the application."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user, current_user, current_database()")
        assert cursor.fetchone() == ("jawda_app", "jawda_app", world.database.name)


def test_a_wrong_password_opens_nothing(world: World) -> None:
    url = CLUSTER.urls[Login.BACKUP].replace("jawda_backup:", "jawda_backup:x")
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(url)


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE diagnostics_answer",
        "TRUNCATE audit_auditentry",
        "ALTER TABLE diagnostics_answer DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE diagnostics_answer NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE diagnostics_answer ADD COLUMN more text",
        "DROP POLICY app_read ON diagnostics_answer",
        "CREATE POLICY wide ON diagnostics_answer USING (true)",
        "DROP TABLE diagnostics_answer",
        "CREATE TABLE mine (id int)",
        "CREATE VIEW mine AS SELECT * FROM diagnostics_answer",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION app_organisation() RETURNS uuid LANGUAGE sql AS 'SELECT gen_random_uuid()'",
        "CREATE TRIGGER t BEFORE INSERT ON diagnostics_answer FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
        "ALTER TABLE audit_auditentry DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
        "CREATE DATABASE mine",
        "CREATE EXTENSION file_fdw",
        "ALTER ROLE jawda_app BYPASSRLS",
        "ALTER ROLE jawda_app SUPERUSER",
        "ALTER ROLE jawda_backup PASSWORD 'x'",
        "GRANT jawda_owner TO jawda_app",
        "SET ROLE jawda_owner",
        "SET ROLE jawda_backup",
        "SET ROLE jawda_publisher",
        "SET ROLE jawda_steering",
        "SET ROLE postgres",
        "SET SESSION AUTHORIZATION jawda_owner",
        "SELECT rolpassword FROM pg_authid",
        "SELECT passwd FROM pg_shadow",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_ls_dir('/')",
        "SELECT lo_import('/etc/passwd')",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "COPY diagnostics_answer TO '/tmp/answers'",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'x', now())",
        "DELETE FROM django_migrations",
        *(f"UPDATE {table} SET id = id" for table in APPEND_ONLY),
        *(f"DELETE FROM {table}" for table in APPEND_ONLY),
        "SELECT * FROM audit_auditentry FOR UPDATE",
    ],
)
def test_the_application_may_not(app: psycopg.Connection[Any], statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        app.execute(statement)


def test_nobody_makes_themselves_an_operator(world: World, app: psycopg.Connection[Any]) -> None:
    """Neither one's own row, which one may write, nor a new account, nor one unmade; the owner's login does both."""
    operator = world.identities["operator"].person
    assert operator is not None
    app.execute("SELECT set_config('app.purpose', 'sign-in', false)")
    insert = (
        "INSERT INTO accounts_person (id, password, email, name, language, is_operator, is_active, joined_at)"
        " VALUES (gen_random_uuid(), '', 'new@example.org', 'x', 'fr', %s, true, now())"
    )
    for statement, values in (
        ("UPDATE accounts_person SET is_operator = true WHERE id = app_person()", ()),
        ("UPDATE accounts_person SET is_operator = false WHERE id = %s", (operator.pk,)),
        (insert, (True,)),
    ):
        with pytest.raises(errors.InsufficientPrivilege, match="the owner alone makes operators"):
            app.execute(statement, values)
    with app.transaction(force_rollback=True):
        assert app.execute(insert, (False,)).rowcount == 1
        assert app.execute("UPDATE accounts_person SET name = 'y' WHERE id = app_person()").rowcount == 1
    change = "UPDATE accounts_person SET is_operator = NOT is_operator WHERE email LIKE '%@example.org'"
    with world.database.connect(Login.OWNER) as owner, owner.transaction(force_rollback=True):
        assert owner.execute(change).rowcount == 0, "it sees persons only where it looks an account up"
        owner.execute("SELECT set_config('app.purpose', 'sign-in', true)")
        assert owner.execute(change).rowcount >= 2


def test_the_application_cannot_pass_its_rights_on(world: World, app: psycopg.Connection[Any]) -> None:
    app.execute("GRANT SELECT ON diagnostics_answer TO jawda_steering")  # PostgreSQL warns and grants nothing
    with world.database.connect(Login.STEERING) as steering, pytest.raises(errors.InsufficientPrivilege):
        steering.execute("SELECT 1 FROM diagnostics_answer")


def test_row_security_cannot_be_turned_off_to_see_more(app: psycopg.Connection[Any]) -> None:
    """``SET row_security = off`` makes a query fail that a policy would narrow; it shows nothing more."""
    app.execute("SET row_security = off")
    with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
        app.execute("SELECT * FROM diagnostics_answer")


def test_plans_and_statistics_show_no_values_of_others(world: World, app: psycopg.Connection[Any]) -> None:
    """pg_stats holds sampled values of every row; PostgreSQL hides those of tables under row-level security."""
    with world.database.connect(Login.OWNER) as owner:
        owner.execute("ANALYZE")
    rows = app.execute("SELECT tablename, most_common_vals::text, histogram_bounds::text FROM pg_stats").fetchall()
    assert world.canaries.found_in("\n".join(str(row) for row in rows if row[0] in TENANTS_TABLES)) == set()
    assert {row[0] for row in rows} & set(TENANTS_TABLES) == set()


def test_other_sessions_queries_are_hidden(world: World, app: psycopg.Connection[Any]) -> None:
    """An answer's text stands in the statement that saves it."""
    with world.database.connect(Login.BACKUP) as backup:
        backup.execute("SELECT 'secret of another'")
        rows = app.execute(
            "SELECT query FROM pg_stat_activity WHERE usename <> current_user AND datname = current_database()"
        ).fetchall()
    assert rows
    assert all(row[0] == "<insufficient privilege>" for row in rows)


@pytest.mark.parametrize("login", [Login.STEERING, Login.PUBLISHER])
def test_steering_and_publisher_read_no_table_of_an_organisation_or_person(world: World, login: Login) -> None:
    """Save the columns that figures over all companies are made of, for the publisher alone."""
    allowed = PUBLISHER_READS if login is Login.PUBLISHER else {}
    with world.database.connect(login) as other:
        for table in [*TENANTS_TABLES, "django_session", "procrastinate_jobs"]:
            with pytest.raises(errors.InsufficientPrivilege):
                other.execute(f"SELECT * FROM {table}")
            if table not in allowed:
                with pytest.raises(errors.InsufficientPrivilege):
                    other.execute(f"SELECT 1 FROM {table}")
            with pytest.raises(errors.InsufficientPrivilege):
                other.execute(f"DELETE FROM {table}")


def test_the_publisher_reads_levels_and_dates_by_column_and_no_word_of_anyones(world: World) -> None:
    """Every other column of the same tables is refused; what may be read holds no canary."""
    with world.database.connect(Login.PUBLISHER) as publisher:
        for model in apps.get_models():
            table = model._meta.db_table
            for column in (field.column for field in model._meta.local_concrete_fields if table in PUBLISHER_READS):
                statement = f"SELECT {column} FROM {table}"
                if column in PUBLISHER_READS[table]:
                    rows = publisher.execute(statement).fetchall()
                    said = "" if column.endswith("id") else str(rows)  # keys are there for counting companies
                    assert world.canaries.found_in(said) == set(), (table, column)
                    continue
                with pytest.raises(errors.InsufficientPrivilege):
                    publisher.execute(statement)
        companies = publisher.execute("SELECT count(DISTINCT organisation_id) FROM diagnostics_answer").fetchone()
        assert companies == (len(world.tenants),)
        for table in PUBLISHER_READS:
            with pytest.raises(errors.InsufficientPrivilege):
                publisher.execute(f"UPDATE {table} SET organisation_id = organisation_id")


def test_the_application_reads_figures_over_all_companies_and_writes_none(app: psycopg.Connection[Any]) -> None:
    for table in PUBLISHER_WRITES:
        app.execute(f"SELECT * FROM {table}")
        for statement in (f"INSERT INTO {table} DEFAULT VALUES", f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with pytest.raises(errors.InsufficientPrivilege):
                app.execute(statement)


def test_the_application_reads_no_review_of_another_company(world: World, app: psycopg.Connection[Any]) -> None:
    """The world holds a signed review of each company; A1 acts."""
    for table in ("diagnostics_review", "diagnostics_reviewanswer", "diagnostics_reviewdecision"):
        assert {row["organisation_id"] for row in world.database.rows(table)} > {str(world.tenants["A1"].pk)}
        found = app.execute(f"SELECT DISTINCT organisation_id FROM {table}").fetchall()
        assert found == [(world.tenants["A1"].pk,)], table


def test_backup_reads_every_row_by_policies_of_its_own_and_writes_nothing(world: World) -> None:
    with world.database.connect(Login.BACKUP) as backup:
        assert backup.execute("SELECT rolbypassrls FROM pg_roles WHERE rolname = current_user").fetchone() == (False,)
        backup.execute("SET row_security = on")
        for model in apps.get_models():
            if kind_of(model) is TableKind.TENANT:
                seen = backup.execute(f"SELECT count(DISTINCT organisation_id) FROM {model._meta.db_table}").fetchone()
                assert seen == (len(world.tenants),), model
        for statement in ("INSERT INTO diagnostics_answer DEFAULT VALUES", "DELETE FROM accounts_person",
                          "UPDATE organisations_organisation SET name = 'x'", "TRUNCATE django_session"):  # fmt: skip
            with pytest.raises(errors.InsufficientPrivilege):
                backup.execute(statement)


def test_the_owner_itself_sees_no_row_of_an_organisation(world: World) -> None:
    """FORCE: migrations act for an organisation, or see nothing."""
    with world.database.connect(Login.OWNER) as owner:
        for model in apps.get_models():
            if kind_of(model) is TableKind.TENANT:
                assert owner.execute(f"SELECT count(*) FROM {model._meta.db_table}").fetchone() == (0,), model
