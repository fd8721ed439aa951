"""What is found, by whom, in which order, and with how many queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.apps.pages import page
from tests.factories import Member, a_member, a_person, signed_in, verified
from tests.pages import strict_page

from jawda.apps.diagnostics import domain as diagnostics
from jawda.apps.ecosystems import domain as ecosystems
from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.domain import SiteFacts
from jawda.apps.organisations.enums import Kind
from jawda.foundation.accounts import domain as accounts
from jawda.foundation.search import index, queries, sources
from jawda.foundation.search.models import SearchEntry
from jawda.foundation.tenancy.context import acting
from jawda.foundation.tenancy.routes import Access

pytestmark = pytest.mark.django_db


def titles(text: str, member: Member | None = None, access: Access | None = None, language: str = "fr") -> list[str]:
    """The titles of what is found, in order."""
    access = access or (member.access if member else None)
    person = member.person.pk if member else None
    where = access.organisation_id if access else None
    with acting(organisation_id=where, person_id=person), translation.override(language):
        answer = queries.search(
            text, access=access, signed_in=member is not None, language=language, most=30, places_label="Aller"
        )
    return [result.title for group in answer.groups for result in group.results]


def inside(member: Member) -> Any:
    return acting(organisation_id=member.organisation.pk, person_id=member.person.pk)


def with_site(member: Member, name: str, **facts: Any) -> Any:
    with inside(member):
        return organisations.add_site(access=member.access, facts=SiteFacts(name=name, **facts))


def test_a_site_is_found_by_its_organisation_from_the_moment_it_is_written_and_by_no_other() -> None:
    mine, rival = a_member("Une"), a_member("Autre")
    site = with_site(mine, "Usine de câblage", city="Tanger")
    assert titles("cablage", mine) == ["Usine de câblage"]
    assert titles("CÂBLAGE tang", mine) == ["Usine de câblage"]
    assert titles("cablage", rival) == titles("cablage") == []
    with inside(mine):
        organisations.change_site(access=mine.access, site_id=site.pk, facts=SiteFacts(name="Dépôt"))
    assert titles("cablage", mine) == []
    assert titles("depot", mine) == ["Dépôt"]


def test_a_slip_is_forgiven_where_nothing_has_the_words() -> None:
    mine = a_member()
    with_site(mine, "Laboratoire de métrologie")
    with inside(mine):
        answer = queries.search(
            "metrolgie", access=mine.access, signed_in=True, language="fr", most=5, places_label="Aller"
        )
    assert answer.guessed
    assert answer.groups[0].results[0].title == "Laboratoire de métrologie"


def test_arabic_is_found_with_and_without_its_article_and_vowels() -> None:
    mine = a_member()
    with_site(mine, "المدرسة التقنية")
    for typed in ("مدرسه", "مَدْرَسَة", "والمدرسة", "المدرسه", "تقنيه", "مدرصة"):
        assert "المدرسة التقنية" in titles(typed, mine), typed


def test_what_begins_with_the_words_stands_before_what_only_has_them() -> None:
    mine = a_member()
    for name in ("Grand atelier nord", "Atelier", "Magasin"):
        with_site(mine, name, address="atelier" if name == "Magasin" else "")
    assert titles("atelier", mine)[:3] == ["Atelier", "Grand atelier nord", "Magasin"]


def test_a_requirement_is_found_by_number_by_question_and_in_any_language() -> None:
    assert any(title.startswith("8.5.1 ") for title in titles("8.5.1"))
    french, english = titles("étalonnage"), titles("calibration", language="en")
    assert french
    assert english
    assert titles("المعايرة", language="ar")


def test_a_referential_leads_to_its_requirement() -> None:
    answer = queries.search(
        "premiers pas responsable", access=None, signed_in=False, language="fr", most=5, places_label="Aller"
    )
    urls = [result.url for group in answer.groups for result in group.results]
    assert "/referentiels/premiers-pas-1/#r-pp-direction-responsable" in urls


def test_assessments_are_found_by_name_and_by_whoever_may_read_them() -> None:
    mine = a_member()
    with inside(mine):
        row = diagnostics.start(access=mine.access, referential_id="premiers-pas-1")
        diagnostics.rename(access=mine.access, assessment=row, title="Bilan du printemps")
    assert "Bilan du printemps" in titles("printemps", mine)
    elsewhere = Access(
        **{name: getattr(mine.access, name) for name in mine.access.__slots__} | {"scope": ("training",)}
    )
    assert titles("printemps", mine, access=elsewhere) == []
    with inside(mine):
        diagnostics.delete_empty(access=mine.access, assessment=row)
    assert titles("printemps", mine) == []


def test_members_are_found_by_the_name_they_bear_now_and_not_by_who_is_on_a_mission() -> None:
    mine = a_member()
    with acting(person_id=mine.person.pk):
        accounts.change_profile(person=mine.person, name="Zineb Alaoui", language="fr")
    assert "Zineb Alaoui" in titles("alaoui", mine)
    visiting = Access(
        **{name: getattr(mine.access, name) for name in mine.access.__slots__} | {"scope": ("diagnostics",)}
    )
    assert titles("alaoui", mine, access=visiting) == []


def test_who_leaves_is_found_no_more() -> None:
    mine, other = a_member(), a_person("Younes Berrada")
    with inside(mine):
        row = organisations.add_member(organisation_id=mine.organisation.pk, person_id=other.pk, role="reader")
        assert SearchEntry.objects.filter(source="member", subject=str(row.pk)).exists()
        organisations.remove_member(access=mine.access, membership_id=row.pk)
    assert titles("berrada", mine) == []


def test_verified_bodies_and_ecosystems_are_found_by_everyone() -> None:
    laboratory = a_member("Laboratoire Zénith", Kind.LABORATORY)
    assert titles("zenith") == []
    verified(laboratory)
    assert titles("zenith") == ["Laboratoire Zénith"]
    federation = verified(a_member("Fédération", Kind.FEDERATION))
    with inside(federation):
        ecosystems.open_ecosystem(
            access=federation.access, slug="zellige", sector="autre", names=("Zellige", "الزليج", "Tiles")
        )
    assert titles("zellige") == ["Zellige"]
    assert titles("زليج", language="ar") == ["الزليج"]


def test_what_was_suspended_is_found_no_more() -> None:
    from tests.factories import an_operator

    laboratory, operator = a_member("Laboratoire Zénith", Kind.LABORATORY), an_operator()
    verified(laboratory, operator)
    with acting(person_id=operator.pk):
        organisations.suspend(operator=operator, organisation=laboratory.organisation, note="essai")
    assert titles("zenith") == []


def test_pages_are_found_by_who_may_open_them() -> None:
    mine = a_member()
    assert "Nouvel autodiagnostic" in titles("nouvel autodiag", mine)
    reader = Access(**{name: getattr(mine.access, name) for name in mine.access.__slots__} | {"role": "reader"})
    assert "Nouvel autodiagnostic" not in titles("nouvel autodiag", mine, access=reader)
    assert "Se connecter" in titles("connecter")


def test_nothing_is_asked_of_the_database_for_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert titles("") == titles("  ") == titles("a") == titles("%") == titles("'") == []
    assert not [item for item in asked.captured_queries if "set_config" not in item["sql"]]


@pytest.mark.parametrize(
    "typed", ["100%", "a_b\\", "\x01site", "' OR 1=1 --", "ا" * 3000, "é " * 500, "\u202e\u0301 xx"]
)
def test_whatever_is_typed_gets_a_page(typed: str) -> None:
    mine = a_member()
    client = signed_in(mine.person)
    for url in ("/recherche/", f"/o/{mine.organisation.handle}/recherche/"):
        assert client.get(url, {"q": typed}).status_code == 200


@pytest.mark.parametrize("sites", [1, 3])
def test_two_queries_at_most_however_much_is_found(sites: int) -> None:
    mine = a_member()
    for number in range(sites):
        with_site(mine, f"Entrepôt {number}")
    for typed, most in (("entrepot", 1), ("entreport", 2)):
        with CaptureQueriesContext(connection) as asked:
            assert len([title for title in titles(typed, mine) if title.startswith("Entrepôt")]) == sites
        assert len([item for item in asked.captured_queries if "set_config" not in item["sql"]]) == most


def test_the_pages_are_sound_in_three_languages_with_and_without_results() -> None:
    mine = a_member()
    with_site(mine, "Usine <b>A</b>")
    client = signed_in(mine.person)
    for language in ("fr", "ar", "en"):
        client.cookies["django_language"] = language
        for query in ("", "?q=usine", "?q=qqqqqq", "?q=usinr"):
            html = page(client, f"/o/{mine.organisation.handle}/recherche/{query}")
            strict_page(html, language=language)
            strict_page(page(client, f"/recherche/{query}"), language=language)
            assert "<b>A</b>" not in html


def test_the_dialog_asks_for_the_results_alone() -> None:
    mine = a_member()
    with_site(mine, "Usine A")
    answer = signed_in(mine.person).get(
        f"/o/{mine.organisation.handle}/recherche/", {"q": "usine"}, headers={"HX-Request": "true"}
    )
    html = answer.content.decode()
    assert "<html" not in html
    assert "Usine A" in html


def test_rebuilding_gives_the_same_index() -> None:
    mine = verified(a_member("Laboratoire Zénith", Kind.LABORATORY))
    with_site(mine, "Usine A", city="Fès")

    def kept() -> list[Any]:
        return sorted(SearchEntry.objects.values_list("source", "subject", "words", "detail"), key=str)

    with inside(mine):
        before = kept()
        SearchEntry.objects.filter(source="site").delete()
        assert index.rebuild() == len(before) + 1  # and its entry in the directory
        assert kept() == before
    assert titles("zenith") == ["Laboratoire Zénith"]


def test_an_entry_of_another_version_is_left_out() -> None:
    mine = a_member()
    with inside(mine):
        index.put("site", [sources.Found(subject="1", title="Zellige", route="no_such_page")])
    assert titles("zellige", mine) == []
