"""The one migration operation that isolates a table."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.migrations.operations.base import Operation

from jawda.foundation.tenancy import policies
from jawda.foundation.tenancy.policies import Policy

_BY_COLUMNS: tuple[tuple[frozenset[str], Policy], ...] = (
    (frozenset({"from_organisation", "to_organisation"}), policies.TWO_PARTY),
    (frozenset({"source_organisation"}), policies.PUBLIC_PROJECTION),
    (frozenset({"organisation"}), policies.TENANT),
)


class IsolateTable(Operation):
    """ENABLE and FORCE row-level security with the policy of the table's kind, or the one given.

    A tenant table also gets its composite key, and its references to other tenant tables become composite.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str, policy: Policy | None = None, *, table: str | None = None) -> None:
        self.model_name = model_name
        self.policy = policy
        self.table = table

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.model_name, self.policy], {"table": self.table}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Django's state of the models does not change."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table, statements = self.table, []
        policy = self.policy
        if table is None:
            model = to_state.apps.get_model(app_label, self.model_name)
            table = model._meta.db_table
            policy = policy or _policy_for(model)
            if policy is policies.TENANT:
                statements = [policies.same_tenant_key(table), *_composite_references(model)]
        if policy is None:
            raise ValueError(f"no policy for table {table}")
        for statement in [*statements, *policies.enable(table, policy)]:
            schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = self.table or from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        for statement in policies.disable(table):
            schema_editor.execute(statement)

    def describe(self) -> str:
        return f"Isolate {self.table or self.model_name}"


def _policy_for(model: type[models.Model]) -> Policy:
    names = {field.name for field in model._meta.get_fields()}
    for columns, policy in _BY_COLUMNS:
        if columns <= names:
            return policy
    raise ValueError(f"{model._meta.label}: give the policy, its columns do not tell the kind")


def _composite_references(model: type[models.Model]) -> list[str]:
    return [
        policies.same_tenant_reference(model._meta.db_table, field.column, field.related_model._meta.db_table)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and any(other.name == "organisation" for other in field.related_model._meta.concrete_fields)
        and field.related_model._meta.model_name not in {"organisation", "membership"}
    ]
