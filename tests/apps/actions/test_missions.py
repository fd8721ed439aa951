"""An expert on a mission that covers the plan reads it and proposes actions; the company alone does the rest."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from tests.apps.actions.rooms import Room, Someone, a_room
from tests.apps.pages import page
from tests.factories import Member, a_person, signed_in
from tests.pages import strict_page

from jawda.apps.actions import domain
from jawda.apps.actions.domain import Line
from jawda.apps.actions.evidence import add_evidence
from jawda.apps.actions.facts import Facts
from jawda.apps.actions.models import Action, ActionEvent
from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.queries import access_by_handle
from jawda.core.workflow import Step
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.FILES_FOLDER = tmp_path / "files"


def an_expert(room: Room, *scope: str) -> Someone:
    """One whom the company let in for these activities, as its page offers them."""
    person = a_person("Experte")
    with room.acting():
        offer, _token = organisations.offer_mission(
            access=room.access, email=person.email, scope=scope, starts_on=TODAY, ends_on=TODAY + timedelta(days=30),
            language="fr", notify=False,
        )  # fmt: skip
    with acting(person_id=person.pk):
        organisations.accept(person=person, invitation_id=offer.pk)
        access = access_by_handle(person.pk, room.member.organisation.handle)
    assert access is not None
    return Someone(Member(person, room.member.organisation, access), signed_in(person))


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "le lire et proposer des actions"), ("ar", "الاطلاع عليها واقتراح إجراءات"), ("en", "proposing actions")],
)
def test_the_company_grants_it_in_its_language(language: str, words: str) -> None:
    room = a_room()
    room.client.cookies["django_language"] = language
    html = page(room.client, f"/o/{room.member.organisation.handle}/organisation/missions/nouvelle/")
    strict_page(html, language=language)
    assert words in html, html[html.index("id_scope") :][:900]


@pytest.mark.parametrize("scope", [("actions",), ("diagnostics", "actions")])
def test_an_expert_reads_the_plan_and_proposes(scope: tuple[str, ...]) -> None:
    room = a_room()
    mine = room.started("Former l’équipe", days=3)
    rival = a_room("Rivale")
    secret = rival.propose("CANARY")
    expert = an_expert(room, *scope)
    html = page(expert.client, room.url("list"))
    strict_page(html, language="fr")
    assert "Former l’équipe" in html
    assert "Proposer une action" in html
    one = page(expert.client, room.url("action", mine.pk))
    strict_page(one, language="fr")
    assert room.url("step", mine.pk) not in one, "nothing to move"
    for name in ("board", "progress"):
        assert "CANARY" not in page(expert.client, room.url(name))
    assert expert.client.get(room.url("action", secret.pk)).status_code == 404
    assert expert.client.get(rival.url("list")).status_code == 404
    strict_page(page(expert.client, room.url("add")), language="fr")
    answer = expert.client.post(room.url("add"), {"title": "Écrire la règle", "currency": "MAD"})
    assert answer.status_code == 302, answer.content.decode()
    with room.acting():
        made = Action.objects.get(title="Écrire la règle")
        assert made.state == "proposed"
        assert list(ActionEvent.objects.filter(action=made).values_list("kind", "by")) == [
            ("propose_by_expert", expert.member.person.pk)
        ]
        assert AuditEntry.objects.filter(action="actions.propose_by_expert").count() == 1
    read = page(room.client, room.url("action", made.pk))
    assert "Proposée par un expert en mission" in read
    room.step(made, Step.CANCEL, reason="Déjà fait")


def test_without_it_the_plan_is_closed_to_an_expert() -> None:
    room = a_room()
    made = room.propose("CANARY")
    expert = an_expert(room, "diagnostics")
    for name, arguments in (("list", ()), ("add", ()), ("action", (made.pk,))):
        answer = expert.client.get(room.url(name, *arguments))
        assert answer.status_code in (403, 404)
        assert "CANARY" not in answer.content.decode()
    assert "/actions/" not in page(expert.client, f"/o/{room.member.organisation.handle}/")
    with (
        acting(organisation_id=room.member.organisation.pk, person_id=expert.member.person.pk),
        pytest.raises(PermissionDenied),
    ):
        domain.propose(access=expert.member.access, facts=Facts(title="x"))


def test_home_of_an_expert_for_the_plan_alone_is_the_plan() -> None:
    room = a_room()
    expert = an_expert(room, "actions")
    home = f"/o/{room.member.organisation.handle}/"
    assert expert.client.get(home)["Location"] == room.url("list")
    assert "/diagnostic/" not in page(expert.client, room.url("list")).partition("</nav>")[0]


def test_what_is_the_company_s_own_an_expert_cannot_do() -> None:
    room = a_room()
    made = room.started("Former", days=3)
    other = room.propose("Acheter")
    expert = an_expert(room, "diagnostics", "actions")
    access = expert.member.access
    attempts = (
        lambda: domain.change(access=access, action_id=made.pk, facts=Facts(title="x")),
        lambda: domain.take_step(access=access, action_id=made.pk, step=Step.CANCEL, reason="x"),
        lambda: domain.wait_for(access=access, action_id=made.pk, on_id=other.pk),
        lambda: domain.import_actions(access=access, lines=[Line(key=other.pk, facts=Facts(title="x"))]),
        lambda: domain.plan(access=access, gaps=[]),
        lambda: add_evidence(access=access, action_id=made.pk, text="x"),
    )
    with acting(organisation_id=room.member.organisation.pk, person_id=expert.member.person.pk):
        for attempt in attempts:
            with pytest.raises(PermissionDenied):
                attempt()
    for name, arguments in (("edit", (made.pk,)), ("upload", ()), ("calendar", ())):
        assert expert.client.get(room.url(name, *arguments)).status_code == 403
    assert expert.client.post(room.url("step", made.pk), {"step": "cancel", "reason": "x"}).status_code == 403
