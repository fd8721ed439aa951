"""What leaves the house for a program holds nothing of another organisation, and nothing that a person wrote."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import timezone
from tests.isolation.world import World

from jawda.apps.actions import webhooks as of_actions
from jawda.apps.diagnostics import webhooks as of_diagnoses
from jawda.apps.ecosystems import webhooks as of_ecosystems
from jawda.foundation.webhooks.models import WebhookDelivery, WebhookEndpoint

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("tenant", ["A1", "A2", "B1"])
def test_what_is_sent_holds_no_canary(world: World, tenant: str) -> None:
    home = world.tenants[tenant].pk
    rows: dict[str, Any] = {label: world.rows[label, tenant] for label in (
        "diagnostics.Assessment", "diagnostics.Review", "actions.Action", "ecosystems.CampaignInvitation",
    )}  # fmt: skip
    rows["diagnostics.Review"].submitted_at = timezone.now()
    with world.on_behalf_of(tenant):
        WebhookEndpoint.objects.update(
            events=["action.closed", "assessment.closed", "campaign.invited", "review.signed"], switched_off_at=None
        )
        before = set(WebhookDelivery.objects.values_list("pk", flat=True))
        of_diagnoses.closed(rows["diagnostics.Assessment"])
        of_diagnoses.signed(rows["diagnostics.Review"])
        of_actions.closed(rows["actions.Action"])
        of_ecosystems.invited(rows["ecosystems.CampaignInvitation"])
        sent = list(WebhookDelivery.objects.exclude(pk__in=before))
    assert {row.event for row in sent} == {
        "action.closed", "assessment.closed", "campaign.invited", "review.signed",
    }  # fmt: skip
    found = {token for row in sent for token in world.canaries.found_in(row.body)}
    assert found == {str(row.pk) for row in rows.values()}, "the ids of its own rows, and nothing else"
    assert all(any(home in place.organisations for place in world.canaries.places[token]) for token in found)
    assert all(json.loads(row.body)["type"] == row.event for row in sent)


def test_an_organisation_reads_no_address_and_no_log_of_another(world: World) -> None:
    with world.on_behalf_of("A1"):
        for model in (WebhookEndpoint, WebhookDelivery):
            assert {row.organisation_id for row in model.objects.all()} == {world.tenants["A1"].pk}
