"""What happened in the demonstration: evidence, reviews, plans and campaigns, made once, by the rules of everyone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import made_operator

from jawda.apps.actions.enums import ActionState
from jawda.apps.actions.models import Action, ActionDependency, ActionEvent, ActionEvidence
from jawda.apps.actions.notices import REMINDER
from jawda.apps.diagnostics.models import Assessment, Evidence, EvidenceLink, Review, ReviewAnswer, ReviewDecision
from jawda.apps.ecosystems.campaigns_models import CampaignInvitation, CampaignReply
from jawda.apps.ecosystems.campaigns_queries import OVER, RUNNING, campaigns, invitations
from jawda.apps.ecosystems.campaigns_reminders import TELL
from jawda.apps.organisations.notices import ACCEPTED
from jawda.core.workflow import ENDED
from jawda.foundation.accounts.models import Person
from jawda.foundation.files import disk
from jawda.foundation.notices.models import Notice
from jawda.foundation.tenancy.context import SIGN_IN, acting
from jawda.foundation.tenancy.routes import Access
from jawda.site import demo, demo_history
from jawda.site.demo_campaigns import DECLINED
from jawda.site.demo_evidence import ARGAN, CABLES, Piece
from jawda.site.demo_people import OPERATOR

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    """The whole demonstration, for this module's tests; what they leave is rolled back with it."""
    former, settings.FILES_FOLDER = settings.FILES_FOLDER, tmp_path_factory.mktemp("demonstration")
    with django_db_blocker.unblock(), transaction.atomic():
        demo.keep_operator()
        with acting(purpose=SIGN_IN):
            made_operator(Person.objects.get(email=OPERATOR))
        assert demo.load()
        yield
        transaction.set_rollback(True)
    settings.FILES_FOLDER = former


def person(email: str) -> Person:
    with acting(purpose=SIGN_IN):
        return Person.objects.get(email=email)


@contextmanager
def inside(company: str) -> Iterator[Access]:
    plant = next(item for item in demo_history.PLANTS if item.company == company)
    manager = person(plant.manager)
    access = demo_history.access_of(manager, company)
    with acting(organisation_id=access.organisation_id, person_id=manager.pk):
        yield access


COMPANIES = [(item.company, item.evidence) for item in demo_history.PLANTS]


def test_loading_again_adds_nothing() -> None:
    with inside("Câblages du Détroit"):
        before = (Action.objects.count(), Evidence.objects.count(), CampaignInvitation.objects.count())
    assert not demo.load()
    with inside("Câblages du Détroit"):
        assert (Action.objects.count(), Evidence.objects.count(), CampaignInvitation.objects.count()) == before


@pytest.mark.parametrize(("company", "pieces"), COMPANIES)
def test_evidence_is_kept_as_real_files_and_one_stands_for_several_requirements(
    company: str, pieces: tuple[Piece, ...]
) -> None:
    with inside(company) as access:
        found = {row.title: row for row in Evidence.objects.select_related("file")}
        assert set(found) == {piece.title for piece in pieces}
        kinds = set()
        for piece in pieces:
            row = found[piece.title]
            assert set(row.links.values_list("requirement", flat=True)) == set(piece.requirements)
            assert (timezone.now() - row.taken_at).days == piece.days_ago
            if row.file is not None:
                content = disk.read(disk.place(access.organisation_id, row.file.sha256))
                assert content is not None
                assert content.startswith((b"%PDF", b"\x89PNG"))
                kinds.add(row.file.kind)
        assert kinds == {"pdf", "png"}
        assert max(row.links.count() for row in found.values()) > 1
        answered = set(Assessment.objects.get(closed_at=None).answers.values_list("requirement", flat=True))
        assert set(EvidenceLink.objects.values_list("requirement", flat=True)) <= answered


def test_one_review_is_signed_and_decided_on_another_is_under_way() -> None:
    with inside("Câblages du Détroit"):
        row = Review.objects.get()
        assert row.submitted_at is not None
        assert row.submitted_at < timezone.now()
        assert row.conclusion
        decided = dict(ReviewDecision.objects.values_list("requirement", "accepted"))
        assert set(decided.values()) == {True, False}
        for requirement, accepted in decided.items():
            said = ReviewAnswer.objects.get(requirement=requirement)
            now = row.assessment.answers.get(requirement=requirement)
            assert (now.level == said.level) or not accepted
    with inside("Argane Fictive Cosmétiques"):
        row = Review.objects.get()
        assert row.submitted_at is None
        assert row.answers.count() > 3


