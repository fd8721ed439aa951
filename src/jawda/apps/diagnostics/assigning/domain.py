"""What can be done with links: the company gives, extends and revokes them; a colleague answers by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.diagnostics.assigning import mails
from jawda.apps.diagnostics.assigning.models import Assignment
from jawda.apps.diagnostics.assigning.queries import is_open
from jawda.apps.diagnostics.domain import Saved, Sending, allowed, counts, held, open_to_change, put_answer
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.queries import name_of
from jawda.core.assessment import Answer
from jawda.core.languages import LANGUAGES
from jawda.core.referentials import Referential
from jawda.foundation.audit import trail
from jawda.foundation.jobs import defer
from jawda.foundation.tenancy.context import current_organisation_id
from jawda.foundation.tenancy.links import new_token, token_hash
from jawda.foundation.tenancy.routes import Access

USUAL: Final = timedelta(days=7)
LONGEST: Final = timedelta(days=60)
PER_DAY: Final = 50
"""Links that a company may give in 24 hours, each of which may be a mail."""
FORGET: Final = "diagnostics.forget_assignments"
FORGOTTEN_AFTER: Final = timedelta(days=30)
"""After its end; docs/register-of-processing.md says the same."""


class Over(Exception):
    """The link has ended or was revoked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Whom one asks, until when, and in which words."""

    name: str
    ends_on: date
    email: str = ""
    sentence: str = ""
    language: str = "fr"


def assign(
    *, access: Access, assessment: Assessment, referential: Referential, requirements: Iterable[str], asking: Asking
) -> tuple[Assignment, str]:
    """Give questions to a colleague; the link, and the token of its address, which is not kept.

    Audited, name and address apart; a mail on commit where there is an address. ``Closed`` for a closed assessment,
    ``ValidationError`` by field, and for more links than :data:`PER_DAY`.
    """
    open_to_change(access, assessment)
    wanted = set(requirements)
    names = [item.id for item in referential.assessable if item.id in wanted]
    if not names:
        raise ValidationError({"questions": _("Choose at least one question.")})
    _check(asking)
    since = timezone.now() - timedelta(days=1)
    if Assignment.objects.filter(made_at__gt=since).count() >= PER_DAY:
        raise ValidationError(
            _("%(count)s links were given in 24 hours: wait until tomorrow.") % {"count": PER_DAY}, code="throttled"
        )
    token = new_token(current_organisation_id())
    row = Assignment.objects.create(
        organisation_id=current_organisation_id(), assessment=assessment, requirements=names,
        name=asking.name.strip(), email=asking.email.strip(), sentence=asking.sentence.strip(),
        language=asking.language, token_hash=token_hash(token), asked_by=access.person_id,
        asked_by_name=name_of(access.person_id), ends_on=asking.ends_on,
    )  # fmt: skip
    _forget_later(row)
    personal = {"name": row.name, "email": row.email}
    _record("assign", row, personal, requirements=names, until=row.ends_on.isoformat())
    if row.email:
        mails.assigned(row, token, organisation_name=access.organisation_name)
    return row, token


def extend(*, access: Access, assessment: Assessment, link: Assignment, ends_on: date) -> None:
    """Let the same address open until another day, also one that has ended. Audited, no mail.

    ``Over`` for a revoked one, ``Closed`` for a closed assessment, ``ValidationError`` for a day out of reach.
    """
    open_to_change(access, assessment)
    row = Assignment.objects.select_for_update().get(pk=link.pk)
    if row.revoked_at is not None:
        raise Over
    _check_day(ends_on)
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    _forget_later(row)
    _record("extend_assignment", row, until=ends_on.isoformat())


def revoke(*, access: Access, link: Assignment) -> None:
    """The address opens nothing any more; what came back stays. Audited, no mail. Again does nothing."""
    allowed(access)
    row = Assignment.objects.select_for_update().get(pk=link.pk)
    if row.revoked_at is not None:
        return
    row.revoked_at = timezone.now()
    row.save(update_fields=["revoked_at"])
    _record("revoke_assignment", row)


def answer_by_link(
    *, link: Assignment, assessment: Assessment, referential: Referential, answer: Answer, sending: Sending
) -> Saved:
    """Write the colleague's answer, under the name that the company gave them: to review until somebody accepts it.

    Audited without texts, by nobody; nobody is told. The words on evidence stay as they are. ``link`` knows afterwards
    what came back. ``Over`` where the link
    has ended meanwhile, ``LookupError`` for a question that was not given; else as
    :func:`jawda.apps.diagnostics.domain.save_answer`.
    """
    held(assessment)  # before the link, as those who extend it do
    row = Assignment.objects.select_for_update().get(pk=link.pk)
    if not is_open(row):
        raise Over
    if answer.requirement not in row.requirements:
        raise LookupError(answer.requirement)
    saved = put_answer(
        assessment=assessment, referential=referential, answer=answer, sending=sending, to_review=True,
        confirm=answer.answered, saved_as=row.name, details={"assignment": str(row.pk)},
    )  # fmt: skip
    if counts(saved.row) and saved.row.saved_as == row.name:
        row.answered[answer.requirement] = saved.row.saved_at.isoformat()
    else:
        row.answered.pop(answer.requirement, None)
    row.save(update_fields=["answered"])
    link.answered = row.answered
    return saved


def forget_assignments(*, now: datetime) -> None:
    """Delete the acting organisation's links that ended long ago; the trail keeps that they were given. Not audited,
    no mail."""
    last = timezone.localdate(now) - FORGOTTEN_AFTER
    Assignment.objects.filter(ends_on__lt=last).delete()
    Assignment.objects.filter(revoked_at__lt=now - FORGOTTEN_AFTER).delete()


def _forget_later(row: Assignment) -> None:
    defer(FORGET, organisation_id=row.organisation_id, on=row.ends_on + FORGOTTEN_AFTER + timedelta(days=1))


def _check(asking: Asking) -> None:
    limits = (("name", asking.name, 80), ("sentence", asking.sentence, 500), ("email", asking.email, 254))
    for field, text, limit in limits:
        if len(text.strip()) > limit:
            raise ValidationError({field: _("At most %(limit)s characters.") % {"limit": limit}})
    if not asking.name.strip():
        raise ValidationError({"name": _("Say who is asked: the name stands beside the answer.")})
    if asking.email.strip():
        try:
            validate_email(asking.email.strip())
        except ValidationError as error:
            raise ValidationError({"email": _("An address such as name@company.ma is expected.")}) from error
    if asking.language not in LANGUAGES:
        raise ValidationError({"language": _("Choose a language.")})
    _check_day(asking.ends_on)


def _check_day(day: date) -> None:
    today = timezone.localdate()
    if day < today:
        raise ValidationError({"ends_on": _("The end is past already.")})
    if day > today + LONGEST:
        raise ValidationError({"ends_on": _("A link opens for %(days)s days at most.") % {"days": LONGEST.days}})


def _record(action: str, row: Assignment, personal: dict[str, str] | None = None, **details: object) -> None:
    details |= {"assessment": str(row.assessment_id)}
    trail.record(f"diagnostics.{action}", subject="assignment", subject_id=row.pk, details=details, personal=personal)
