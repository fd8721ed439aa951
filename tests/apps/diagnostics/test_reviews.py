"""An expert's review beside a company's own answers: who writes what, what is fixed, what is concluded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from tests.apps.diagnostics.rooms import Room, a_room, everything, signed_in
from tests.apps.pages import page
from tests.factories import a_person

from jawda.apps.diagnostics import domain as diagnoses
from jawda.apps.diagnostics import queries
from jawda.apps.diagnostics.models import Assessment, Review, ReviewAnswer, ReviewDecision
from jawda.apps.diagnostics.reviews import domain
from jawda.apps.diagnostics.reviews.domain import Given
from jawda.apps.diagnostics.reviews.screens import band_words, usual_words
from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.queries import access_by_handle
from jawda.core.assessment import Answer, Usual
from jawda.core.findings import Refused
from jawda.foundation.accounts.models import Person
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.tenancy.context import acting
from jawda.foundation.tenancy.routes import Access

pytestmark = pytest.mark.django_db
ONE, TWO, THREE, FOUR = (
    "pp-direction-responsable",
    "pp-direction-objectifs",
    "pp-controle-liberation",
    "pp-controle-instruments",
)


@dataclass
class Expert:
    """A person on a mission in the company's room."""

    room: Room
    person: Person
    client: Client
    access: Access

    def acting(self) -> Any:
        return acting(organisation_id=self.room.member.organisation.pk, person_id=self.person.pk)

    def review(
        self, assessment: Assessment, *given: Given, conclusion: str = "Solide, sauf les instruments."
    ) -> Review:
        """Graded and signed."""
        with self.acting():
            loaded = queries.load(assessment.pk)
            domain.save(access=self.access, assessment=loaded.row, referential=loaded.referential, given=given)
            return domain.submit(access=self.access, loaded=loaded, conclusion=conclusion)

    def get(self, name: str, *arguments: object, **query: str) -> Any:
        return self.client.get(self.room.url(name, *arguments), query)

    def post(self, name: str, *arguments: object, **form: Any) -> Any:
        return self.client.post(self.room.url(name, *arguments), form)


def an_expert(room: Room, name: str = "Salma Expert", scope: tuple[str, ...] = ("diagnostics",)) -> Expert:
    person, today = a_person(name), timezone.localdate()
    organisation = room.member.organisation
    with room.acting():
        organisations.grant_mission(
            organisation_id=organisation.pk, person_id=person.pk, scope=scope, starts_on=today,
            ends_on=today + timedelta(days=30),
        )  # fmt: skip
    with acting(person_id=person.pk):
        access = access_by_handle(person.pk, organisation.handle)
    assert access is not None
    return Expert(room, person, signed_in(person), access)


@pytest.fixture
def room() -> Room:
    return a_room()


@pytest.fixture
def expert(room: Room) -> Expert:
    return an_expert(room)


@pytest.fixture
def assessment(room: Room) -> Assessment:
    return room.start(answers={ONE: "4", TWO: "3", THREE: "2"})


def rows(expert: Expert, model: Any) -> list[Any]:
    with expert.acting():
        return list(model.objects.all())


def test_an_expert_grades_a_chapter_signs_and_the_company_reads(
    room: Room, expert: Expert, assessment: Assessment
) -> None:
    room.save(assessment, ONE, level="4", note="Nommé en 2024", evidence="Organigramme, armoire 3")
    graded = expert.get("review_chapter", assessment.pk, "pp-direction").content.decode()
    assert "Nommé en 2024" in graded
    assert "Organigramme, armoire 3" in graded
    form = {f"level-{ONE}": "2", f"remark-{ONE}": "Pas de lettre de mission.", f"level-{TWO}": "3"}
    answer = expert.post("review_chapter", assessment.pk, "pp-direction", **form)
    assert answer.status_code == 302
    before = room.get("review", assessment.pk).content.decode()
    assert "Pas de lettre de mission." not in before
    expert.post("review_submit", assessment.pk, conclusion="Écrire la lettre de mission.")
    screen = room.get("review", assessment.pk).context["screen"]
    assert [line.requirement.id for line in screen.overrated] == [ONE]
    assert screen.overrated[0].difference == 40
    assert (screen.agreed, screen.seen, screen.row.difference) == (1, 2, 20)
    read = room.get("review", assessment.pk).content.decode()
    for words in ("Salma Expert", "Écrire la lettre de mission.", "Pas de lettre de mission.", "Armoire 3".lower()):
        assert words in read


