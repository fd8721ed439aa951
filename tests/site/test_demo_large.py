"""The large demonstration: what was stopped goes on, and each company keeps its rows to itself."""

from __future__ import annotations

import pytest
from django.db import transaction

from jawda.apps.diagnostics.models import Answer, Assessment
from jawda.apps.ecosystems.models import Ecosystem, Participation
from jawda.apps.referentials import store
from jawda.foundation.tenancy.context import acting
from jawda.site import demo_large


@pytest.mark.django_db
def test_what_was_stopped_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_large, "TOGETHER", 2)
    heard: list[int] = []
    assert demo_large.load(3, tell=heard.append) == 3
    assert heard == [2, 3]
    assert demo_large.load(3, tell=heard.append) == 0
    assert demo_large.load(5, tell=heard.append) == 2
    questions = len(store.load(demo_large.REFERENTIAL).assessable)
    with transaction.atomic():
        ecosystem = Ecosystem.objects.get(slug=demo_large.SLUG)
        with acting(organisation_id=ecosystem.source_organisation_id):
            found = list(Participation.objects.filter(ecosystem=ecosystem))
            assert Answer.objects.count() == 0, "the federation sees no answer"
        assert len({row.from_organisation_id for row in found}) == len({row.company_name for row in found}) == 5
        assert all(row.fictitious for row in found)
        for row in found:
            with acting(organisation_id=row.from_organisation_id):
                assert Assessment.objects.get().closed_at is not None
                assert Answer.objects.count() == questions == 152
