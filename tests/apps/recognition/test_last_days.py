"""The last day of an accreditation is the day that was typed, wherever it is shown and whatever the clock there."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils.translation import override
from tests.apps.recognition.world import ACCREDITED, acts, scope, world

from jawda.apps.recognition.domain import accrediting
from jawda.apps.recognition.models import AccreditationVersion
from jawda.apps.recognition.sheets import sheet_of
from jawda.core.credentials import credential

pytestmark = pytest.mark.django_db
#: A day of summer, on which Morocco's clock was an hour ahead of UTC.
LAST = date(2025, 7, 3)


def test_the_last_day_of_an_accreditation_is_the_same_everywhere() -> None:
    found = world()
    with acts(found.accreditor):
        row = accrediting.accredit(
            access=found.accreditor.access, body_slug="certification-essai", number="EX-SM-08", scopes=[scope()],
            since=ACCREDITED, until=LAST, now=datetime(2024, 3, 4, 8, tzinfo=UTC),
        )  # fmt: skip
    assert AccreditationVersion.objects.get(reference=row.reference).last_day == LAST
    for address in (f"/c/{row.reference}", "/organismes/certification-essai"):
        text = Client(headers={"accept-language": "fr"}).get(address, follow=True).content.decode()
        assert "3 juillet 2025" in text.replace("\N{NO-BREAK SPACE}", " "), address
        assert "4 juillet 2025" not in text.replace("\N{NO-BREAK SPACE}", " "), address
    with override("fr"):
        paper = sheet_of(
            credential.read(row.credential.encode("ascii")), reference=row.reference, page="https://jawda.example/c/x",
            fictitious=False, language="fr",
        )  # fmt: skip
    assert paper.valid_until == LAST
