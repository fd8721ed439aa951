"""Where a person's hand shows in an organisation's rows: found in the models, counted and not shown.

The rows are the organisation's; that the person made so many of them is theirs to know.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.apps import apps
from django.db.models import Model, UUIDField

from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.tenancy.models import TableKind

PERSON_COLUMN: Final = "person_id"
BY: Final = "_by"
"""How a column ends that holds the id of the person who did it."""


def columns_of_persons() -> Iterator[tuple[type[Model], str]]:
    """The columns of tenant and two-party tables that hold a person's id."""
    for model in apps.get_models():
        if getattr(model, "table_kind", None) in (TableKind.TENANT, TableKind.TWO_PARTY):
            for field in model._meta.concrete_fields:
                if isinstance(field, UUIDField) and (field.name == PERSON_COLUMN or field.name.endswith(BY)):
                    yield model, field.name


def traces(person_id: UUID) -> dict[str, int]:
    """How many rows of the acting organisation name the person, by table and column; those with none are left out.

    One query for each such column, and one for the trail.
    """
    found = {
        f"{model._meta.label}.{column}": model._default_manager.filter(**{column: person_id}).count()
        for model, column in columns_of_persons()
    }
    found[AuditEntry._meta.label] = AuditEntry.objects.filter(content__contains=f'"by":"{person_id}"').count()
    return {name: count for name, count in found.items() if count}
