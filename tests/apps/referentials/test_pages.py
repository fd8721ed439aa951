"""The room of referentials: everyone reads, an operator publishes, and what is published never changes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.utils import ProgrammingError
from django.test import Client
from tests.apps.diagnostics.rooms import signed_in
from tests.factories import a_person, a_referential, a_requirement, an_operator

from jawda.apps.referentials import store
from jawda.apps.referentials.models import Draft, Publication
from jawda.core.referentials import Referential, read_referential, write_oscal_catalog, write_referential

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator() -> Client:
    return signed_in(an_operator())


def an_edition(edition: str = "1", **fields: Any) -> Referential:
    made = a_referential(a_requirement("a", **fields), a_requirement("b"))
    return type(made)(**{**made.__dict__, "id": f"trial-{edition}", "edition": edition})


def send(client: Client, content: bytes, name: str = "trial.yaml") -> Any:
    return client.post("/referentiels/importer/", {"file": SimpleUploadedFile(name, content)})


def test_everyone_reads_what_is_published() -> None:
    client = Client()
    assert "premiers-pas-1" in client.get("/referentiels/").content.decode()
    page = client.get("/referentiels/premiers-pas-1/").content.decode()
    assert "CC BY 4.0" in page
    for item in store.load("premiers-pas-1").assessable:
        assert item.title.fr in page  # type: ignore[operator]
    assert client.get("/referentiels/nothing-1/").status_code == 404


@pytest.mark.parametrize("kind", ["yaml", "xlsx", "oscal", "reponses"])
def test_every_file_can_be_taken_away(kind: str) -> None:
    answer = Client().get(f"/referentiels/premiers-pas-1/fichier/{kind}")
    assert answer.status_code == 200
    if kind == "yaml":
        assert read_referential(answer.content, file="again.yaml") == store.load("premiers-pas-1")
    assert Client().get("/referentiels/premiers-pas-1/fichier/exe").status_code == 404


def test_only_an_operator_publishes() -> None:
    for client, status in ((Client(), 302), (signed_in(a_person()), 404)):
        assert client.get("/referentiels/importer/").status_code == status
        assert send(client, write_referential(an_edition())).status_code == status
    assert Draft.objects.count() == 0


def test_a_file_is_shown_then_published_once(operator: Client) -> None:
    preview = send(operator, write_referential(an_edition()))["Location"]
    assert "trial-1" in operator.get(preview).content.decode()
    with pytest.raises(store.UnknownReferential):
        store.load("trial-1")
    assert operator.post(preview)["Location"] == "/referentiels/trial-1/"
    assert Publication.objects.get().identifier == "trial-1"
    assert operator.post(preview).status_code == 404
    another = signed_in(an_operator())
    mine = send(operator, write_referential(an_edition("2")))["Location"]
    assert another.get(mine).status_code == 404
    assert another.post(mine).status_code == 404


def test_what_is_published_never_changes(operator: Client) -> None:
    store.keep(an_edition())
    preview = send(operator, write_referential(an_edition(weight=3.0)))["Location"]
    page = operator.get(preview)
    assert page.status_code == 409
    assert "poids" in page.content.decode()
    operator.post(preview)
    assert store.load("trial-1").by_id["a"].weight == 1.0
    assert Publication.objects.count() == 0


def test_the_register_of_publications_only_grows(operator: Client) -> None:
    operator.post(send(operator, write_referential(an_edition()))["Location"])
    with pytest.raises(ProgrammingError), transaction.atomic():
        Publication.objects.update(file="other")
    with pytest.raises(ProgrammingError), transaction.atomic():
        Publication.objects.all()._raw_delete("default")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"id: x\n", "trial.yaml"),
        (write_referential(an_edition()).replace(b"languages:", b"languages: [fr, ar, en, de]\nlangs:"), "trial.yaml"),
        (b'{"catalog": {"metadata": ', "trial.yaml"),
        (b"PK not a workbook", "trial.yaml"),
        (b"", "trial.yaml"),
        (b"%PDF-1.7", "trial.yaml"),
        (b"a: &a [*a]\n", "trial.yaml"),
    ],
)
def test_every_fault_is_said_with_its_place_and_nothing_is_kept(
    operator: Client, content: bytes, expected: str
) -> None:
    answer = send(operator, content)
    assert answer.status_code == 422
    assert expected in answer.content.decode()
    assert Draft.objects.count() == 0


def test_a_catalogue_comes_in_by_the_same_door(operator: Client) -> None:
    from datetime import UTC, datetime

    catalogue = write_oscal_catalog(an_edition(), modified=datetime(2026, 1, 1, tzinfo=UTC))
    operator.post(send(operator, catalogue, "catalogue.json")["Location"])
    again = json.loads(operator.get("/referentiels/trial-1/fichier/oscal").content)
    before = json.loads(catalogue)
    for document in (again, before):
        del document["catalog"]["metadata"]["last-modified"]
    assert again == before


def test_two_editions_side_by_side(operator: Client) -> None:
    store.keep(an_edition())
    store.keep(an_edition("2", weight=2.0))
    page = operator.get("/referentiels/trial-1/vers/trial-2/").content.decode()
    assert "poids" in page
    assert operator.get("/referentiels/trial-1/vers/trial-9/").status_code == 404
    assert "/referentiels/trial-1/vers/trial-2/" in operator.get("/referentiels/trial-2/").content.decode()
