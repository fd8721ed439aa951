"""The managers alone: with the policies switched off, no route shows or writes anything of another's."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, transaction
from tests.isolation.filling import kind_of
from tests.isolation.test_matrix import checked
from tests.isolation.world import World

from jawda.foundation.tenancy.context import acting
from jawda.foundation.tenancy.models import TableKind

SAMPLE = 1_000
MANY = 8_000

pytestmark = pytest.mark.django_db


def test_the_policies_are_off(world_without_policies: World) -> None:
    """Else the tests below would prove nothing: without the managers, everything would be seen."""
    with transaction.atomic(), acting(), connection.cursor() as cursor:
        for model in apps.get_models():
            if kind_of(model) is TableKind.TENANT:
                cursor.execute(f'SELECT count(DISTINCT organisation_id) FROM "{model._meta.db_table}"')
                assert cursor.fetchone()[0] == len(world_without_policies.tenants)


def test_a_sample_of_the_matrix(world_without_policies: World, capsys: pytest.CaptureFixture[str]) -> None:
    checked(world_without_policies, SAMPLE, capsys, called="a sample, the managers alone")


@pytest.mark.long
def test_the_matrix(world_without_policies: World, capsys: pytest.CaptureFixture[str]) -> None:
    checked(world_without_policies, MANY, capsys, called="the managers alone")


def test_every_row_of_a_tenant_table_is_the_acting_organisations(world_without_policies: World) -> None:
    for home in world_without_policies.tenants.values():
        with transaction.atomic(), acting(organisation_id=home.pk):
            for model in apps.get_models():
                if kind_of(model) is TableKind.TENANT:
                    for manager in (model._default_manager, model._base_manager):
                        assert {row.organisation_id for row in manager.all()} == {home.pk}
                elif kind_of(model) is TableKind.TWO_PARTY:
                    for row in model._default_manager.all():
                        assert home.pk in (row.from_organisation_id, row.to_organisation_id)
