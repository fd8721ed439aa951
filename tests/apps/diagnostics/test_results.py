"""The result page, the list, the comparison, and what the federation sees of it all."""

from __future__ import annotations

import io

import pypdf
import pytest
from tests.apps.diagnostics.rooms import Room, a_room, everything, signed_in
from tests.factories import a_member, a_referential, a_requirement

from jawda.apps.diagnostics.models import Assessment
from jawda.apps.ecosystems import domain as ecosystems
from jawda.apps.ecosystems.models import Ecosystem
from jawda.apps.organisations.enums import Kind
from jawda.apps.referentials import store
from jawda.core.referentials import Lineage, Relation
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return a_room()


def test_nothing_answered_has_no_figure_and_says_so(room: Room) -> None:
    page = room.get("result", room.start().pk).content.decode()
    assert "Il n’y a pas encore de chiffre d’ensemble" in page
    assert "Aucun chapitre n’a encore de résultat." in page


def test_the_bars_show_the_assessment_before_and_the_target(room: Room) -> None:
    """The first figure after the verdict: each chapter with its change, its target and what it was."""
    room.start(answers=everything("1"))
    assessment = room.start(answers=everything("4"))
    room.post("targets", assessment.pk, whole="60")
    answer = room.get("result", assessment.pk)
    bars = answer.context["screen"].bars
    assert {row.previous for row in bars.rows} == {20.0}
    assert {row.change for row in bars.rows} == {60.0}
    assert {row.gap for row in bars.rows} == {20.0}
    assert (bars.whole.value, bars.whole.previous, bars.whole.target) == (80.0, 20.0, 60.0)
    page = answer.content.decode()
    assert f"{len(bars.rows)} chapitres font mieux que le" in page
    assert (
        page.index("Points éliminatoires") < page.index('<table class="data bars') < page.index("Réponses par niveau")
    )


def test_a_first_assessment_says_nothing_of_a_last_time(room: Room) -> None:
    bars = room.get("result", room.start(answers=everything("4")).pk).context["screen"].bars
    assert not bars.has_previous


def test_gaps_are_filtered_by_knock_out_and_by_chapter(room: Room) -> None:
    assessment = room.start(answers=everything("1"))
    every = room.get("result", assessment.pk).context["screen"]
    knock_outs = room.get("result", assessment.pk, ecarts="eliminatoires").context["screen"]
    chapter = room.get("result", assessment.pk, chapitre="pp-controle").context["screen"]
    assert len(every.gaps) == len(everything())
    assert {item.gap.knock_out for item in knock_outs.gaps} == {True}
    assert {item.chapter for item in chapter.gaps} == {"pp-controle"}
    nothing = room.get("result", assessment.pk, chapitre="nowhere").content.decode()
    assert "Aucun écart ne correspond." in nothing


def test_a_gap_says_why_and_what_to_do(room: Room) -> None:
    page = room.get("result", room.start(answers={"pp-controle-instruments": "1"}).pk).content.decode()
    for words in ("Point éliminatoire", "Que faire", "En clair", "Preuves habituelles", "Étalonnage", "4\u00a0jours"):
        assert words in page


def test_the_list_is_filtered_and_exported_alike(room: Room) -> None:
    closed, begun = room.start(answers=everything()), room.start()
    room.post("close", closed.pk)
    assert [row.row.pk for row in room.get("list", etat="clos").context["screen"].rows] == [closed.pk]
    assert [row.row.pk for row in room.get("list", etat="ouverts").context["screen"].rows] == [begun.pk]
    rows = room.client.get(room.url("export_list", "json"), {"etat": "clos"}).json()
    assert [row["state"] for row in rows] == ["terminé"]
    for kind in ("xlsx", "csv"):
        assert room.get("export_list", kind).status_code == 200


def test_an_empty_list_says_what_to_do(room: Room) -> None:
    assert room.url("choose") in room.get("list").content.decode()


def test_a_name_of_ones_own(room: Room) -> None:
    assessment = room.start()
    room.post("name", assessment.pk, title="Avant l’audit")
    assert "Avant l’audit" in room.get("list").content.decode()


def test_two_assessments_compared(room: Room) -> None:
    names = list(everything())
    room.start(answers={names[0]: "1", names[1]: "3", names[2]: "2"})
    later = room.start(answers={names[0]: "3", names[1]: "2", names[3]: "4"})
    screen = room.get("comparison", later.pk).context["screen"]
    found = {change: [item.requirement.id for item in items] for change, items in screen.groups}
    assert found == {
        "worsened": [names[1]],
        "improved": [names[0]],
        "newly_answered": [names[3]],
        "no_longer_answered": [names[2]],
    }
    assert next(change for change, _items in screen.groups) == "worsened"


