"""A colleague without an account answers what was given, and sees nothing else; what comes back waits for a yes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.apps.diagnostics.rooms import Room, a_room
from tests.apps.diagnostics.test_budgets import statements

from jawda.apps.diagnostics import domain as diagnoses
from jawda.apps.diagnostics.assigning import domain, link_views
from jawda.apps.diagnostics.assigning.models import Assignment
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.queries import find, sections_of
from jawda.apps.organisations.enums import Role
from jawda.core.assessment import State
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.tenancy.links import new_token

pytestmark = pytest.mark.django_db
QUESTION = "pp-controle-liberation"
OTHER = "pp-direction-responsable"
FORM = {"scope": "question", "name": "Karim B.", "language": "fr"}


@pytest.fixture
def room() -> Room:
    return a_room()


def ask(room: Room, assessment: Assessment, question: str = QUESTION, **form: Any) -> Any:
    return room.client.post(room.url("assign", assessment.pk, question), {**FORM, **form})


def given(room: Room, assessment: Assessment, question: str = QUESTION, **form: Any) -> str:
    """The token of a new link."""
    ends_on = form.pop("ends_on", timezone.localdate() + timedelta(days=7))
    page = ask(room, assessment, question, **{"ends_on": ends_on, **form})
    assert page.status_code == 200, page.context["form"].errors
    found = re.search(r"/questions/([^/]+)/$", page.context["address"])
    assert found
    return found.group(1)


def look(token: str) -> Any:
    return Client().get(reverse("assigned_questions", args=[token]))


def send(
    token: str, question: str = QUESTION, *, script: bool = True, client: Client | None = None, **form: str
) -> Any:
    headers = {"Accept": "application/json"} if script else {}
    return (client or Client()).post(reverse("assigned_answer", args=[token, question]), form, headers=headers)


def link(room: Room) -> Assignment:
    with room.acting():
        found: Assignment = Assignment.objects.latest("made_at")
    return found


def test_the_page_shows_the_questions_given_and_nothing_else_of_the_company(room: Room) -> None:
    assessment = room.start()
    room.save(assessment, QUESTION, level="2", note="Note donnée", evidence="Armoire secrète")
    room.save(assessment, OTHER, level="1", note="Note d’une autre question")
    with room.acting():
        diagnoses.rename(access=room.member.access, assessment=assessment, title="Avant rachat")
    token = given(room, assessment, sentence="Regarde la ligne 3.")
    page = look(token)
    text = page.content.decode()
    assert page.status_code == 200
    for shown in ("Note donnée", "Karim B.", "Amina", room.member.organisation.name, "Regarde la ligne 3."):
        assert shown in text
    for hidden in (
        "Armoire secrète",
        "Note d’une autre question",
        "Avant rachat",
        OTHER,
        room.member.organisation.handle,
    ):
        assert hidden not in text
    assert "data-person" not in text
    assert 'type="file"' not in text
    assert page["Cache-Control"] == "private, no-store"
    assert "noindex" in page["X-Robots-Tag"]


def test_an_answer_comes_back_to_review_under_the_name_and_one_click_accepts_it(room: Room) -> None:
    assessment = room.start()
    room.save(assessment, QUESTION, level="1", evidence="Classeur 4")
    token = given(room, assessment)
    said = send(
        token, level="3", note="Vu à l’atelier", page="theirs", seen=look(token).context["screen"].questions[0].version
    )
    assert said.json()["saved"]
    assert "Merci" in said.json()["progress"]
    row = room.answers(assessment)[QUESTION]
    assert (row.level, row.note, row.saved_as, row.saved_by) == ("3", "Vu à l’atelier", "Karim B.", None)
    assert row.evidence == "Classeur 4"
    assert row.state == State.TO_REVIEW
    page = room.get("chapter", assessment.pk, "pp-controle").content.decode()
    assert "Karim B. a répondu le" in page
    assert 'name="accept"' in page
    accepted = room.save(
        assessment, QUESTION, level="3", note="Vu à l’atelier", evidence="Classeur 4", to_review="1", accept="1",
        page="mine", seen=diagnoses.version(row),
    ).json()  # fmt: skip
    assert accepted["panel"] == ""
    row = room.answers(assessment)[QUESTION]
    assert (row.state, row.saved_as, row.saved_by) == (State.DONE, "Karim B.", room.member.person.pk)
    assert "Karim B. a répondu le" in room.get("chapter", assessment.pk, "pp-controle").content.decode()
    room.save(assessment, QUESTION, level="4", note="Vu à l’atelier", evidence="Classeur 4")
    assert room.answers(assessment)[QUESTION].saved_as == ""


def test_what_stands_may_be_sent_back_as_it_is(room: Room) -> None:
    assessment = room.start(answers={QUESTION: "3"})
    room.save(assessment, QUESTION, level="3", to_review="1")
    token = given(room, assessment)
    assert send(token, level="3").json()["saved"]
    assert QUESTION in link(room).answered
    assert room.answers(assessment)[QUESTION].saved_as == "Karim B."
    assert room.reread(assessment).last_requirement == QUESTION


def test_words_on_evidence_are_not_the_colleagues_to_write(room: Room) -> None:
    assessment = room.start()
    send(given(room, assessment), level="3", evidence="Ailleurs")
    assert room.answers(assessment)[QUESTION].evidence == ""


def test_a_colleague_does_not_move_the_place_where_the_company_resumes(room: Room) -> None:
    assessment = room.start()
    room.save(assessment, OTHER, level="1")
    send(given(room, assessment), level="3")
    assert room.reread(assessment).last_requirement == OTHER


def test_what_the_company_changed_meanwhile_is_not_overwritten_and_names_nobody(room: Room) -> None:
    assessment = room.start()
    token = given(room, assessment)
    room.save(assessment, QUESTION, level="1", evidence="Armoire secrète", page="mine", seen="")
    said = send(token, level="3", page="theirs", seen="").json()
    assert said["error"]
    assert "data-forget" in said["panel"]
    for hidden in ("Armoire secrète", "Amina"):
        assert hidden not in said["panel"]
    assert room.answers(assessment)[QUESTION].level == "1"


def test_only_what_was_given_can_be_answered(room: Room) -> None:
    assessment = room.start()
    token = given(room, assessment)
    assert send(token, OTHER, level="3").status_code == 404
    assert send(token, "none", level="3").status_code == 404
    assert send(token, level="9").json()["error"]
    assert room.answers(assessment) == {}


def test_a_whole_section_or_some_of_it_goes_into_one_link(room: Room) -> None:
    assessment = room.start()
    with room.acting():
        row = find(assessment.pk)
        section = next(part for part in sections_of(row) if QUESTION in {item.id for item in part.questions})
    names = [item.id for item in section.questions]
    given(room, assessment, scope="section")
    assert link(room).requirements == names
    given(room, assessment, scope="chosen", questions=names[1:3])
    assert link(room).requirements == names[1:3]
    assert ask(room, assessment, ends_on="").status_code == 422
    refused = ask(room, assessment, scope="chosen", ends_on=timezone.localdate())
    assert "questions" in refused.context["form"].errors


@pytest.mark.parametrize("days", [-1, 61])
def test_the_end_is_at_most_sixty_days_away(room: Room, days: int) -> None:
    assessment = room.start()
    day = timezone.localdate() + timedelta(days=days)
    assert room.get("assign", assessment.pk, QUESTION).context["form"].fields["ends_on"].initial() == (
        timezone.localdate() + timedelta(days=7)
    )
    page = ask(room, assessment, ends_on=day)
    assert page.status_code == 422
    assert page.context["form"].errors["ends_on"]
    given(room, assessment)
    room.post("assignment_extend", assessment.pk, link(room).pk, ends_on=day.isoformat())
    assert link(room).ends_on == timezone.localdate() + timedelta(days=7)


def test_an_ended_revoked_locked_or_wrong_address_opens_nothing_and_names_no_company(room: Room) -> None:
    assessment = room.start()
    token = given(room, assessment)
    row = link(room)

    def shut(status: int, wanted: str = token) -> None:
        page = look(wanted)
        assert page.status_code == status
        assert room.member.organisation.name not in page.content.decode()
        assert "Karim" not in page.content.decode()
        sent = send(wanted, level="3")
        assert sent.status_code == status
        assert sent.json()["error"]

    shut(404, new_token(room.member.organisation.pk))
    shut(404, "x")
    shut(404, "a" * 64)
    with room.acting():
        Assignment.objects.filter(pk=row.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    shut(410)
    room.post("assignment_extend", assessment.pk, row.pk, ends_on=timezone.localdate().isoformat())
    assert look(token).status_code == 200
    room.post("close", assessment.pk)
    shut(410)
    room.post("reopen", assessment.pk)
    room.post("assignment_revoke", assessment.pk, row.pk)
    shut(410)
    room.post("assignment_extend", assessment.pk, row.pk, ends_on=timezone.localdate().isoformat())
    shut(410)
    assert room.answers(assessment) == {}


def test_another_companys_link_is_not_found(room: Room) -> None:
    rival = a_room("Rivale")
    assessment, theirs = room.start(), rival.start()
    given(rival, theirs)
    row = link(rival)
    for name in ("assignment_extend", "assignment_revoke"):
        assert room.post(name, assessment.pk, row.pk).status_code == 404
        assert room.post(name, theirs.pk, row.pk).status_code == 404
    assert link(rival).revoked_at is None
    assert "Karim B." not in room.get("assignments", assessment.pk).content.decode()


def test_a_reader_neither_gives_nor_sees_links(room: Room) -> None:
    assessment = room.start()
    given(room, assessment)
    _person, client = room.colleague(Role.READER)
    assert client.get(room.url("assignments", assessment.pk)).status_code == 403
    assert client.post(room.url("assign", assessment.pk, QUESTION), FORM).status_code == 403
    assert "Karim B." not in client.get(room.url("chapter", assessment.pk, "pp-controle")).content.decode()


def test_the_address_stands_in_the_mail_and_nowhere_in_the_database(
    room: Room, django_capture_on_commit_callbacks: Any
) -> None:
    assessment = room.start()
    with django_capture_on_commit_callbacks(execute=True):
        token = given(room, assessment, email="karim@example.org", language="ar")
    (message,) = mail.outbox
    assert message.to == ["karim@example.org"]
    assert token in message.body
    assert "مرحبا" in message.body or "السلام" in message.body
    assert look(token).content.decode().count('dir="rtl"') >= 1
    with room.acting():
        assert token not in str(list(Assignment.objects.values()))
        entry = AuditEntry.objects.get(action="diagnostics.assign")
        assert "karim" not in entry.content.lower()
        assert entry.personal.get().values == {"name": "Karim B.", "email": "karim@example.org"}


def test_every_step_stands_in_the_trail(room: Room) -> None:
    assessment = room.start()
    token = given(room, assessment)
    send(token, level="3")
    row = link(room)
    room.post("assignment_extend", assessment.pk, row.pk, ends_on=timezone.localdate().isoformat())
    room.post("assignment_revoke", assessment.pk, row.pk)
    with room.acting():
        entries = {entry.action: entry.content for entry in AuditEntry.objects.all()}
    assert {"diagnostics.assign", "diagnostics.extend_assignment", "diagnostics.revoke_assignment"} <= set(entries)
    assert str(row.pk) in entries["diagnostics.answer"]
    assert '"by":null' in entries["diagnostics.answer"]


def test_links_and_answers_are_limited(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    assessment = room.start()
    token = given(room, assessment)
    monkeypatch.setattr(domain, "PER_DAY", 1)
    page = ask(room, assessment, ends_on=timezone.localdate())
    assert page.status_code == 422
    assert page.context["form"].non_field_errors()
    monkeypatch.setattr(link_views, "SAVES", 1)
    assert send(token, level="3").json()["saved"]
    assert "error" in send(token, level="2").json()
    assert send(token, level="2", script=False).status_code == 429
    assert room.answers(assessment)[QUESTION].level == "3"


def test_without_script_it_goes_back_to_the_question_and_what_was_refused_stays(room: Room) -> None:
    token = given(room, room.start())
    saved = send(token, script=False, level="3")
    assert (saved.status_code, saved["Location"].endswith(f"#q-{QUESTION}")) == (302, True)
    refused = send(token, script=False, level="9", note="gardée")
    assert refused.status_code == 422
    assert "gardée" in refused.content.decode()


def test_a_link_is_forgotten_thirty_days_after_its_end(room: Room) -> None:
    assessment = room.start()
    send(given(room, assessment), level="3")
    now = timezone.now()
    with room.acting():
        domain.forget_assignments(now=now + timedelta(days=37))
        assert Assignment.objects.count() == 1
        domain.forget_assignments(now=now + timedelta(days=38))
        assert Assignment.objects.count() == 0
    assert room.answers(assessment)[QUESTION].saved_as == "Karim B."


@pytest.mark.parametrize("links", [1, 3])
def test_pages_ask_the_same_for_one_link_and_for_three(room: Room, links: int) -> None:
    assessment = room.start()
    for _ in range(links):
        token = given(room, assessment, scope="section")
    look(token)
    assert len(statements(lambda: room.get("assignments", assessment.pk))) == 7
    assert len(statements(lambda: look(token))) == 4
    assert len(statements(lambda: send(token, level="3"))) <= 10


def test_the_row_stays_when_an_address_is_asked_for_as_a_person(room: Room) -> None:
    """A member who opens the link answers as the colleague: the page is the same to everyone."""
    assessment = room.start()
    token = given(room, assessment)
    send(token, client=room.client, level="3")
    row = room.answers(assessment)[QUESTION]
    assert (row.saved_as, row.saved_by) == ("Karim B.", None)
