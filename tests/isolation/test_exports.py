"""The export of an organisation holds all that is its own, and no value of another's."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils import timezone
from tests.isolation.canaries import text_of
from tests.isolation.filling import kind_of
from tests.isolation.world import World

from jawda.foundation.exports import archive
from jawda.foundation.exports.tables import LEFT_OUT, OF_COLLEAGUES, exported_tables
from jawda.foundation.tenancy.models import TableKind

pytestmark = pytest.mark.django_db

TENANTS = ("A1", "A2", "B1")


def exported(world: World, tenant: str) -> tuple[archive.Written, bytes]:
    stream = io.BytesIO()
    with world.on_behalf_of(tenant):
        written = archive.write(stream, name=tenant, now=timezone.now())
    return written, stream.getvalue()


def named(world: World, content: bytes) -> set[str]:
    """Keys, never values, that the organisation's own rows hold: the other party, the published thing that a row is
    about, and the operator, on whose behalf this world's rows were written."""
    operator = world.identities["operator"].person
    assert operator
    found = {str(operator.pk)}
    published = {
        key for key, places in world.canaries.places.items() if len(key) == 36 and all(p.public for p in places)
    }
    with zipfile.ZipFile(io.BytesIO(content)) as archive_file:
        for table in exported_tables():
            for row in json.loads(archive_file.read(table.member)):
                if {"from_organisation_id", "to_organisation_id"} <= set(row):
                    found |= {row["from_organisation_id"], row["to_organisation_id"]}
                    found |= published & set(map(str, row.values()))
    return found


@pytest.mark.parametrize("tenant", TENANTS)
def test_no_value_of_another_stands_in_it(world: World, tenant: str) -> None:
    home = world.tenants[tenant].pk
    _, content = exported(world, tenant)
    foreign = {
        token: sorted({place.label for place in world.canaries.places[token]})
        for token in world.canaries.found_in(text_of("", content)) - named(world, content)
        if not any(home in place.organisations for place in world.canaries.places[token])
    }
    assert foreign == {}


@pytest.mark.parametrize("tenant", TENANTS)
def test_every_value_of_its_own_stands_in_it(world: World, tenant: str) -> None:
    """Of every isolated table that names the organisation, also of one that is added tomorrow."""
    home = world.tenants[tenant].pk
    _, content = exported(world, tenant)
    found = world.canaries.found_in(text_of("", content))
    labels = {table.label for table in exported_tables()} - {get_user_model()._meta.label}
    missing = {
        (token, place.label)
        for token, places in world.canaries.places.items()
        for place in places
        if place.label in labels and home in place.organisations and not place.public and token not in found
    }
    left_out = {label for label, _ in LEFT_OUT}
    assert {label for _, label in missing} <= left_out, missing
    assert len(found) > 50


def test_every_isolated_table_that_names_an_organisation_is_in_it() -> None:
    labels = {table.label for table in exported_tables()}
    kinds = (TableKind.TENANT, TableKind.TWO_PARTY, TableKind.PUBLIC_PROJECTION)
    assert {model._meta.label for model in apps.get_models() if kind_of(model) in kinds} <= labels
    assert labels >= {"organisations.Membership", "organisations.Mission", "organisations.Organisation"}
    columns = {table.label: table.columns for table in exported_tables()}
    assert columns["accounts.Person"] == OF_COLLEAGUES, "no password, no date of the last sign-in"
    for label, column in LEFT_OUT:
        assert column not in columns[label]
        assert column in {field.attname for field in apps.get_model(label)._meta.concrete_fields}


def test_what_an_organisation_wrote_is_given_as_it_is_read() -> None:
    """A referential of its own and each version of a manuscript, which are stored as bytes."""
    tables = {table.label: table for table in exported_tables()}
    form = {"id": "mine-1", "title": {"ar": "مرجع"}}
    stored = json.dumps(form).encode()
    assert tables["referentials.OwnReferential"].plain({"content": stored})["content"] == form
    version = tables["referentials.ManuscriptVersion"]
    assert version.plain({"content": memoryview(zlib.compress(stored)), "number": 2}) == {"content": form, "number": 2}
    assert tables["audit.AuditEntry"].plain({"hash": b"\x00\xff"}) == {"hash": "00ff"}


def test_it_can_be_read_without_the_platform(world: World) -> None:
    told: list[tuple[int, int]] = []
    stream = io.BytesIO()
    with world.on_behalf_of("A1"):
        written = archive.write(
            stream, name="A1", now=timezone.now(), tell=lambda done, total: told.append((done, total))
        )
    with zipfile.ZipFile(stream) as found:
        manifest: dict[str, Any] = json.loads(found.read("manifest.json"))
        for table in manifest["tables"]:
            rows = json.loads(found.read(table["member"]))
            assert len(rows) == table["rows"] == written.tables[table["table"]]
            assert all(list(row) == table["columns"] for row in rows)
        page = found.read("README.txt").decode()
    assert "journal d’audit" in page
    assert "سجل التدقيق" in page
    assert "The audit trail" in page
    assert told[-1][0] == told[-1][1] == len(told)
    trail = next(table for table in manifest["tables"] if table["table"] == "audit.AuditEntry")
    assert trail["rows"] > 0
