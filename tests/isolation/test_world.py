"""The world covers every table; a new one that it cannot fill fails here, and says which recipe is wanted."""

from __future__ import annotations

import pytest
from django.apps import apps
from tests.isolation.addresses import ROWS, WORDS, model_of, routes
from tests.isolation.canaries import canaries_in
from tests.isolation.filling import NOT_FREE, free_text, kind_of
from tests.isolation.world import TENANTS, World

from jawda.foundation.tenancy.models import TableKind

pytestmark = pytest.mark.django_db


def test_every_free_text_of_every_isolated_table_holds_canaries(world: World) -> None:
    lacking = []
    for model in apps.get_models():
        if kind_of(model) is TableKind.GLOBAL:
            continue
        rows = world.database.rows(model._meta.db_table)
        for item in free_text(model):
            if len({token for row in rows for token in canaries_in(row[item.column])}) < 2:
                lacking.append(f"{model._meta.label}.{item.name}")
    assert lacking == [], (
        "fill them in tests/isolation/recipes.py (RECIPES), or say in NOT_FREE why they are no free text"
    )


def test_every_tenant_has_a_row_in_every_tenant_table(world: World) -> None:
    ids = {str(row.pk) for row in world.tenants.values()}
    for model in apps.get_models():
        if kind_of(model) is TableKind.TENANT:
            owners = {row["organisation_id"] for row in world.database.rows(model._meta.db_table)}
            assert owners == ids, model._meta.label
    assert len(ids) == len(TENANTS)


def test_exceptions_name_columns_that_exist() -> None:
    for label, name in NOT_FREE:
        if not (label == "organisations.Invitation" and name == "scope"):
            assert apps.get_model(label)._meta.get_field(name)


def test_every_route_has_a_name_of_its_own_and_a_declaration() -> None:
    found = routes()
    assert [route.pattern for route in found if not route.name or route.name.endswith(":")] == []
    names = [route.name for route in found]
    assert len(set(names)) == len(names)
    assert [route.name for route in found if route.declaration is None and not route.of_a_library] == []


def test_every_parameter_of_every_route_is_provided_for() -> None:
    lacking = {
        parameter
        for route in routes()
        for parameter in route.parameters
        if parameter not in WORDS and model_of(parameter) is None
    }
    assert lacking == set(), "add them to WORDS or ROWS in tests/isolation/addresses.py"
    assert ROWS
