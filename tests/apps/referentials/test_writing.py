"""Writing a referential: saved at any time, every fault in its place, published once, and nobody else's to see."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests import machine
from tests.apps.pages import page
from tests.factories import Member, a_member, a_person, a_referential, a_requirement, signed_in, verified

from jawda.apps.diagnostics import domain as diagnostics
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.enums import Kind, Role
from jawda.apps.referentials import manuscripts, store, writing
from jawda.apps.referentials.models import Manuscript, ManuscriptVersion, OwnReferential, Publication
from jawda.core.referentials import read_referential, write_referential
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db


class Desk:
    """Somebody who writes in an organisation."""

    def __init__(self, member: Member) -> None:
        self.member = member
        self.client: Client = signed_in(member.person)

    def acting(self) -> Any:
        return acting(organisation_id=self.member.organisation.pk, person_id=self.member.person.pk)

    def url(self, name: str, *arguments: object) -> str:
        return reverse(f"writing:{name}", args=[self.member.organisation.handle, *arguments])

    def page(self, name: str, *arguments: object) -> str:
        return page(self.client, self.url(name, *arguments))

    def post(self, name: str, *arguments: object, **form: Any) -> Any:
        return self.client.post(self.url(name, *arguments), form, follow=True)

    def begin(self, slug: str = "renault-csr") -> UUID:
        self.post(
            "begin", title="Exigences du client", slug=slug, edition="1", languages=["fr"], scale="conformity",
            supplements="iso-9001-2015",
        )  # fmt: skip
        with self.acting():
            return Manuscript.objects.latest("changed_at").pk

    def form(self, manuscript: UUID) -> Any:
        with self.acting():
            return manuscripts.load(manuscript).form

    def sound(self, slug: str = "renault-csr") -> UUID:
        """A manuscript with a chapter and one question, ready to be published."""
        made = self.begin(slug)
        self.post("add", made, heading="1")
        self.post("requirement", made, f"{slug}-1", **{"reference": "1", "title.fr": "Chapitre"})
        self.post("add", made, after=f"{slug}-1", below="1")
        self.post(
            "requirement", made, f"{slug}-2",
            **{"reference": "1.1", "title.fr": "Étiquette du client", "question.fr": "Chaque bac est-il étiqueté ?",
               "weight": "2,5", "consequence": "high", "knock_out": "on"},
        )  # fmt: skip
        return made


@pytest.fixture
def company() -> Desk:
    return Desk(a_member("Câblages du Nord"))


@pytest.fixture
def federation() -> Desk:
    return Desk(verified(a_member("Fédération d’essai", Kind.FEDERATION)))


@pytest.fixture(autouse=True)
def _fresh() -> None:
    store._parsed.cache_clear()


def test_a_set_is_written_from_nothing_and_assessed_by_its_company(company: Desk) -> None:
    made = company.begin()
    text = company.page("edit", made)
    assert "aucune exigence" in text.lower() or "rien" in text.lower()
    made = company.sound("client-x")
    form = company.form(made)
    assert form["rests_on"] == ["iso-9001-2015"]
    assert form["requirements"][1] | {"weight": 2.5, "parent": "client-x-1"} == form["requirements"][1]
    assert not form_faults(company, made)
    assert "Rien à corriger" in company.page("edit", made)
    company.post("publish", made)
    with company.acting():
        assert OwnReferential.objects.get().identifier == "own:client-x-1"
        assert store.load("own:client-x-1").by_id["client-x-2"].weight == 2.5
    choose = reverse("diagnostics:choose", args=[company.member.organisation.handle])
    text = page(company.client, choose)
    assert 'value="own:client-x-1"' in text
    assert "repose sur <bdi>ISO 9001:2015" in text
    company.client.post(choose, {"referential": "own:client-x-1"})
    with company.acting():
        assessment = Assessment.objects.get()
    assert assessment.referential == "own:client-x-1"
    result = reverse("diagnostics:result", args=[company.member.organisation.handle, assessment.pk])
    assert "Exigences du client" in page(company.client, result)
    assert "Étiquette du client" in company.page("own", OwnReferential_key(company))


def form_faults(desk: Desk, manuscript: UUID) -> list[tuple[str, str | None]]:
    with desk.acting():
        return [(item.id, item.place.path) for item in manuscripts.load(manuscript).errors]


def OwnReferential_key(desk: Desk) -> UUID:  # noqa: N802 - reads as what it gives
    with desk.acting():
        key: UUID = OwnReferential.objects.get().pk
    return key


def test_nobody_else_sees_or_uses_a_companys_own_set(company: Desk) -> None:
    """Rivals share this platform: a parsed referential in memory is no way round the policies."""
    made = company.sound("secret")
    company.post("publish", made)
    with company.acting():
        digest = OwnReferential.objects.get().digest
        assert store.load("own:secret-1").id == "secret-1"
    rival = Desk(a_member("Rivale"))
    key = OwnReferential_key(company)
    for name, arguments in (
        ("own", [key]), ("edit", [made]), ("versions", [made]), ("profile", [made]), ("publish", [made]),
        ("requirement", [made, "secret-2"]), ("version", [made, 1]), ("download", [made, "json"]),
    ):  # fmt: skip
        assert rival.client.get(rival.url(name, *arguments)).status_code == 404, name
        assert rival.client.get(company.url(name, *arguments)).status_code == 404, name
    for name, arguments in (("add", [made]), ("move", [made, "secret-2"]), ("discard", [made]), ("edit", [made])):
        assert rival.client.post(rival.url(name, *arguments)).status_code == 404, name
    with rival.acting():
        with pytest.raises(store.UnknownReferential):
            store.load("own:secret-1")
        with pytest.raises(store.UnknownReferential):
            diagnostics.start(access=rival.member.access, referential_id="own:secret-1")
        assert store.own() == ()
        assert store.former("secret-1") is None
        store._parsed.cache_clear()
        with pytest.raises(store.UnknownReferential):
            store.by_digest(digest)
    with pytest.raises(store.UnknownReferential):
        store.load("own:secret-1")
    assert Client().get("/referentiels/own:secret-1/").status_code == 404
    assert "secret" not in Client().get("/referentiels/").content.decode()
    assert company.form(made)["requirements"]


def test_two_companies_may_keep_sets_of_the_same_name(company: Desk) -> None:
    other = Desk(a_member("Autre"))
    for desk, weight in ((company, "3"), (other, "4")):
        made = desk.sound("same")
        desk.post("requirement", made, "same-2", **{"reference": "1.1", "weight": weight})
        desk.post("publish", made)
    for desk, weight in ((company, 3.0), (other, 4.0), (company, 3.0)):
        with desk.acting():
            assert store.load("own:same-1").by_id["same-2"].weight == weight


def test_what_is_wrong_is_kept_and_said_beside_its_field_and_in_the_summary(company: Desk) -> None:
    made = company.sound()
    company.post("requirement", made, "renault-csr-2", **{"reference": "1.1", "title.fr": "", "weight": "beaucoup"})
    text = company.page("requirement", made, "renault-csr-2")
    assert 'value="beaucoup"' in text
    for field in ("f-weight", "f-title-fr"):
        assert re.search(rf'id="{field}"[^>]*aria-describedby="[^"]*{field}-err"[^>]*aria-invalid', text), field
        assert f'id="{field}-err"' in text
    summary = company.page("edit", made)
    assert company.url("requirement", made, "renault-csr-2") + "#f-weight" in summary
    assert company.url("requirement", made, "renault-csr-2") + "#f-title-fr" in summary
    assert "2 erreurs à corriger" in summary
    company.post("publish", made)
    with company.acting():
        assert not OwnReferential.objects.exists()
    assert "Il faut d’abord corriger" in company.page("publish", made)


def test_texts_in_a_language_that_is_not_shown_stay(company: Desk) -> None:
    made = company.sound()
    company.post("edit", made, slug="renault-csr", edition="1", publisher="Client", **{
        "languages.fr": "on", "languages.ar": "on", "title.fr": "Titre", "scale": "conformity",
    })  # fmt: skip
    assert company.form(made)["languages"] == ["fr", "ar"]
    page_ = company.client.get(company.url("requirement", made, "renault-csr-2") + "?langue=ar").content.decode()
    assert re.search(r'name="title.ar"[^>]*lang="ar" dir="rtl"', page_)
    assert 'name="title.fr"' not in page_
    company.post("requirement", made, "renault-csr-2", **{"reference": "1.1", "title.ar": "ملصق الزبون"})
    assert company.form(made)["requirements"][1]["title"] == {"fr": "Étiquette du client", "ar": "ملصق الزبون"}
    company.post("edit", made, slug="renault-csr", edition="1", publisher="Client", **{"languages.fr": "on"})
    assert company.form(made)["requirements"][1]["title"] == {"fr": "Étiquette du client"}


def test_questions_about_the_company_and_conditions(company: Desk) -> None:
    made = company.sound()
    company.post("profile", made, **{
        "profile.1.id": "exports", "profile.1.question.fr": "Exportez-vous ?",
        "profile.1.choices.1.value": "yes", "profile.1.choices.1.title.fr": "Oui",
    })  # fmt: skip
    company.post("profile", made, **{
        "profile.1.id": "exports", "profile.1.question.fr": "Exportez-vous ?",
        "profile.1.choices.1.value": "yes", "profile.1.choices.1.title.fr": "Oui",
        "profile.1.choices.2.value": "no",
    })  # fmt: skip
    text = company.page("profile", made)
    assert 'id="f-profile-1-choices-2-title-fr-err"' in text
    company.post("requirement", made, "renault-csr-2", **{"reference": "1.1", "when.exports.yes": "on"})
    assert company.form(made)["requirements"][1]["applies_when"] == {"exports": ["yes"]}
    company.post("profile", made)
    assert len(company.form(made)["profile"][0]["choices"]) == 2
    company.post("profile", made, **{"profile.1.id": "", "profile.1.question.fr": ""})
    assert "profile" not in company.form(made)


def test_nothing_is_overwritten_unseen(company: Desk) -> None:
    made = company.sound()
    text = company.page("requirement", made, "renault-csr-2")
    seen = re.search(r'name="seen" value="(\w+)"', text)[1]  # type: ignore[index]
    company.post("requirement", made, "renault-csr-2", **{"reference": "1.2", "seen": seen})
    answer = company.post("requirement", made, "renault-csr-2", **{"reference": "1.3", "seen": seen})
    assert "rien n’a été écrasé" in answer.content.decode()
    assert company.form(made)["requirements"][1]["reference"] == "1.2"


def test_places_and_identifiers(company: Desk) -> None:
    made = company.sound()
    company.post("add", made, after="renault-csr-2")
    company.post("move", made, "renault-csr-3", step="up")
    names = [item["id"] for item in company.form(made)["requirements"]]
    assert names == ["renault-csr-1", "renault-csr-3", "renault-csr-2"]
    for wrong in ("renault-csr-2", "a/b", "é"):
        answer = company.post("requirement", made, "renault-csr-3", **{"id": wrong, "reference": "9", "title.fr": "T"})
        assert "Cet identifiant ne peut pas être pris" in answer.content.decode()
    assert company.form(made)["requirements"][1]["reference"] == "9"
    company.post("requirement", made, "renault-csr-3", **{"id": "etiquette", "reference": "9"})
    company.post("move", made, "etiquette", step="remove")
    company.post("move", made, "renault-csr-2", step="sideways")
    assert [item["id"] for item in company.form(made)["requirements"]] == ["renault-csr-1", "renault-csr-2"]
    assert company.client.get(company.url("requirement", made, "etiquette")).status_code == 404
    for name in ("add", "move"):
        arguments = [made] if name == "add" else [made, "none"]
        assert company.client.post(company.url(name, *arguments), {"after": "none", "step": "up"}).status_code == 404


def test_versions_are_numbered_and_can_be_taken_back(company: Desk) -> None:
    """What one person writes in one sitting is one version; another person begins another."""
    made = company.sound()
    with company.acting():
        assert ManuscriptVersion.objects.filter(manuscript_id=made).count() == 1
    colleague = a_person("Brahim")
    with company.acting():
        organisations.add_member(
            organisation_id=company.member.organisation.pk, person_id=colleague.pk, role=Role.QUALITY_MANAGER
        )
    theirs = signed_in(colleague)
    theirs.post(company.url("requirement", made, "renault-csr-2"), {"reference": "1.9", "title.fr": "Autre titre"})
    text = company.page("versions", made)
    assert "Brahim" in text
    assert "Version 2" in text
    assert company.url("version", made, 1) in text
    assert company.url("version", made, 2) not in text, "nothing lies between the present version and itself"
    assert company.client.get(company.url("version", made, 2)).status_code == 302
    assert "Autre titre" in company.page("version", made, 1)
    company.post("version", made, 1)
    assert company.form(made)["requirements"][1]["reference"] == "1.1"
    with company.acting():
        assert Manuscript.objects.get(pk=made).number == 3
    assert company.client.get(company.url("version", made, 99)).status_code == 404


def test_a_verified_federation_publishes_for_everyone_and_in_its_own_name(federation: Desk) -> None:
    made = federation.sound("bonnes-pratiques")
    federation.post("edit", made, slug="bonnes-pratiques", edition="1", publisher="ISO", **{
        "languages.fr": "on", "title.fr": "Bonnes pratiques",
    })  # fmt: skip
    federation.post("publish", made)
    assert store.load("bonnes-pratiques-1").publisher == "Fédération d’essai"
    assert "bonnes-pratiques-1" in Client().get("/referentiels/").content.decode()
    assert Publication.objects.get().identifier == "bonnes-pratiques-1"
    assert "ne change plus" in federation.page("edit", made)
    before = federation.form(made)
    answer = federation.post("requirement", made, "bonnes-pratiques-2", reference="changed")
    assert "commencez l’édition suivante" in answer.content.decode()
    federation.post("discard", made)
    assert federation.form(made) == before


def test_an_unverified_federation_writes_and_does_not_publish() -> None:
    desk = Desk(a_member("Pas vérifiée", Kind.FEDERATION))
    made = desk.sound("pas-encore")
    assert "Un opérateur doit vérifier" in desk.page("publish", made)
    desk.client.post(desk.url("publish", made))
    with pytest.raises(store.UnknownReferential):
        store.load("pas-encore-1")


@pytest.mark.parametrize("slug", ["iso-9001", "bonnes-pratiques"])
def test_nobody_publishes_an_edition_of_anothers_referential(federation: Desk, slug: str) -> None:
    if slug == "bonnes-pratiques":
        other = Desk(verified(a_member("L’autre fédération", Kind.FEDERATION)))
        other.post("publish", other.sound(slug))
    made = federation.begin(slug)
    federation.post("edit", made, slug=slug, edition="9", **{"languages.fr": "on", "title.fr": "T"})
    federation.post("add", made)
    federation.post(
        "requirement", made, f"{slug}-1", **{"reference": "1", "title.fr": "T", "question.fr": "Q"}
    )  # fmt: skip
    answer = federation.post("publish", made)
    assert "Un autre organisme publie" in answer.content.decode()
    with pytest.raises(store.UnknownReferential):
        store.load(f"{slug}-9")


def test_the_next_edition_comes_with_its_lineage(federation: Desk) -> None:
    federation.post("publish", federation.sound("pratiques"))
    federation.post("begin", suite="pratiques-1", edition="2")
    with federation.acting():
        made = Manuscript.objects.get(identifier="pratiques-2").pk
    form = federation.form(made)
    assert form["replaces"] == "pratiques-1"
    assert form["requirements"][1]["lineage"] == [{"requirement": "pratiques-2", "relation": "equal"}]
    federation.post("add", made, after="pratiques-2")
    assert federation.form(made)["requirements"][2]["id"] == "pratiques-3"
    federation.post("requirement", made, "pratiques-3", **{
        "reference": "1.2", "title.fr": "T", "question.fr": "Q", "lineage.1.requirement": "nowhere",
        "lineage.1.relation": "subset",
    })  # fmt: skip
    assert "f-lineage-1-requirement-err" in federation.page("requirement", made, "pratiques-3")
    assert federation.page("publish", made).count("1 erreur") >= 1
    federation.post("requirement", made, "pratiques-3", **{
        "reference": "1.2", "lineage.1.requirement": "pratiques-2", "lineage.1.relation": "subset",
    })  # fmt: skip
    assert "Ce qui a changé depuis" in federation.page("publish", made)
    federation.post("publish", made)
    assert store.load("pratiques-2").replaces == "pratiques-1"
    for wrong in ({"suite": "none-1", "edition": "2"}, {"suite": "pratiques-2", "edition": ""}):
        assert "nommez son édition suivante" in federation.post("begin", **wrong).content.decode()


def test_from_a_file_and_back(company: Desk) -> None:
    source = a_referential(a_requirement("a", assessable=False), a_requirement("b", "a"))
    answer = company.post("upload", file=SimpleUploadedFile("jeu.yaml", write_referential(source)))
    assert answer.status_code == 200
    with company.acting():
        made = Manuscript.objects.get().pk
    again = company.client.get(company.url("download", made, "yaml")).content
    assert read_referential(again, file="x") == source
    assert company.client.get(company.url("download", made, "xlsx")).status_code == 200
    assert company.client.get(company.url("download", made, "exe")).status_code == 404
    for content, said in (
        (b"id: x\n", "jeu.yaml"), (b"", "jeu.yaml"),
        (write_referential(a_referential(a_requirement("a/b"))), "a/b"),
    ):  # fmt: skip
        answer = company.post("upload", file=SimpleUploadedFile("jeu.yaml", content))
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert company.post("upload").status_code == 422
    with company.acting():
        assert Manuscript.objects.count() == 1
    company.post("requirement", made, "b", reference="")
    assert company.client.get(company.url("download", made, "yaml")).status_code == 302
    assert company.client.get(company.url("download", made, "json")).status_code == 200
    company.post("discard", made)
    with company.acting():
        assert not Manuscript.objects.exists()


def test_who_may_write(company: Desk) -> None:
    made = company.sound()
    reader = a_person("Lectrice")
    with company.acting():
        organisations.add_member(
            organisation_id=company.member.organisation.pk, person_id=reader.pk, role=Role.READER
        )  # fmt: skip
    client = signed_in(reader)
    text = client.get(company.url("edit", made)).content.decode()
    assert "readonly" in text
    for name, arguments in (("edit", [made]), ("profile", [made]), ("requirement", [made, "renault-csr-2"]),
                            ("add", [made]), ("move", [made, "renault-csr-2"]), ("publish", [made]),
                            ("discard", [made]), ("version", [made, 1]), ("begin", []), ("upload", [])):  # fmt: skip
        assert client.post(company.url(name, *arguments), {"step": "up"}).status_code == 403, name
    laboratory = Desk(a_member("Laboratoire", Kind.LABORATORY))
    assert laboratory.client.get(laboratory.url("list")).status_code == 403


def test_a_large_one_is_edited_within_the_budget(company: Desk) -> None:
    """At most 15 queries and 100 ms of processor time for one question of 140 or so."""
    with company.acting():
        made = writing.begin_next(
            access=company.member.access, identifier="iso-9001-2015", edition="mine"
        ).pk  # fmt: skip
    address = company.url("requirement", made, "iso9001-7-5-3-2-versions")
    page(company.client, address)
    page(company.client, company.url("edit", made))
    page(company.client, company.url("list"))
    spent = machine.least(lambda: page(company.client, address))
    assert spent <= 100


def test_the_preview_is_the_page_on_which_it_will_be_filled_in(company: Desk) -> None:
    made = company.sound()
    address = reverse("diagnostics:preview", args=[company.member.organisation.handle, made, "renault-csr-1"])
    text = page(company.client, address)
    assert "Chaque bac est-il étiqueté" in text
    assert "<fieldset disabled" in text
    assert address in company.page("requirement", made, "renault-csr-2")
    with company.acting():
        assert not Assessment.objects.exists()
    assert company.client.get(address.replace("renault-csr-1", "none")).status_code == 404
    rival = Desk(a_member("Rivale"))
    theirs = reverse("diagnostics:preview", args=[rival.member.organisation.handle, made, "renault-csr-1"])
    assert rival.client.get(theirs).status_code == 404
    company.post("requirement", made, "renault-csr-2", reference="")
    assert company.client.get(address).status_code == 302