def test_two_editions_compared_through_lineage(room: Room) -> None:
    old = a_referential(a_requirement("a"), a_requirement("b"))
    renamed = a_requirement("a2", lineage=(Lineage(requirement="a", relation=Relation.EQUAL),))
    new = a_referential(renamed, a_requirement("c"))
    new = type(new)(**{**new.__dict__, "id": "trial-2", "edition": "2", "replaces": "trial-1"})
    store.keep(old)
    store.keep(new)
    room.start("trial-1", {"a": "1", "b": "3"})
    later = room.start("trial-2", {"a2": "4"})
    screen = room.get("comparison", later.pk).context["screen"]
    assert [(change, [item.requirement.id for item in items]) for change, items in screen.groups] == [
        ("improved", ["a2"])
    ]
    assert [item.id for item in screen.added] == ["c"]
    assert [item.id for item in screen.removed] == ["b"]


def test_nothing_to_compare_with_is_said(room: Room) -> None:
    first = room.start()
    assert "rien à quoi comparer" in room.get("comparison", first.pk).content.decode()
    assert room.get("comparison", first.pk, avec=str(first.pk)).status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_report_is_printed_in_the_language_asked_for(room: Room, language: str) -> None:
    assessment = room.start(answers=everything())
    answer = room.get("report", assessment.pk, langue=language)
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"].endswith(f'-{language}.pdf"')


def pages_of(content: bytes) -> list[str]:
    """The text of each page, every space a plain one."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def test_the_cover_of_the_report_says_the_verdict_and_page_two_does_not_repeat_it(room: Room) -> None:
    assessment = room.start(answers={"pp-controle-instruments": "1", "pp-controle-liberation": "5"})
    cover, second, *_rest = pages_of(room.get("report", assessment.pk, langue="fr").content)
    screen = room.get("result", assessment.pk).context["screen"]
    assert screen.title in cover
    assert screen.title not in second
    for words in ("1 point éliminatoire ouvert", "1 écart relevé", "4 jours de travail", "Seul un auditeur prononce"):
        assert words in cover, words
    assert "Points éliminatoires ouverts" in second


def test_a_report_without_an_answer_is_one_page_and_says_where_to_begin(room: Room) -> None:
    (page,) = pages_of(room.get("report", room.start().pk, langue="fr").content)
    assert "Points éliminatoires sans réponse" in page
    assert "Des instruments vérifiés" in page
    assert "Résultat par chapitre" not in page


def test_the_federation_sees_stages_and_no_answer(room: Room) -> None:
    """Canaries in every text of the answers are looked for in all that the federation can open."""
    canaries = {"note": "canari-note-77", "evidence": "canari-preuve-77"}
    federation = a_member("Fédération", Kind.FEDERATION)
    with acting(organisation_id=federation.organisation.pk, person_id=federation.person.pk):
        ecosystem = Ecosystem.objects.create(
            source_organisation=federation.organisation, slug="e", sector="s", name_fr="E", name_ar="E", name_en="E"
        )
    with room.acting():
        ecosystems.join(
            ecosystem=ecosystem, company_name="Essai", region="", city="", fictitious=True, show_stage=True
        )  # fmt: skip
    assessment = room.start(answers=everything())
    room.save(assessment, "pp-controle-liberation", level="3", **canaries)
    room.post("name", assessment.pk, title="canari-nom-77")
    officer = signed_in(federation.person)
    home = f"/o/{federation.organisation.handle}/"
    seen = []
    for stage in ("started", "finished", "started"):
        cohort = officer.get(f"{home}ecosysteme/cohorte/").content.decode()
        seen.append(stage)
        assert "Essai" in cohort
        assert "canari" not in cohort
        with acting(organisation_id=federation.organisation.pk, person_id=federation.person.pk):
            from jawda.apps.ecosystems.models import Participation

            assert Participation.objects.get().stage == stage
        room.post("close" if stage == "started" and len(seen) == 1 else "reopen", assessment.pk)
    assert "canari" not in officer.get(home).content.decode()
    assert officer.get(f"{home}diagnostic/").status_code == 403
    for name in ("result", "report", "spreadsheet", "upload"):
        assert officer.get(room.url(name, assessment.pk)).status_code == 404


def test_a_closed_assessment_is_listed_by_what_was_kept_and_an_open_one_by_its_answers(room: Room) -> None:
    closed, begun = room.start(answers=everything("4")), room.start(answers={"pp-controle-instruments": "1"})
    before = {row.row.pk: (row.verdict, row.summary) for row in room.get("list").context["screen"].rows}
    room.post("close", closed.pk)
    assert room.reread(closed).summary is not None
    after = {row.row.pk: (row.verdict, row.summary) for row in room.get("list").context["screen"].rows}
    assert before == after
    assert after[begun.pk][1].answered == 1
    room.post("reopen", closed.pk)
    assert room.reread(closed).summary is None


def test_what_an_older_version_kept_is_made_anew(room: Room) -> None:
    closed = room.start(answers=everything("4"))
    room.post("close", closed.pk)
    (kept,) = room.get("list").context["screen"].rows
    for former in (None, {"answered": 1}):
        with room.acting():
            Assessment.objects.filter(pk=closed.pk).update(summary=former)
        (row,) = room.get("list").context["screen"].rows
        assert row.summary == kept.summary
