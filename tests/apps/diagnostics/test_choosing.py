"""Choosing a referential: what is recommended is a matter of the rules in core; the page never hides the list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone
from tests.apps.diagnostics.rooms import a_room
from tests.apps.pages import page
from tests.factories import a_referential, a_requirement

from jawda.apps.diagnostics.models import Assessment
from jawda.apps.referentials import store
from jawda.core.referentials import Lineage, Relation

pytestmark = pytest.mark.django_db


def test_without_an_answer_nothing_is_recommended_and_everything_listed() -> None:
    room = a_room()
    text = page(room.client, room.url("choose"))
    assert "Par quoi commencer, pour vous" not in text
    for item in store.listed():
        assert text.count(f'value="{item.identifier}"') == 1


def test_a_recommendation_says_why_and_hides_nothing() -> None:
    room = a_room()
    text = page(room.client, room.url("choose") + "?sector=automotive&asked_by=car_maker&certificate=none")
    assert "Par quoi commencer, pour vous" in text
    assert "repose sur ISO 9001. Commencez par" in text
    first = text.index('value="iso-9001-2015"')
    assert first < text.index('value="premiers-pas-1"')
    for item in store.listed():
        named = item.slug in ("iso-9001", "iatf-16949", "maqmsr", "premiers-pas")
        recommended = named and not item.announced(timezone.localdate())
        assert text.count(f'value="{item.identifier}"') == 1 + recommended
    forged = page(room.client, room.url("choose") + "?sector=%3Cscript%3E&asked_by=")
    assert "Par quoi commencer, pour vous" not in forged
    assert "<script>" not in forged.split("<main")[1].split("</main")[0]


def test_the_diagnosis_for_authorities_is_listed_and_never_recommended() -> None:
    room = a_room()
    text = page(room.client, room.url("choose") + "?asked_by=authority")
    assert text.count('value="infrastructure-qualite-1"') == 1


def test_what_was_said_answers_the_questions_about_the_company() -> None:
    room = a_room()
    room.post("choose", referential="premiers-pas-1", sector="cosmetics", asked_by="nobody", certificate="none")
    with room.acting():
        assert Assessment.objects.get().profile == {"sector": "chemical"}
    room.post("choose", referential="iso-9001-2015", sector="forged")
    with room.acting():
        assert Assessment.objects.get(referential="iso-9001-2015").profile == {}


def test_an_announced_edition_is_marked_and_comes_after_the_standing_one() -> None:
    made = a_referential(a_requirement("a"), dates_confirmed=False, rests_on=("premiers-pas-1",))
    store.keep(replace(made, id="iso-9001-2999", slug="iso-9001", edition="2999"))
    room = a_room()
    text = page(room.client, room.url("choose") + "?asked_by=customer")
    assert text.count('value="iso-9001-2999"') == 1
    assert text.count('value="iso-9001-2015"') == 2
    assert "n’est pas encore en vigueur" in text
    assert "repose sur <bdi>Premiers pas" in text
    assert "n’est pas encore en vigueur" in page(room.client, "/referentiels/")


def test_a_new_edition_says_what_becomes_of_each_open_assessment() -> None:
    """Answers to an equal requirement carry over; the others are proposed and must be reviewed."""
    old = a_referential(a_requirement("a"), a_requirement("b"), a_requirement("c"))
    new = a_referential(
        a_requirement("a", lineage=(Lineage(requirement="a", relation=Relation.EQUAL),)),
        a_requirement("b2", lineage=(Lineage(requirement="b", relation=Relation.SUPERSET),)),
        a_requirement("d"),
        replaces="trial-1",
    )
    store.keep(old)
    store.keep(replace(new, id="trial-2", edition="2"))
    room = a_room()
    assessment = room.start("trial-1", {"a": "3", "b": "3"})
    closed = room.start("trial-1", {"a": "3"})
    room.post("close", closed.pk)
    choose = page(room.client, room.url("choose"))
    assert room.url("new_edition", "trial-2") in choose
    assert "votre autodiagnostic ouvert" in choose
    text = page(room.client, room.url("new_edition", "trial-2"))
    assert str(assessment.pk) in text
    assert str(closed.pk) not in text
    figures = [int(part.split("<")[0]) for part in text.split('">')[1:] if part.split("<")[0].isdigit()]
    assert figures[-4:] == [2, 1, 1, 1]
    assert "rien ne change" in page(room.client, room.url("new_edition", "premiers-pas-1"))
    assert room.get("new_edition", "none-1").status_code == 404
    other = a_room("Autre")
    assert str(assessment.pk) not in page(other.client, other.url("new_edition", "trial-2"))