def test_neither_writes_the_others(room: Room, expert: Expert, assessment: Assessment) -> None:
    """ "Neither may change the other's": by the pages and by the verbs."""
    signed = expert.review(assessment, Given(requirement=ONE, level="1"))
    given = [Given(requirement=ONE, level="5")]
    loaded_as_company = {"assessment": assessment}
    with room.acting(), pytest.raises(PermissionDenied):
        domain.save(access=room.member.access, referential=queries.load(assessment.pk).referential, given=given,
                    **loaded_as_company)  # fmt: skip
    with room.acting(), pytest.raises(PermissionDenied):
        domain.reopen(access=room.member.access, assessment=assessment)
    for name in ("review_submit", "review_reopen"):
        assert room.post(name, assessment.pk, conclusion="x").status_code == 403
    assert room.post("review_chapter", assessment.pk, "pp-direction").status_code == 403
    with expert.acting():
        loaded = queries.load(assessment.pk)
        with pytest.raises(PermissionDenied):
            diagnoses.save_answer(
                access=expert.access, assessment=loaded.row, referential=loaded.referential,
                answer=Answer(requirement=ONE, level="1"),
            )  # fmt: skip
        with pytest.raises(PermissionDenied):
            domain.decide(access=expert.access, loaded=loaded, review_row=signed, requirement=ONE, accept=True)
    assert expert.post("review_decide", assessment.pk, signed.pk, ONE, decision="accept").status_code == 403
    assert room.answers(assessment)[ONE].level == "4"
    assert [row.level for row in rows(expert, ReviewAnswer)] == ["1"]


def test_an_expert_for_something_else_and_one_whose_mission_ended_review_nothing(
    room: Room, assessment: Assessment
) -> None:
    trainer = an_expert(room, scope=("training",))
    assert trainer.get("review", assessment.pk).status_code == 403
    gone = an_expert(room)
    access = replace(gone.access, scope=("training",))
    with gone.acting():
        referential = queries.load(assessment.pk).referential
        with pytest.raises(PermissionDenied):
            domain.save(access=access, assessment=assessment, referential=referential, given=[])


def test_an_experts_review_is_not_another_experts(room: Room, expert: Expert, assessment: Assessment) -> None:
    signed = expert.review(assessment, Given(requirement=ONE, level="1", remark="Vu avec la direction"))
    other = an_expert(room, "Nabil")
    assert "Vu avec la direction" not in other.get("review", assessment.pk).content.decode()
    assert other.get("review_export", assessment.pk, signed.pk, "json").status_code == 404
    other.review(assessment, Given(requirement=ONE, level="3"))
    every = room.get("review", assessment.pk).context["every"]
    assert {row.expert_name for row in every} == {"Salma Expert", "Nabil"}
    older = room.get("review", assessment.pk, revue=str(signed.pk)).context["screen"]
    assert older.row.pk == signed.pk


def test_a_signed_review_is_fixed_until_its_expert_reopens_it(expert: Expert, assessment: Assessment) -> None:
    signed = expert.review(assessment, Given(requirement=ONE, level="1"))
    with expert.acting(), pytest.raises(domain.Submitted):
        domain.save(access=expert.access, assessment=assessment, given=[Given(requirement=ONE, level="5")],
                    referential=queries.load(assessment.pk).referential)  # fmt: skip
    assert expert.post("review_chapter", assessment.pk, "pp-direction").status_code == 302
    assert "La revue signée par" in expert.room.get("result", assessment.pk).content.decode()
    expert.post("review_reopen", assessment.pk)
    assert "La revue signée par" not in expert.room.get("result", assessment.pk).content.decode()
    expert.review(assessment, Given(requirement=ONE, level="4"))
    (again,) = rows(expert, Review)
    assert again.pk == signed.pk
    assert again.first_submitted_at == signed.first_submitted_at < again.submitted_at
    assert again.difference == 0


