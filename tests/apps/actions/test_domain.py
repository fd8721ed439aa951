"""Verbs of actions: nothing closes without evidence, nobody judges their own work, all or nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.apps.actions.rooms import Room, a_room
from tests.apps.diagnostics.rooms import everything
from tests.foundation.files.samples import pdf

from jawda.apps.actions import domain, evidence
from jawda.apps.actions.facts import Facts
from jawda.apps.actions.models import Action, ActionDependency, ActionEvent, ActionEvidence
from jawda.apps.diagnostics import evidence as diagnosis
from jawda.apps.diagnostics.evidence import Upload
from jawda.apps.organisations.enums import Role
from jawda.apps.referentials import store
from jawda.core.findings import Refused
from jawda.core.workflow import State, Step
from jawda.foundation.audit import trail
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.files.models import StoredFile

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.FILES_FOLDER = tmp_path / "files"


@pytest.fixture
def room() -> Room:
    return a_room()


def ids(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [finding.id.removeprefix("workflow.") for finding in refused.value.findings]


def test_an_action_goes_its_way_and_its_history_and_the_trail_say_so(room: Room) -> None:
    other = room.colleague().member
    action = room.done("Former l’équipe")
    assert (action.state, action.done_on) == ("done", TODAY)
    room.step(action, Step.REOPEN, other, reason="Rien n’a changé", checked_on=TODAY)
    room.step(action, Step.FINISH)
    room.step(action, Step.CONFIRM, other, checked_on=TODAY, reason="Aucune plainte depuis")
    action = room.reread(action)
    assert action.current is State.EFFECTIVE
    assert (action.effect_on, action.effect_by, action.effect_note) == (TODAY, other.person.pk, "Aucune plainte depuis")
    with room.acting():
        kinds = list(ActionEvent.objects.filter(action=action).order_by("at").values_list("kind", flat=True))
        entries = "\n".join(AuditEntry.objects.values_list("content", flat=True))
        assert trail.verify().broken is None
    assert kinds == ["propose", "agree", "start", "evidence", "finish", "reopen", "finish", "confirm"]
    assert "Rien n’a changé" not in entries, "the trail holds no text of a person"


def test_it_does_not_close_without_evidence(room: Room) -> None:
    action = room.started()
    with pytest.raises(Refused) as refused:
        room.step(action, Step.FINISH)
    assert ids(refused) == ["no_evidence"]
    assert room.reread(action).current is State.IN_PROGRESS


def test_its_evidence_stays_once_it_is_closed(room: Room) -> None:
    action = room.done()
    with room.acting():
        piece = ActionEvidence.objects.get()
        with pytest.raises(domain.Ended):
            evidence.remove_evidence(access=room.access, action_id=action.pk, evidence_id=piece.pk)
        assert ActionEvidence.objects.count() == 1


def test_agreeing_needs_who_and_when(room: Room) -> None:
    action = room.propose()
    with pytest.raises(Refused) as refused:
        room.step(action, Step.AGREE)
    assert ids(refused) == ["no_owner", "no_due_date"]


def test_what_was_agreed_keeps_its_owner_and_its_date(room: Room) -> None:
    action = room.started("Former")
    with room.acting(), pytest.raises(Refused) as refused:
        domain.change(access=room.access, action_id=action.pk, facts=Facts(title="Former"))
    assert ids(refused) == ["no_owner", "no_due_date"]


def test_the_owner_does_not_judge_where_another_can(room: Room) -> None:
    action = room.done()
    room.step(action, Step.REOPEN, reason="seul", checked_on=TODAY)  # alone in the company: nobody else can
    room.step(action, Step.FINISH)
    room.colleague()
    with pytest.raises(Refused) as refused:
        room.step(action, Step.CONFIRM, checked_on=TODAY)
    assert ids(refused) == ["own_work"]


def test_it_waits_for_what_it_depends_on(room: Room) -> None:
    first, second = room.started("Acheter"), room.started("Étalonner")
    with room.acting():
        domain.wait_for(access=room.access, action_id=second.pk, on_id=first.pk)
        domain.wait_for(access=room.access, action_id=second.pk, on_id=first.pk)
        assert ActionDependency.objects.count() == 1
        evidence.add_evidence(access=room.access, action_id=second.pk, text="Certificat")
        with pytest.raises(Refused) as circle:
            domain.wait_for(access=room.access, action_id=first.pk, on_id=second.pk)
    assert ids(circle) == ["cycle"]
    with pytest.raises(Refused) as refused:
        room.step(second, Step.FINISH)
    assert ids(refused) == ["depends_on_unfinished"]
    assert refused.value.findings[0].arguments["names"] == "Acheter"
    room.step(first, Step.CANCEL, reason="Prêté par le voisin")
    assert room.step(second, Step.FINISH).current is State.DONE
    with room.acting():
        domain.stop_waiting(access=room.access, action_id=second.pk, on_id=first.pk)
        assert ActionDependency.objects.count() == 0


def test_cancelling_needs_a_reason_and_can_be_taken_back(room: Room) -> None:
    action = room.propose()
    with pytest.raises(Refused) as refused:
        room.step(action, Step.CANCEL, reason="  ")
    assert ids(refused) == ["no_reason"]
    room.step(action, Step.CANCEL, reason="Sans objet")
    with room.acting(), pytest.raises(domain.Ended):
        domain.change(access=room.access, action_id=action.pk, facts=Facts(title="autre"))
    assert room.step(action, Step.RESTORE, reason="Si, finalement").current is State.PROPOSED


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "x", "why": "x" * 5001}, "why"),
        ({"title": "x", "due_on": date(1999, 1, 1)}, "due_on"),
        ({"title": "x", "effect_due_on": date(2100, 1, 1)}, "effect_due_on"),
        ({"title": "x", "effort_days": -1.0}, "effort_days"),
        ({"title": "x", "effort_days": float("nan")}, "effort_days"),
        ({"title": "x", "cost": Decimal("NaN"), "currency": "MAD"}, "cost"),
        ({"title": "x", "cost": Decimal(-1), "currency": "MAD"}, "cost"),
        ({"title": "x", "cost": Decimal(1), "currency": "dirham"}, "currency"),
        ({"title": "x", "consequence": 4}, "consequence"),
        ({"title": "x", "owner_id": uuid4()}, "owner_id"),
    ],
)
def test_what_cannot_be_said_of_an_action(room: Room, facts: dict[str, Any], field: str) -> None:
    with room.acting():
        with pytest.raises(ValidationError) as refused:
            domain.propose(access=room.access, facts=Facts(**facts))
        assert set(refused.value.error_dict) == {field}
        assert Action.objects.count() == 0


def test_gaps_become_actions_all_or_none(room: Room) -> None:
    assessment = room.diagnosis.start(answers=everything("1"))
    referential = store.load(assessment.referential)
    source = domain.Source(assessment=assessment, referential=referential, requirement="pp-direction-responsable")
    with room.acting():
        with pytest.raises(ValidationError):
            domain.plan(access=room.access, gaps=[(source, Facts(title="a")), (source, Facts(title=""))])
        assert Action.objects.count() == 0
        (made,) = domain.plan(access=room.access, gaps=[(source, Facts(title="a"))])
    assert (made.requirement, made.chapter, made.referential) == (
        "pp-direction-responsable", "pp-direction", "premiers-pas-1",
    )  # fmt: skip


def test_a_file_of_the_diagnosis_is_shared_and_outlives_its_removal_there(room: Room) -> None:
    assessment = room.diagnosis.start()
    referential = store.load(assessment.referential)
    action = room.started()
    with room.acting():
        (piece,) = diagnosis.add_evidence(
            access=room.access, assessment=assessment, referential=referential, requirement="pp-direction-responsable",
            uploads=[Upload("plan.pdf", pdf())],
        )  # fmt: skip
        evidence.take_over(access=room.access, action_id=action.pk, evidence=piece)
        diagnosis.unlink_evidence(
            access=room.access, assessment=assessment, requirement="pp-direction-responsable", evidence=piece
        )
        kept = ActionEvidence.objects.select_related("file").get()
        assert kept.file is not None
        evidence.remove_evidence(access=room.access, action_id=action.pk, evidence_id=kept.pk)
        assert StoredFile.objects.count() == 1, "the diagnosis keeps its evidence until somebody deletes it"
        diagnosis.delete_evidence(access=room.access, evidence=piece)
        assert StoredFile.objects.count() == 0


def test_evidence_that_says_nothing_is_refused(room: Room) -> None:
    action = room.started()
    with room.acting():
        for given in ({}, {"text": "x" * 5001}, {"uploads": [Upload("a.exe", b"MZ")]}):
            with pytest.raises(Refused):
                evidence.add_evidence(access=room.access, action_id=action.pk, **given)
        assert ActionEvidence.objects.count() == 0


def test_an_import_meets_what_changed_meanwhile(room: Room) -> None:
    action = room.propose("Former")
    seen, key = action.changed_at, uuid4()
    lines = [
        domain.Line(key=action.pk, facts=Facts(title="Former tous"), seen=seen),
        domain.Line(key=key, facts=Facts(title="Acheter")),
    ]
    with room.acting():
        assert domain.import_actions(access=room.access, lines=lines) == (1, 1)
        with pytest.raises(domain.ChangedMeanwhile):
            domain.import_actions(access=room.access, lines=lines[:1])
        with pytest.raises(domain.ChangedMeanwhile):
            domain.import_actions(access=room.access, lines=lines[1:])


def test_readers_and_strangers_change_nothing(room: Room) -> None:
    reader = room.colleague(Role.READER).member
    action = room.started()
    with room.acting(reader):
        for verb in (
            lambda: domain.propose(access=reader.access, facts=Facts(title="x")),
            lambda: domain.change(access=reader.access, action_id=action.pk, facts=Facts(title="x")),
            lambda: domain.take_step(access=reader.access, action_id=action.pk, step=Step.CANCEL, reason="x"),
            lambda: domain.wait_for(access=reader.access, action_id=action.pk, on_id=action.pk),
            lambda: evidence.add_evidence(access=reader.access, action_id=action.pk, text="x"),
        ):
            with pytest.raises(PermissionDenied):
                verb()
    stranger = a_room("Rivale")
    with stranger.acting(), pytest.raises(Action.DoesNotExist):
        domain.take_step(access=stranger.access, action_id=action.pk, step=Step.CANCEL, reason="x")
