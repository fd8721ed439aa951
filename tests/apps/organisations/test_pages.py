"""Every page of the room: who may open it, what it asks of the database, and that a stranger finds nothing."""

from __future__ import annotations

import pytest
from tests.apps.pages import page
from tests.factories import a_member, a_person, an_operator, signed_in, verified

from jawda.apps.organisations import domain
from jawda.apps.organisations.enums import Kind, Role
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db

PLACES = (
    "",
    "organisation/",
    "organisation/modifier/",
    "organisation/membres/",
    "organisation/membres/inviter/",
    "organisation/membres/quitter/",
    "organisation/sites/",
    "organisation/sites/nouveau/",
    "organisation/sites/importer/",
    "organisation/missions/",
    "organisation/missions/nouvelle/",
    "ecosysteme/partages/",
)


def join(member, role):
    """Somebody else in the member's organisation."""
    person = a_person("Collègue")
    with acting(organisation_id=member.organisation.pk, person_id=member.person.pk):
        invitation, _ = domain.invite(access=member.access, email=person.email, role=role, language="fr")
    with acting(person_id=person.pk):
        domain.accept(person=person, invitation_id=invitation.pk)
    return person


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_page_opens_in_three_languages(path, language):
    member = a_member("Tôlerie Témoin")
    client = signed_in(member.person)
    client.cookies["django_language"] = language
    text = page(client, f"/o/{member.organisation.handle}/{path}")
    assert f'lang="{language}"' in text
    assert "Tôlerie Témoin" in text  # the organisation is always in sight


@pytest.mark.parametrize("path", [*PLACES, "organisation/sites/classeur/"])
def test_a_stranger_finds_nothing(path):
    member, stranger = a_member("Secrète"), a_member("Autre")
    answer = signed_in(stranger.person).get(f"/o/{member.organisation.handle}/{path}")
    assert answer.status_code == 404
    assert "Secrète" not in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["organisation/modifier/", "organisation/membres/inviter/", "organisation/sites/nouveau/",
             "organisation/sites/importer/", "organisation/missions/nouvelle/"],
)  # fmt: skip
def test_a_contributor_does_not_manage(path):
    member = a_member("Essai")
    contributor = join(member, Role.CONTRIBUTOR)
    assert signed_in(contributor).get(f"/o/{member.organisation.handle}/{path}").status_code == 403


@pytest.mark.parametrize("path", ["", "organisation/", "organisation/membres/", "organisation/sites/"])
def test_a_reader_reads_and_is_offered_nothing_forbidden(path):
    member = a_member("Essai")
    client = signed_in(join(member, Role.READER))
    text = page(client, f"/o/{member.organisation.handle}/{path}")
    for forbidden in ("/modifier/", "/inviter/", "/sites/nouveau/", "/choisir/"):
        assert forbidden not in text


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.COMPANY])
@pytest.mark.parametrize("done", [False, True])
def test_the_home_of_every_kind_says_what_comes_next(kind, done):
    member = a_member("Corps Exemple", kind)
    member = verified(member) if done else member
    client = signed_in(member.person)
    text = page(client, f"/o/{member.organisation.handle}/")
    assert ("Un opérateur va vérifier" in text) is not done
    for path in ("organisation/", "organisation/modifier/", "organisation/membres/"):
        page(client, f"/o/{member.organisation.handle}/{path}")


@pytest.mark.parametrize("path", ["/operateur/", "/operateur/organisations/", "/annuaire/", "/accueil/?liste",
                                  "/organisations/nouvelle/"])  # fmt: skip
@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_same_of_the_database_however_long(path, count):
    for number in range(count):
        verified(a_member(f"Labo {number}", Kind.LABORATORY))
        a_member(f"Société {number}")
    page(signed_in(an_operator()), path)


@pytest.mark.parametrize("path", ["/operateur/", "/operateur/organisations/", "/operateur/organisations/?format=csv"])
def test_the_operators_pages_do_not_exist_for_others(path):
    member = verified(a_member("Ministère", Kind.AUTHORITY))
    assert signed_in(member.person).get(path).status_code == 404


def test_one_in_no_organisation_is_told_to_register_or_wait():
    person = a_person()
    text = page(signed_in(person), "/accueil/")
    assert "/organisations/nouvelle/" in text
    assert person.email in text


def test_one_in_two_organisations_chooses_and_sees_where_they_are():
    first = a_member("Première")
    with acting(person_id=first.person.pk):
        second = domain.register_organisation(person_id=first.person.pk, kind=Kind.COMPANY, name="Deuxième")
    client = signed_in(first.person)
    text = page(client, "/accueil/")
    assert "Première" in text
    assert "Deuxième" in text
    text = page(client, f"/o/{second.handle}/")
    switch = text[text.index('id="organisations"') :]
    assert 'aria-current="true"' in switch[: switch.index("</div>")]
    assert "Première" in switch[: switch.index("</div>")]
