"""The policies in the database are those that were declared: no more, no less, for every table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from psycopg import sql
from tests.isolation.databases import a_copy
from tests.isolation.filling import kind_of

from jawda.foundation.tenancy import policies
from jawda.foundation.tenancy.declarations import LIBRARY_TABLES, TABLES_WITHOUT_MODEL, WRITTEN_APART
from jawda.foundation.tenancy.grants import PUBLISHER_READS
from jawda.foundation.tenancy.models import TableKind
from jawda.foundation.tenancy.operations import IsolateTable
from jawda.foundation.tenancy.policies import Policy
from jawda.site.database import Login

BY_KIND = {
    TableKind.TENANT: policies.TENANT,
    TableKind.TWO_PARTY: policies.TWO_PARTY,
    TableKind.PUBLIC_PROJECTION: policies.PUBLIC_PROJECTION,
}
Written = dict[str, tuple[str, str, str | None, str | None]]
"""Of one table: by name the command, the logins, the condition on rows that are there and on new ones."""

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def owner(django_db_setup: None, django_db_blocker: Any) -> Iterator[psycopg.Connection[Any]]:
    """The owner, in a copy of the database."""
    with django_db_blocker.unblock(), a_copy() as database, database.connect(Login.OWNER) as owner:
        yield owner


def declared() -> dict[str, Policy]:
    """Each isolated table's policy: of its kind, or as the last migration that isolates it says."""
    loader = MigrationLoader(None)
    found: dict[str, Policy] = {}
    state = loader.project_state()
    for key in loader.graph.leaf_nodes():
        for app, name in loader.graph.forwards_plan(key):
            for operation in loader.get_migration(app, name).operations:
                if isinstance(operation, IsolateTable):
                    table = operation.table or state.apps.get_model(app, operation.model_name)._meta.db_table
                    if operation.policy is not None:
                        found[table] = operation.policy
    for model in apps.get_models():
        if kind_of(model) in BY_KIND:
            assert found.get(model._meta.db_table, BY_KIND[kind_of(model)]) == BY_KIND[kind_of(model)], model
            found[model._meta.db_table] = BY_KIND[kind_of(model)]
    return found


def written(owner: psycopg.Connection[Any], table: str, schema: str = "public") -> Written:
    """What the catalogue says, in PostgreSQL's own words."""
    rows = owner.execute(
        "SELECT policyname, cmd, array_to_string(roles, ','), qual, with_check, permissive FROM pg_policies"
        " WHERE schemaname = %s AND tablename = %s",
        [schema, table],
    ).fetchall()
    assert all(row[5] == "PERMISSIVE" for row in rows)
    return {row[0]: row[1:5] for row in rows}


def test_every_model_is_of_one_kind() -> None:
    labels = [table.label for table in LIBRARY_TABLES]
    assert len(labels) == len(set(labels))
    for model in apps.get_models():
        assert isinstance(getattr(model, "table_kind", None), TableKind) != (model._meta.label in labels), model
        kinds = {base.table_kind for base in model.__mro__ if "table_kind" in vars(base)}
        assert len(kinds) <= 1, f"{model} inherits {kinds}"


def test_every_table_belongs_to_a_model_or_is_named(owner: psycopg.Connection[Any]) -> None:
    """Also those that no model knows: many-to-many tables, the cache, the record of migrations."""
    found = {row[0] for row in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    known = {model._meta.db_table for model in apps.get_models()}
    assert found - known - set(TABLES_WITHOUT_MODEL) == set()


def test_each_table_has_the_declared_policies_and_no_other(owner: psycopg.Connection[Any]) -> None:
    """The declared text is given to a twin of the table; PostgreSQL then writes both in the same words."""
    with owner.transaction(force_rollback=True):
        assert sorted(differences(owner)) == sorted(WRITTEN_APART)


def differences(owner: psycopg.Connection[Any]) -> set[tuple[str, str]]:
    """Table and name of each policy that is not as it was declared, or lacking, or too much."""
    found = set()
    owner.execute("CREATE SCHEMA twins")
    for table, policy in declared().items():
        owner.execute(sql.SQL("CREATE TABLE twins.{0} (LIKE public.{0})").format(sql.Identifier(table)))
        for statement in policies.enable(table, policy):
            owner.execute(statement.replace(f'"{table}"', f'twins."{table}"'))
        here, wanted = written(owner, table), written(owner, table, schema="twins")
        found |= {(table, name) for name in here.keys() | wanted.keys() if here.get(name) != wanted.get(name)}
    return found


def test_what_is_written_apart_never_widens_who_reads_an_organisations_rows(owner: psycopg.Connection[Any]) -> None:
    """Between two, writing may be narrowed to one; reading, and a tenant's own table, are never changed for the
    application. What the login ``publisher`` reads is for that login alone, for reading, and by columns."""
    tables = {model._meta.db_table: kind_of(model) for model in apps.get_models()}
    for (table, name), reason in WRITTEN_APART.items():
        assert reason
        if name == "publisher_read":
            assert table in PUBLISHER_READS
            assert written(owner, table)[name][:2] == ("SELECT", "jawda_publisher")
            continue
        assert tables[table] is not TableKind.TENANT, (table, name)
        assert tables[table] is not TableKind.TWO_PARTY or name in ("app_insert", "app_update", "app_delete")


def test_isolated_tables_are_enabled_and_forced_and_no_other_has_policies(owner: psycopg.Connection[Any]) -> None:
    rows = owner.execute(
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
        " WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    states = {name: (enabled, forced) for name, enabled, forced in rows}
    isolated = {model._meta.db_table for model in apps.get_models() if kind_of(model) is not TableKind.GLOBAL}
    for table, state in states.items():
        assert state == ((True, True) if table in isolated else (False, False)), table


def test_nothing_in_the_database_goes_around_the_policies(owner: psycopg.Connection[Any]) -> None:
    """A view of the owner's, a materialised view, or a function that runs as its maker would read all rows."""
    views = owner.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND (relkind = 'm' OR (relkind = 'v'"
        " AND NOT coalesce(reloptions::text[] && ARRAY['security_invoker=true', 'security_invoker=on'], false)))"
    ).fetchall()
    assert views == []
    functions = owner.execute(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
    ).fetchall()
    assert functions == []


def test_a_difference_would_be_found(owner: psycopg.Connection[Any]) -> None:
    with owner.transaction(force_rollback=True):
        owner.execute("CREATE POLICY wide ON diagnostics_answer FOR SELECT TO jawda_app USING (true)")
        owner.execute("ALTER POLICY app_read ON diagnostics_assessment USING (true)")
        owner.execute("DROP POLICY app_delete ON ecosystems_consent")
        wrong = {
            ("diagnostics_answer", "wide"),
            ("diagnostics_assessment", "app_read"),
            ("ecosystems_consent", "app_delete"),
        }
        assert wrong <= differences(owner)
