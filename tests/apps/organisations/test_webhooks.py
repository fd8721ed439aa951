"""Webhooks from the page to the program's own door: what is told, to whom, how often, signed how, and when no more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.apps.actions.rooms import Room, a_room
from tests.apps.diagnostics.test_reviews import ONE, an_expert
from tests.apps.ecosystems.examples import a_participant, a_sector
from tests.apps.ecosystems.test_campaigns import invitation_of, opened
from tests.apps.organisations.test_pages import join
from tests.apps.pages import page
from tests.factories import a_member, signed_in
from tests.foundation.fetching.receiver import Receiver, listening

from jawda.apps.diagnostics import domain as diagnoses
from jawda.apps.diagnostics.reviews.domain import Given
from jawda.apps.ecosystems.campaigns_reminders import tell
from jawda.apps.organisations.domain import webhooks as domain
from jawda.apps.organisations.enums import Kind, Role
from jawda.apps.organisations.notices import WEBHOOK_OFF
from jawda.apps.organisations.queries import access_by_handle
from jawda.core.workflow import Step
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.fetching.addresses import Reach
from jawda.foundation.notices.models import Notice
from jawda.foundation.tenancy.context import acting
from jawda.foundation.webhooks import signing
from jawda.foundation.webhooks.delivering import DELAYS, deliver_all
from jawda.foundation.webhooks.domain import SEND, raise_event
from jawda.foundation.webhooks.events import NotAFact, UnknownEvent, events
from jawda.foundation.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from jawda.site.api import document

pytestmark = pytest.mark.django_db
ALL = ("action.closed", "assessment.closed", "campaign.invited", "review.signed")


@pytest.fixture
def receiver(tmp_path: Path, settings: Any) -> Iterator[Receiver]:
    with listening(tmp_path) as found:
        settings.WEBHOOKS = Reach(loopback=True, authorities=str(found.certificate))
        yield found


@pytest.fixture
def room() -> Room:
    return a_room()


def inside(member: Any) -> Any:
    return acting(organisation_id=member.organisation.pk, person_id=member.person.pk)


def listens(member: Any, address: str = "https://hooks.example.org/x", *wanted: str) -> tuple[WebhookEndpoint, str]:
    with inside(member):
        return domain.add_webhook(access=member.access, address=address, wanted=wanted or ALL)


def deliver(member: Any) -> list[WebhookDelivery]:
    deliver_all(member.organisation.pk)
    return log(member)


def log(member: Any) -> list[WebhookDelivery]:
    with inside(member):
        return list(WebhookDelivery.objects.order_by("created_at"))


def reread(member: Any) -> WebhookEndpoint:
    with inside(member):
        return WebhookEndpoint.objects.get()


def now_due(member: Any) -> None:
    with inside(member):
        WebhookDelivery.objects.filter(state=DeliveryState.WAITING).update(next_at=timezone.now())


def closed(room: Room) -> Any:
    assessment = room.diagnosis.start(answers={ONE: "4"})
    with room.acting():
        diagnoses.close(access=room.access, assessment=assessment)
    return assessment


def test_a_closed_assessment_is_told_signed_with_the_secret_that_was_shown(room: Room, receiver: Receiver) -> None:
    _row, secret = listens(room.member, receiver.address)
    assessment = closed(room)
    [delivery] = deliver(room.member)
    assert (delivery.state, delivery.status, delivery.tries, delivery.next_at) == ("delivered", 204, 1, None)
    [(path, headers, body)] = receiver.got
    assert path == "/hook?from=jawda"
    said = json.loads(body)
    assert said["type"] == "assessment.closed"
    assert said["data"] == {
        "assessment": str(assessment.pk), "referential": "premiers-pas-1", "state": "closed",
        "url": f"http://localhost:8000/api/v1/assessments/{assessment.pk}",
    }  # fmt: skip
    wanted = signing.signature(headers["webhook-id"], headers["webhook-timestamp"], body, secret)
    assert headers["webhook-signature"] == wanted
    assert headers["webhook-id"] == f"msg_{delivery.pk.hex}"
    assert abs(int(headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60


def test_the_job_is_asked_for_in_the_transaction_of_the_act(room: Room) -> None:
    listens(room.member)
    closed(room)
    assert ProcrastinateJob.objects.filter(
        task_name=SEND, status="todo", args={"organisation_id": str(room.member.organisation.pk)}
    ).exists()


def test_a_signed_review_and_a_closed_action_are_told_without_a_name_or_a_word_of_anyone(room: Room) -> None:
    listens(room.member)
    assessment = room.diagnosis.start(answers={ONE: "4"})
    expert = an_expert(room.diagnosis)  # type: ignore[arg-type]
    review = expert.review(assessment, Given(requirement=ONE, level="2", remark="CANARY"), conclusion="CANARY")
    action = room.propose("CANARY")
    room.step(action, Step.CANCEL, reason="CANARY")
    rows = log(room.member)
    assert [json.loads(row.body)["data"] for row in rows] == [
        {
            "review": str(review.pk), "assessment": str(assessment.pk), "referential": "premiers-pas-1",
            "signed_on": str(timezone.localdate(review.submitted_at)), "state": "signed",
            "url": f"http://localhost:8000/api/v1/assessments/{assessment.pk}",
        },
        {"action": str(action.pk), "assessment": None, "state": "cancelled", "url": None},
    ]  # fmt: skip
    text = "".join(row.body for row in rows)
    for word in ("CANARY", "Salma", "Amina", str(expert.person.pk), str(room.member.person.pk)):
        assert word not in text


def test_an_invitation_is_told_by_the_companys_own_job_once() -> None:
    sector = a_sector()
    company = a_participant(sector, "Alpha")
    listens(company)
    opened(sector)
    assert log(company) == [], "not before its opening"
    for _ in range(2):
        with acting(organisation_id=company.organisation.pk):
            tell(today=timezone.localdate())
    [row] = log(company)
    data = json.loads(row.body)["data"]
    assert data["invitation"] == str(invitation_of(company).row.pk)
    assert set(data) == {"invitation", "referential", "deadline", "state", "url"}
    assert "CANARY" not in row.body


def test_only_what_was_chosen_is_told_and_only_by_ones_own_organisation(room: Room) -> None:
    rival = a_member("Autre")
    listens(rival)
    listens(room.member, "https://hooks.example.org/x", "action.closed")
    closed(room)
    assert log(room.member) == log(rival) == []


def test_no_text_that_a_person_wrote_can_be_sent(room: Room) -> None:
    """Whatever a room would give: words are refused by their form, facts that are not declared by their name."""
    with room.acting():
        with pytest.raises(NotAFact):
            raise_event("action.closed", data={"action": "Amina Alaoui", "assessment": None, "state": "cancelled"})
        with pytest.raises(NotAFact):
            raise_event("action.closed", data={"action": None})
        with pytest.raises(UnknownEvent):
            raise_event("nothing.happened", data={})


def test_it_is_tried_again_and_again_then_given_up(room: Room, receiver: Receiver) -> None:
    listens(room.member, receiver.address)
    closed(room)
    receiver.status = 503
    for number, delay in enumerate(DELAYS, start=1):
        [row] = deliver(room.member)
        assert (row.state, row.tries, row.status, row.fault) == ("waiting", number, 503, "status")
        assert delay <= row.next_at - row.tried_at <= delay * 1.25
        assert ProcrastinateJob.objects.filter(task_name=SEND, scheduled_at=row.next_at).exists()
        deliver(room.member)
        assert len(receiver.got) == number, "not before its time"
        now_due(room.member)
    [row] = deliver(room.member)
    assert (row.state, row.tries, row.next_at) == ("failed", 8, None)
    assert len({headers["webhook-id"] for _path, headers, _body in receiver.got}) == 1
    assert len({body for _path, _headers, body in receiver.got}) == 1
    assert reread(room.member).failing_since is not None


def test_a_success_ends_the_failing(room: Room, receiver: Receiver) -> None:
    listens(room.member, receiver.address)
    closed(room)
    receiver.status = 500
    deliver(room.member)
    receiver.status = 200
    now_due(room.member)
    [row] = deliver(room.member)
    assert (row.state, row.tries, row.fault) == ("delivered", 2, "")
    assert reread(room.member).failing_since is None


def test_what_follows_waits_with_what_failed(room: Room, receiver: Receiver) -> None:
    """One try in all: an address that does not answer does not hold the worker once for each message."""
    listens(room.member, receiver.address)
    closed(room)
    closed(room)
    receiver.status = 500
    first, second = deliver(room.member)
    assert (first.tries, second.tries) == (1, 0)
    assert second.next_at == first.next_at


def test_after_five_days_it_is_switched_off_and_those_who_manage_are_told(room: Room, receiver: Receiver) -> None:
    listens(room.member, receiver.address)
    closed(room)
    closed(room)
    receiver.status = 500
    deliver(room.member)
    with room.acting():
        WebhookEndpoint.objects.update(failing_since=timezone.now() - timedelta(days=5))
    now_due(room.member)
    assert {row.state for row in deliver(room.member)} == {"failed"}
    assert len(receiver.got) == 2
    row = reread(room.member)
    assert row.switched_off_at is not None
    with room.acting():
        [notice] = Notice.objects.filter(kind=WEBHOOK_OFF)
        assert notice.person_id == room.member.person.pk
        assert receiver.address not in str(notice.facts)
        assert AuditEntry.objects.filter(action="webhooks.switch_off").count() == 1
    closed(room)
    assert len(log(room.member)) == 2, "nothing more is queued"
    with room.acting():
        domain.switch_on_webhook(access=room.access, endpoint_id=row.pk)
    closed(room)
    receiver.status = 200
    assert deliver(room.member)[-1].state == "delivered"


def test_who_says_that_it_is_gone_is_told_nothing_more(room: Room, receiver: Receiver) -> None:
    listens(room.member, receiver.address)
    closed(room)
    receiver.status = 410
    [row] = deliver(room.member)
    assert (row.state, row.tries) == ("failed", 1)
    assert reread(room.member).switched_off_at is not None


def test_both_secrets_sign_for_a_day(room: Room, receiver: Receiver) -> None:
    row, first = listens(room.member, receiver.address)
    with room.acting():
        _row, second = domain.renew_webhook_secret(access=room.access, endpoint_id=row.pk)
        domain.send_test(access=room.access, endpoint_id=row.pk)
    deliver(room.member)
    _path, headers, body = receiver.got[-1]
    signed = [
        signing.signature(headers["webhook-id"], headers["webhook-timestamp"], body, key) for key in (second, first)
    ]
    assert headers["webhook-signature"].split(" ") == signed
    with room.acting():
        WebhookEndpoint.objects.update(former_until=timezone.now())
        domain.send_test(access=room.access, endpoint_id=row.pk)
    deliver(room.member)
    _path, headers, body = receiver.got[-1]
    assert len(headers["webhook-signature"].split(" ")) == 1


def test_a_test_is_tried_once_and_harms_nothing(room: Room, receiver: Receiver) -> None:
    row, _secret = listens(room.member, receiver.address)
    receiver.status = 500
    with room.acting():
        domain.send_test(access=room.access, endpoint_id=row.pk)
        with pytest.raises(ValidationError):
            domain.send_test(access=room.access, endpoint_id=row.pk)
    [sent] = deliver(room.member)
    assert (sent.event, sent.state, sent.tries) == ("webhook.test", "failed", 1)
    assert reread(room.member).failing_since is None


def test_a_worker_that_was_killed_while_it_sent_loses_nothing(room: Room, receiver: Receiver, monkeypatch: Any) -> None:
    listens(room.member, receiver.address)
    closed(room)

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("jawda.foundation.webhooks.delivering._sent", killed)
        with pytest.raises(KeyboardInterrupt):
            deliver_all(room.member.organisation.pk)
    [row] = deliver(room.member)
    assert (row.state, row.tries, len(receiver.got)) == ("waiting", 0, 0), "another's until the lease ends"
    now_due(room.member)
    [row] = deliver(room.member)
    assert (row.state, row.tries, len(receiver.got)) == ("delivered", 1, 1)


def test_the_secret_is_kept_sealed_and_stands_nowhere_else(room: Room) -> None:
    row, secret = listens(room.member, "https://hooks.example.org/T0/secret-path")
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", secret)
    with room.acting():
        kept = WebhookEndpoint.objects.filter(pk=row.pk).values().get()
        trail = " ".join(AuditEntry.objects.values_list("content", flat=True))
    assert kept["secret"].startswith("sealed:")
    assert secret not in str(kept)
    assert secret not in trail
    assert "hooks.example.org" in trail
    assert "secret-path" not in trail, "for many receivers the path is a secret"


def test_a_secret_sealed_under_a_lost_key_is_a_fault_with_words(room: Room, receiver: Receiver, settings: Any) -> None:
    listens(room.member, receiver.address)
    closed(room)
    settings.SECRET_KEY = "another"
    [row] = deliver(room.member)
    assert (row.fault, row.state, receiver.got) == ("secret", "waiting", [])


@pytest.mark.parametrize(
    ("address", "wanted", "fields"),
    [
        ("http://hooks.example.org/", ALL, {"address"}),
        ("https://169.254.169.254/", ALL, {"address"}),
        ("https://hooks.example.org/", (), {"events"}),
        ("https://hooks.example.org/", ("everything",), {"events"}),
        ("", (), {"address", "events"}),
    ],
)
def test_what_cannot_be_is_refused_by_field(
    room: Room, address: str, wanted: tuple[str, ...], fields: set[str]
) -> None:
    with room.acting(), pytest.raises(ValidationError) as refused:
        domain.add_webhook(access=room.access, address=address, wanted=wanted)
    assert set(refused.value.error_dict) == fields


def test_a_contributor_and_a_federation_have_no_webhooks(room: Room) -> None:
    colleague = join(room.member, Role.CONTRIBUTOR)
    with acting(person_id=colleague.pk):
        theirs = access_by_handle(colleague.pk, room.member.organisation.handle)
    with acting(organisation_id=room.member.organisation.pk), pytest.raises(PermissionDenied):
        domain.add_webhook(access=theirs, address="https://hooks.example.org/", wanted=ALL)
    federation = a_member("Fédération", Kind.FEDERATION)
    with pytest.raises(PermissionDenied):
        listens(federation)
    address = f"/o/{federation.organisation.handle}/organisation/api/"
    assert "webhooks" not in page(signed_in(federation.person), address)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_pages_add_test_renew_and_remove(room: Room, receiver: Receiver, language: str) -> None:
    client = room.client
    client.cookies["django_language"] = language
    base = f"/o/{room.member.organisation.handle}/organisation/api/webhooks/"
    assert 'class="empty"' in page(client, base)
    assert base in page(client, base.removesuffix("webhooks/"))
    page(client, f"{base}nouveau/")
    refused = client.post(f"{base}nouveau/", {"address": "http://hooks.example.org"})
    assert refused.context["form"].errors.keys() == {"events"}
    refused = client.post(f"{base}nouveau/", {"address": "http://hooks.example.org", "events": ["action.closed"]})
    assert refused.context["form"].errors.keys() == {"address"}
    shown = client.post(f"{base}nouveau/", {"address": receiver.address, "events": ALL})
    secret = re.search("whsec_[A-Za-z0-9+/=]{44}", shown.content.decode())[0]  # type: ignore[index]
    assert "no-store" in shown.headers["Cache-Control"]
    row = reread(room.member)
    one = f"{base}{row.pk}/"
    assert secret not in page(client, one)
    assert client.post(f"{one}essai/").status_code == 302
    deliver(room.member)
    receiver.status = 500
    closed(room)
    deliver(room.member)
    text = page(client, one)
    assert "500" in text
    assert 'class="tag' in page(client, base)
    renewed = client.post(f"{one}secret/").content.decode()
    assert "whsec_" in renewed
    assert secret not in renewed
    changed = client.post(one, {"address": "https://hooks.example.org/y", "events": ["action.closed"]})
    assert changed.status_code == 302
    assert reread(room.member).events == ["action.closed"]
    assert client.post(f"{one}reprendre/").status_code == 302
    assert client.post(f"{one}retirer/").status_code == 302
    assert client.get(one).status_code == 404
    assert log(room.member) == []


def test_pages_ask_the_same_whatever_their_length(room: Room, django_assert_max_num_queries: Any) -> None:
    base = f"/o/{room.member.organisation.handle}/organisation/api/webhooks/"
    for count in (1, 3):
        while len(_endpoints(room)) < count:
            listens(room.member)
        closed(room)
        for address in (base, f"{base}{_endpoints(room)[0].pk}/"):
            room.client.get(address)
            with django_assert_max_num_queries(12):
                room.client.get(address)


def _endpoints(room: Room) -> list[WebhookEndpoint]:
    with room.acting():
        return list(WebhookEndpoint.objects.order_by("created_at"))


def test_ten_addresses_at_most(room: Room) -> None:
    for _ in range(domain.MOST):
        listens(room.member)
    with pytest.raises(ValidationError):
        listens(room.member)


def test_the_code_of_the_documentation_tells_what_is_genuine(room: Room, receiver: Receiver) -> None:
    text = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "api.md").read_text()
    code: dict[str, Any] = {}
    exec(re.search(r"```python\n(.*?)```", text, flags=re.DOTALL)[1], code)  # type: ignore[index]
    is_genuine = code["is_genuine"]
    row, first = listens(room.member, receiver.address)
    with room.acting():
        _row, second = domain.renew_webhook_secret(access=room.access, endpoint_id=row.pk)
    closed(room)
    deliver(room.member)
    [(_path, headers, body)] = receiver.got
    assert is_genuine(first, headers, body)
    assert is_genuine(second, headers, body)
    assert not is_genuine(signing.new_secret(), headers, body)
    assert not is_genuine(first, headers, body + b" ")
    assert not is_genuine(first, {**headers, "webhook-id": "msg_other"}, body)
    old = str(int(headers["webhook-timestamp"]) - 600)
    assert not is_genuine(first, {**headers, "webhook-timestamp": old}, body)


def test_the_description_of_the_interface_says_what_is_sent(room: Room) -> None:
    """Each message that is queued is of the form that its event declares."""
    assert set(document()["webhooks"]) == set(ALL) == {event.name for event in events()}
    listens(room.member)
    closed(room)
    [row] = log(room.member)
    said = document()["webhooks"][row.event]["post"]["requestBody"]["content"]["application/json"]["schema"]
    body = json.loads(row.body)
    assert set(said["required"]) == set(body)
    assert set(said["properties"]["data"]["required"]) == set(body["data"])
