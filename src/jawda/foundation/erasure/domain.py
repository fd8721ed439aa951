"""Erasing a person: everywhere at once or not at all, with a proof, and again after an older backup came back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.utils import timezone

from jawda.foundation.accounts.models import Person
from jawda.foundation.audit import trail
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.erasure import ledger, registry
from jawda.foundation.erasure.account import delete_account
from jawda.foundation.erasure.certificate import Certificate, Trail
from jawda.foundation.erasure.models import AccountEnd
from jawda.foundation.erasure.registry import Subject
from jawda.foundation.exports.persons import traces
from jawda.foundation.retention.rules import added
from jawda.foundation.retention.running import turns
from jawda.foundation.tenancy.context import SIGN_IN, acting, current

BY_PERSON: Final = "person"
BY_OPERATOR: Final = "operator"
BY_RETENTION: Final = "retention"
BY_REPLAY: Final = "replay"


class Held(ValueError):
    """Organisations would be left with nobody who manages them."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def ask(*, person: Person) -> AccountEnd:
    """The person asks to be erased, which the job does within minutes; the row's id is the reference of the proof.

    Once asked it stands. ``Held`` where somebody else must manage an organisation first. No mail, no audit entry yet.
    """
    if current().person_id != person.pk:
        raise PermissionError("only the person asks for this")
    if names := registry.holds(person.pk):
        raise Held(names)
    end, _ = AccountEnd.objects.get_or_create(person=person)
    if end.asked_at is None:
        end.asked_at = timezone.now()
        end.save(update_fields=["asked_at"])
    return end


def waiting() -> list[tuple[UUID, UUID]]:
    """Who has asked: (reference, person)."""
    with transaction.atomic(), acting(purpose=SIGN_IN):
        rows = AccountEnd.objects.filter(asked_at__isnull=False).order_by("asked_at")
        return list(rows.values_list("pk", "person_id"))


def erase(*, person_id: UUID, by: str, even_last: bool = False) -> tuple[Certificate, Subject] | None:
    """Delete all that is about the person, take the name out of what stays, and give a signed proof.

    In one transaction over every organisation: killed midway, nothing has happened. The list of erasures has the proof
    before it is kept. Each organisation that had something notes it in its trail by the bare id. None where there is
    no such account; ``Held`` unless ``even_last``. No mail: the answer has the address for it.
    """
    with transaction.atomic():
        found = _subject(person_id)
        if found is None:
            return None
        subject, end = found
        with acting(person_id=person_id):
            names = [] if even_last else registry.holds(person_id)
        if names:
            raise Held(names)
        erased, kept, trails = _everywhere(subject, by)
        now = timezone.now().isoformat(timespec="seconds")
        proof = Certificate(
            reference=str(end.pk if end else uuid4()), person=str(person_id), by=by,
            asked_at=end.asked_at.isoformat(timespec="seconds") if end and end.asked_at else now, done_at=now,
            erased=erased, kept=kept, trails=tuple(trails),
        ).signed()  # fmt: skip
        connection.check_constraints()  # now, before the list says that it was done
        ledger.append([proof])
    return proof, subject


def replay(proofs: Iterable[Certificate]) -> int:
    """Erase again whoever is back, as after a backup was restored; of how many. What is gone already stays so."""
    again = 0
    for person_id in sorted({UUID(item.person) for item in proofs}):
        with transaction.atomic():
            found = _subject(person_id)
            if found is not None:
                _everywhere(found[0], BY_REPLAY)
                again += 1
    return again


def is_gone(person_id: UUID) -> bool:
    """Whether no account has this id."""
    with transaction.atomic(), acting(purpose=SIGN_IN):
        return not Person.objects.filter(pk=person_id).exists()


def trail_has(item: Trail) -> bool:
    """Whether the organisation's trail still has that entry with that hash."""
    with transaction.atomic(), acting(organisation_id=UUID(item.organisation)):
        entry = AuditEntry.objects.filter(sequence=item.entries).first()
        return entry is not None and bytes(entry.hash).hex() == item.head


def person_with(email: str) -> UUID | None:
    """For the operator's command: whose address this is."""
    with transaction.atomic(), acting(purpose=SIGN_IN):
        return Person.objects.filter(email=email.strip().lower()).values_list("pk", flat=True).first()


def not_used_since(moment: datetime) -> list[UUID]:
    """Accounts without a sign-in since then; who never signed in counts from joining."""
    with transaction.atomic(), acting(purpose=SIGN_IN):
        rows = Person.objects.filter(last_login__lt=moment) | Person.objects.filter(
            last_login=None, joined_at__lt=moment
        )
        return list(rows.order_by("pk").values_list("pk", flat=True))


def _subject(person_id: UUID) -> tuple[Subject, AccountEnd | None] | None:
    with acting(person_id=person_id, purpose=SIGN_IN):
        person = Person.objects.select_for_update(of=("self",)).filter(pk=person_id).first()
        if person is None:
            return None
        others = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
        emails = tuple(dict.fromkeys([person.email, *others]))
        end = AccountEnd.objects.filter(person=person).first()
    return Subject(person_id, emails, person.name, person.language), end


def _everywhere(subject: Subject, by: str) -> tuple[dict[str, int], dict[str, int], list[Trail]]:
    erased: dict[str, int] = {}
    kept: dict[str, int] = {}
    trails = []
    for organisation_id in turns():
        with acting(organisation_id=organisation_id):
            here = added(eraser(subject) for eraser in registry.erasers())
            if not here:
                continue
            details = {"by": by, "rows": here}
            trail.record("accounts.erase", subject="person", subject_id=subject.person_id, details=details)
            last = AuditEntry.objects.order_by("-sequence")[0]
            trails.append(Trail(str(organisation_id), int(last.sequence or 0), bytes(last.hash).hex()))
            erased, kept = added([erased, here]), added([kept, traces(subject.person_id)])
    with acting(person_id=subject.person_id, purpose=SIGN_IN):
        own = [eraser(subject) for eraser in registry.personal_erasers()]
        gone = delete_account(subject.person_id)
    return added([erased, *own, {"accounts.Person": gone}]), kept, trails