@pytest.mark.parametrize("company", [name for name, _pieces in COMPANIES])
def test_a_plan_has_every_state_dependencies_dates_and_money(company: str) -> None:
    today = timezone.localdate()
    with inside(company):
        rows = list(Action.objects.all())
        assert len(rows) == 12
        assert {row.state for row in rows} == set(ActionState.values)
        assert sum(1 for row in rows if row.current not in ENDED and row.due_on and row.due_on < today) >= 2
        assert {row.currency for row in rows if row.cost is not None} == {"MAD"}
        assert ActionDependency.objects.count() >= 2
        checked = next(row for row in rows if row.state == ActionState.EFFECTIVE)
        assert checked.done_on <= checked.effect_on < today
        assert checked.effect_by != checked.owner_id, "somebody else checked"
        assert checked.effect_note
        assert ActionEvidence.objects.get(action=checked).file is not None, "taken over from the diagnosis"
        for row in rows:
            moments = list(ActionEvent.objects.filter(action=row).order_by("at").values_list("kind", "at"))
            assert moments[0][0] == "propose"
            assert abs(moments[0][1] - row.created_at).total_seconds() < 1
            assert moments[-1][1] <= timezone.now()


def test_one_campaign_is_over_and_one_runs_with_mixed_progress() -> None:
    officer = person("federation@auto.example")
    access = demo_history.access_of(officer, "Fédération Exemple, automobile")
    with acting(organisation_id=access.organisation_id, person_id=officer.pk):
        running, over = sorted(campaigns(), key=lambda line: line.row.deadline, reverse=True)
        assert (running.phase, over.phase) == (RUNNING, OVER)
        assert running.funnel.total == over.funnel.total == 60
        assert running.days_left == 9
        assert running.row.reminded_on < timezone.localdate()
        counts = {
            state: CampaignInvitation.objects.filter(campaign_id=running.row.pk, state=state).count()
            for state in ("invited", "started", "finished")
        }
        assert min(counts.values()) >= 5, "each class can be shown"
        assert not running.funnel.masked
        invited = CampaignInvitation.objects.filter(campaign_id=running.row.pk)
        sent = {(row.to_organisation_id, row.pk) for row in invited}
    found = 0
    for company_id, invitation_id in sent:
        with acting(organisation_id=company_id):
            found += CampaignReply.objects.filter(invitation_id=invitation_id).exclude(declined_at=None).count()
    assert found == len(DECLINED), "those who decline had not begun"
    with inside("Câblages du Détroit") as company:
        (mine,) = [item for item in invitations() if item.phase == RUNNING]
        assert mine.waits
        assert mine.state == "started"
        jobs = ProcrastinateJob.objects.filter(task_name=TELL, args={"organisation_id": str(company.organisation_id)})
        assert [(timezone.localtime(job.scheduled_at).date() - timezone.localdate()).days for job in jobs] == [6]


def test_people_were_told() -> None:
    for plant in demo_history.PLANTS:
        manager = person(plant.manager)
        with acting(person_id=manager.pk):
            kinds = set(Notice.objects.filter(person_id=manager.pk).values_list("kind", flat=True))
        assert kinds == {ACCEPTED, REMINDER}


def test_some_of_it_is_arabic() -> None:
    for pieces in (CABLES, ARGAN):
        assert any(piece.title[0] > "\u0600" for piece in pieces)


def test_gauge_studies_stand_in_every_state_with_every_verdict() -> None:
    from jawda.apps.product_quality.gauge import queries

    verdicts: dict[str, str] = {}
    states: set[str] = set()
    for plant in demo_history.PLANTS:
        with inside(plant.company):
            for item in queries.listed(queries.narrowed(queries.Filter())):
                states.add(item.row.state)
                if item.outcome is not None and item.outcome.status:
                    verdicts[item.row.title] = item.outcome.status
    assert states == {"planned", "measuring", "complete"}
    assert verdicts == {
        "Hauteur de sertissage au micromètre": "warn",
        "Longueur de coupe au réglet": "fail",
        "Masse nette à la balance de ligne": "ok",
        "Micromètre sur cale de 1,250 mm": "ok",
        "Contrôle visuel des sertissages": "fail",
        "Balance de ligne sur masse étalon de 50 g": "fail",
    }
