"""How long what bodies issue and companies record is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet

from jawda.apps.recognition.enums import Kind, State
from jawda.apps.recognition.models import Attestation, RecordedCertificate, SpentPlace, SupersededCredential
from jawda.foundation.files import domain as files
from jawda.foundation.retention.rules import Rule, register_reasons, register_rule

ATTENDANCE: Final = timedelta(days=3 * 365)
_TABLES: Final = tuple(
    f"recognition.{name}" for name in ("Attestation", "AttestationEvent", "SupersededCredential", "Paper")
)
_ENDED: Final = (State.WITHDRAWN, State.REPLACED)
COMPETENCE: Final = timedelta(days=5 * 365)
"""After its last day; twice as long after its issue where it names none."""
STAYS: Final = (
    "the body's record of what it issued, without personal data; standards of accreditation ask for a full cycle at "
    "least (ISO/IEC 17021-1, 9.9), and whoever relied on a document may ask about any day"
)
LISTED: Final = "the company's own list, without personal data; it removes the lines that it no longer watches"
SEEN: Final = "what the company was told of its own public certificates, without personal data; one row for each"
SPENT: Final = "two numbers in a list, without personal data; what was withdrawn must not count again"
ARCHIVED: Final = timedelta(days=5 * 365)


def register() -> None:
    """Called once, when the models are there."""
    register_rule(
        Rule(
            name="recognition.attendance", activity=7, keeps="3 years", due=_attendance,
            tables=_TABLES, remove=_remove_documents,
        )
    )  # fmt: skip
    register_rule(
        Rule(
            name="recognition.competence", activity=7, keeps="5 years after its last day, 10 years without one",
            tables=_TABLES,
            due=_competence,
            remove=_remove_documents,
        )
    )  # fmt: skip
    register_rule(
        Rule(
            name="recognition.recorded", activity=15, keeps="5 years after it was archived", due=_recorded,
            tables=("recognition.RecordedCertificate", "recognition.RegisterCheck", "files.StoredFile"),
            remove=_remove_recorded,
        )
    )  # fmt: skip
    register_reasons({"recognition.SigningKey": STAYS, "recognition.SealKey": STAYS})
    register_reasons({"recognition.WatchedCertificate": LISTED, "recognition.WatchedFinding": LISTED})
    register_reasons({"recognition.HeldState": SEEN, "recognition.SpentPlace": SPENT})


def _attendance(now: datetime) -> QuerySet[Any]:
    return Attestation.objects.filter(kind=Kind.ATTENDANCE, issued_at__lt=now - ATTENDANCE)


def _competence(now: datetime) -> QuerySet[Any]:
    over = Q(expires_on__lt=(now - COMPETENCE).date()) | Q(expires_on=None, issued_at__lt=now - 2 * COMPETENCE)
    return Attestation.objects.filter(over, kind__in=(Kind.TRAINING, Kind.PERSON))


def _remove_documents(rows: list[Any]) -> Mapping[str, int]:
    """With all that hangs on them but their places in the lists: what was withdrawn stays withdrawn."""
    former = SupersededCredential.objects.filter(attestation__in=rows)
    places = [(row.organisation_id, row.list_number, row.list_index, row.state in _ENDED) for row in rows]
    places += [(one.organisation_id, one.list_number, one.list_index, True) for one in former]
    SpentPlace.objects.bulk_create(
        SpentPlace(organisation_id=whose, list_number=number, list_index=index, withdrawn=withdrawn)
        for whose, number, index, withdrawn in places
    )
    _count, counts = Attestation.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return counts


def _recorded(now: datetime) -> QuerySet[Any]:
    return RecordedCertificate.objects.filter(archived_at__lt=now - ARCHIVED)


def _remove_recorded(rows: list[Any]) -> Mapping[str, int]:
    """With its file, unless something else holds it."""
    stored = {row.file_id: row.file for row in rows if row.file_id}
    _count, counts = RecordedCertificate.objects.filter(pk__in=[row.pk for row in rows]).delete()
    gone = sum(files.forget(stored=one) for one in stored.values())
    return {**counts, "files.StoredFile": gone}