def test_what_the_company_takes_over_changes_its_answer_and_not_what_was_found(
    room: Room, expert: Expert, assessment: Assessment
) -> None:
    room.save(assessment, ONE, level="4", note="Nommé en 2024", evidence="Organigramme")
    signed = expert.review(assessment, Given(requirement=ONE, level="2"), Given(requirement=TWO, level="3"))
    room.post("review_decide", assessment.pk, signed.pk, ONE, decision="accept")
    answer = room.answers(assessment)[ONE]
    assert (answer.level, answer.note, answer.evidence) == ("2", "Nommé en 2024", "Organigramme")
    screen = room.get("review", assessment.pk).context["screen"]
    (line,) = screen.overrated
    assert (line.difference, line.decision.accepted, line.now) == (40, True, line.expert)
    with room.acting():
        actions = list(AuditEntry.objects.order_by("-sequence").values_list("action", flat=True)[:2])
    assert actions == ["diagnostics.review_decide", "diagnostics.answer"]
    expert.post("review_reopen", assessment.pk)
    expert.post("review_submit", assessment.pk, conclusion="La même")
    (again,) = rows(expert, Review)
    assert again.difference == 20  # what the company said of itself at the first signing


def test_keeping_ones_answer_takes_a_reason(room: Room, expert: Expert, assessment: Assessment) -> None:
    signed = expert.review(assessment, Given(requirement=ONE, level="2"))
    room.post("review_decide", assessment.pk, signed.pk, ONE, decision="keep", reason=" ")
    assert rows(expert, ReviewDecision) == []
    room.post("review_decide", assessment.pk, signed.pk, ONE, decision="keep", reason="x" * 5001)
    assert rows(expert, ReviewDecision) == []
    room.post("review_decide", assessment.pk, signed.pk, ONE, decision="keep", reason="La lettre est au siège.")
    assert "La lettre est au siège." in expert.get("review", assessment.pk).content.decode()
    assert room.answers(assessment)[ONE].level == "4"
    assert room.post("review_decide", assessment.pk, signed.pk, THREE, decision="accept").status_code == 404
    assert room.post("review_decide", assessment.pk, signed.pk, "nothing", decision="accept").status_code == 404


def test_a_decision_on_what_the_expert_changed_since_is_none(
    room: Room, expert: Expert, assessment: Assessment
) -> None:
    signed = expert.review(assessment, Given(requirement=ONE, level="2"))
    room.post("review_decide", assessment.pk, signed.pk, ONE, decision="keep", reason="La lettre est au siège.")
    expert.post("review_reopen", assessment.pk)
    assert room.post("review_decide", assessment.pk, signed.pk, ONE, decision="accept").status_code == 404
    expert.review(assessment, Given(requirement=ONE, level="1"))
    (line,) = room.get("review", assessment.pk).context["screen"].overrated
    assert line.decision is None


def test_a_closed_assessment_takes_nothing_over_before_it_is_reopened(
    room: Room, expert: Expert, assessment: Assessment
) -> None:
    signed = expert.review(assessment, Given(requirement=ONE, level="2"))
    room.post("close", assessment.pk)
    room.post("review_decide", assessment.pk, signed.pk, ONE, decision="accept")
    assert room.answers(assessment)[ONE].level == "4"
    assert rows(expert, ReviewDecision) == []


def test_what_does_not_fit_is_refused_whole_with_its_place(expert: Expert, assessment: Assessment) -> None:
    form = {f"level-{ONE}": "9", f"level-{TWO}": "3", f"remark-{TWO}": "y" * 5001}
    answer = expert.post("review_chapter", assessment.pk, "pp-direction", **form)
    assert answer.status_code == 422
    errors = {item.requirement.id: item.errors for item in answer.context["screen"].questions if item.errors}
    assert set(errors) == {ONE, TWO}
    assert rows(expert, ReviewAnswer) == []
    without_reason = expert.post("review_chapter", assessment.pk, "pp-direction", **{f"level-{ONE}": "N"})
    assert without_reason.status_code == 422
    with expert.acting(), pytest.raises(Refused):
        domain.save(access=expert.access, assessment=assessment, given=[Given(requirement="nothing", level="1")],
                    referential=queries.load(assessment.pk).referential)  # fmt: skip


