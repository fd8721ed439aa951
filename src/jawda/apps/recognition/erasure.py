"""How a person leaves what bodies issue and companies record: rows stay, who entered them is forgotten.

A document that names a person as its holder is the body's, who answers for it and withdraws it (see retention).
"""

from __future__ import annotations

from collections.abc import Mapping

from jawda.apps.recognition.models import AttestationEvent, RecordedCertificate, RegisterCheck, WatchedCertificate
from jawda.foundation.erasure.registry import Subject, register_eraser
from jawda.foundation.retention.rules import added


def register() -> None:
    """Called once, when the models are there."""
    register_eraser(_events)
    register_eraser(_recorded)


def _events(subject: Subject) -> Mapping[str, int]:
    rows = AttestationEvent.objects.filter(by_person=subject.person_id)
    return {AttestationEvent._meta.label: rows.update(by_person=None)}


def _recorded(subject: Subject) -> Mapping[str, int]:
    """Certificates, looks into registers and lines of suppliers are the company's; who entered them is forgotten."""
    person = subject.person_id
    return added(
        [
            {
                RecordedCertificate._meta.label: RecordedCertificate.objects.filter(recorded_by=person).update(
                    recorded_by=None
                )
            },
            {RegisterCheck._meta.label: RegisterCheck.objects.filter(by_person=person).update(by_person=None)},
            {WatchedCertificate._meta.label: WatchedCertificate.objects.filter(added_by=person).update(added_by=None)},
        ]
    )
