"""Row-level security alone: with the managers forgotten, nothing of another's is shown or written, anywhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from tests.isolation.filling import kind_of
from tests.isolation.rights import foreign, rows_seen
from tests.isolation.test_matrix import checked
from tests.isolation.world import Identity, World

from jawda.foundation.tenancy.context import acting
from jawda.foundation.tenancy.managers import TenantManager, TenantQuerySet, TwoPartyManager
from jawda.foundation.tenancy.models import TableKind, TenantModel, TwoPartyModel

SAMPLE = 1_000
MANY = 8_000

pytestmark = pytest.mark.django_db


@pytest.fixture
def managers_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every manager is a plain one, and nothing is checked before writing."""
    for manager in (TenantManager, TwoPartyManager):
        monkeypatch.setattr(manager, "get_queryset", models.Manager.get_queryset)
    for model in (TenantModel, TwoPartyModel):
        monkeypatch.setattr(model, "check_owner", lambda self: None)
    monkeypatch.setattr(TenantQuerySet, "update", models.QuerySet.update)
    monkeypatch.setattr(TenantQuerySet, "bulk_create", models.QuerySet.bulk_create)


def situations(world: World) -> Iterator[tuple[Identity, UUID | None]]:
    """Everyone, in no organisation and in each of their own."""
    for identity in world.identities.values():
        yield identity, None
        for home in identity.homes:
            yield identity, home


class TestRowLevelSecurityAlone:
    """With the managers forgotten."""

    @pytest.mark.usefixtures("managers_forgotten")
    def test_a_sample_of_the_matrix(self, world: World, capsys: pytest.CaptureFixture[str]) -> None:
        checked(world, SAMPLE, capsys, called="a sample, row-level security alone")

    @pytest.mark.long
    @pytest.mark.usefixtures("managers_forgotten")
    def test_the_matrix(self, world: World, capsys: pytest.CaptureFixture[str]) -> None:
        checked(world, MANY, capsys, called="row-level security alone")

    def test_no_table_shows_anothers_rows(self, world: World, capsys: pytest.CaptureFixture[str]) -> None:
        """Every isolated table, every column, in SQL, as everyone, wherever they may act."""
        tables = [model._meta.db_table for model in apps.get_models() if kind_of(model) is not TableKind.GLOBAL]
        assert set(tables) == set(world.database.isolated_tables())
        wrong, read, seen = {}, 0, 0
        start = time.perf_counter()
        for identity, home in situations(world):
            person = identity.person.pk if identity.person else None
            with transaction.atomic(), acting(organisation_id=home, person_id=person), connection.cursor() as cursor:
                for table in tables:
                    cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t')
                    text = "\n".join(row[0] for row in cursor.fetchall())
                    found = world.canaries.found_in(text)
                    read, seen = read + 1, seen + len(found)
                    # a row names others by their ids: an expert's mission names the company that granted it
                    found = {token for token in found if token.startswith("zq")}
                    if leaks := foreign(world, identity, found, home, rule=rows_seen):
                        wrong[identity.name, str(home), table] = leaks
        with capsys.disabled():
            print(  # noqa: T201 - the figures of the run
                f"\nisolation, tables read directly: {read} reads, {seen} own canaries and keys met, "
                f"{len(wrong)} leaks; {time.perf_counter() - start:.0f} s"
            )
        assert wrong == {}
        assert seen > 3_000

    @pytest.mark.usefixtures("managers_forgotten")
    def test_no_query_reaches_anothers_rows(self, world: World) -> None:
        """By the ORM: each model's managers, the base manager, and the joins that its foreign keys allow."""
        for identity, home in situations(world):
            person = identity.person.pk if identity.person else None
            with transaction.atomic(), acting(organisation_id=home, person_id=person):
                for model in apps.get_models():
                    if kind_of(model) is TableKind.GLOBAL:
                        continue
                    joins = [item.name for item in model._meta.concrete_fields if isinstance(item, models.ForeignKey)]
                    managers: list[Any] = [model._default_manager, model._base_manager]
                    for rows in [manager.select_related(*joins) for manager in managers]:
                        text = "\n".join(_told(row, joins) for row in rows)
                        found = {token for token in world.canaries.found_in(text) if token.startswith("zq")}
                        assert foreign(world, identity, found, home, rule=rows_seen) == {}, (identity.name, model)

    @pytest.mark.usefixtures("managers_forgotten")
    def test_nothing_of_anothers_is_changed_or_deleted(self, world: World) -> None:
        """UPDATE and DELETE without a condition touch the rows of the acting organisation only."""
        mine, others = world.tenants["A1"].pk, world.tenants["A2"].pk
        person = world.identities["manager_A1"].person
        assert person is not None
        for model in apps.get_models():
            if kind_of(model) is not TableKind.TENANT or model._meta.app_label == "audit":
                continue
            with transaction.atomic(), acting(organisation_id=mine, person_id=person.pk):
                assert model._base_manager.update(organisation_id=mine) == model._base_manager.count() > 0
                models.QuerySet(model)._raw_delete("default")
                assert model._base_manager.count() == 0
            with transaction.atomic(), acting(organisation_id=others, person_id=None):
                assert model._base_manager.count() > 0, model._meta.label

    def test_rows_cannot_be_given_to_another(self, world: World) -> None:
        """Neither inserted for another organisation, nor moved to it."""
        mine, other = world.tenants["A1"].pk, world.tenants["A2"].pk
        for model in apps.get_models():
            if kind_of(model) is not TableKind.TENANT or model._meta.app_label == "audit":
                continue
            with (
                pytest.raises(Exception, match="row-level security"),
                transaction.atomic(),
                acting(organisation_id=mine),
                connection.cursor() as cursor,
            ):
                cursor.execute(f'UPDATE "{model._meta.db_table}" SET organisation_id = %s', [other])


def _told(row: models.Model, joins: list[str]) -> str:
    parts = [row, *(getattr(row, name) for name in joins)]
    return "\n".join(str(part.__dict__) for part in parts if part is not None)