def test_what_is_emptied_is_taken_back(expert: Expert, assessment: Assessment) -> None:
    expert.post("review_chapter", assessment.pk, "pp-direction", **{f"level-{ONE}": "3", f"discuss-{TWO}": "on"})
    assert len(rows(expert, ReviewAnswer)) == 2
    expert.post("review_chapter", assessment.pk, "pp-direction", **{f"level-{ONE}": "3"})
    assert [row.requirement for row in rows(expert, ReviewAnswer)] == [ONE]


def test_signing_takes_a_conclusion_and_something_graded(expert: Expert, assessment: Assessment) -> None:
    assert expert.post("review_submit", assessment.pk, conclusion="Bien").status_code == 422
    expert.post("review_chapter", assessment.pk, "pp-direction", **{f"level-{ONE}": "3"})
    assert expert.post("review_submit", assessment.pk, conclusion="").status_code == 422
    assert expert.post("review_submit", assessment.pk, conclusion="z" * 5001).status_code == 422
    assert rows(expert, Review)[0].submitted_at is None
    unanswered = {f"level-{FOUR}": "3"}
    other = expert.room.start(answers={ONE: "2"})
    expert.post("review_chapter", other.pk, "pp-controle", **unanswered)
    assert expert.post("review_submit", other.pk, conclusion="Bien").status_code == 422


def test_what_only_one_holds_to_be_applicable_is_settled_in_words(
    room: Room, expert: Expert, assessment: Assessment
) -> None:
    expert.review(
        assessment, Given(requirement=ONE, not_applicable=True, remark="Sans objet ici"),
        Given(requirement=TWO, level="3", discuss=True), Given(requirement=THREE, level="5"),
    )  # fmt: skip
    screen = room.get("review", assessment.pk).context["screen"]
    assert {line.requirement.id: line.state for line in screen.undecided} == {ONE: "differently", TWO: "discuss"}
    assert [line.requirement.id for line in screen.underrated] == [THREE]
    exported = room.get("review_export", assessment.pk, screen.row.pk, "json").json()
    assert [row["requirement"] for row in exported] == [THREE, ONE, TWO]
    for kind in ("xlsx", "csv"):
        assert room.get("review_export", assessment.pk, screen.row.pk, kind).status_code == 200


def test_an_assessment_with_a_review_is_not_deleted(room: Room, expert: Expert) -> None:
    assessment = room.start()
    with expert.acting():
        loaded = queries.load(assessment.pk)
        domain.save(access=expert.access, assessment=assessment, referential=loaded.referential,
                    given=[Given(requirement=ONE, level="1")])  # fmt: skip
    with room.acting(), pytest.raises(diagnoses.NotEmpty):
        diagnoses.delete_empty(access=room.member.access, assessment=assessment)


def test_pages_ask_no_more_for_more_questions(room: Room, expert: Expert) -> None:
    few, many = room.start(answers={ONE: "4"}), room.start(answers=everything("4"))
    expert.review(few, Given(requirement=ONE, level="1"))
    expert.review(many, *(Given(requirement=name, level="1", remark="–") for name in everything()))
    for assessment in (few, many):
        page(room.client, room.url("review", assessment.pk))
        page(expert.client, room.url("review", assessment.pk))
        expert.post("review_reopen", assessment.pk)
        page(room.client, room.url("review", assessment.pk))
        page(expert.client, room.url("review", assessment.pk))
        page(expert.client, room.url("review_chapter", assessment.pk, "pp-direction"))
        page(expert.client, room.url("result", assessment.pk))


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (Usual(reviews=12, middle=7, low=4, high=10), "7\u00a0points au-dessus"),
        (Usual(reviews=12, middle=-3, low=-8, high=1), "3\u00a0points au-dessous"),
        (Usual(reviews=12, middle=0, low=-2, high=2), "là où un expert le placerait"),
    ],
)
def test_the_usual_distance_in_words(known: Usual, words: str) -> None:
    assert words in usual_words(known, "fr")
    assert band_words(None, known, "fr") == band_words(70, None, "fr") == ""


def test_where_an_expert_would_place_a_result() -> None:
    said = band_words(70, Usual(reviews=12, middle=7, low=4, high=10), "fr")
    assert "entre 60 et 66 sur 100" in said
