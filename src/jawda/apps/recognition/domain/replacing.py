"""A document that takes the place of another one, and numbers that are not given twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from jawda.apps.recognition.domain.drafts import Draft
from jawda.apps.recognition.enums import Kind, State
from jawda.apps.recognition.models import Attestation
from jawda.apps.recognition.queries.own import state_on
from jawda.core.credentials.life_cycles import Expiry

_COUNTS = (State.IN_FORCE, State.SUSPENDED)
_ENDED = (State.WITHDRAWN, State.REPLACED)


class Issued:
    """Those of the acting body's documents that drafts name by their number or their reference, read once for all."""

    def __init__(self, drafts: Iterable[Draft], today: date, *, lock: bool = False) -> None:
        names = {name for draft in drafts for name in (draft.number, draft.replaces) if name}
        named = Q(number__in=names) | Q(reference__in={name.upper() for name in names})
        rows = Attestation.objects.filter(named).exclude(kind=Kind.ACCREDITATION).defer("credential").order_by("pk")
        self._by_number: dict[tuple[str, str], list[Attestation]] = defaultdict(list)
        self._by_reference: dict[tuple[str, str], Attestation] = {}
        for row in rows.select_for_update(of=("self",)) if lock else rows:
            self._by_number[row.kind, row.number].append(row)
            self._by_reference[row.kind, row.reference] = row
        self._today = today

    def replaced(self, draft: Draft) -> Attestation | None:
        """Of which a draft takes the place; None for none. ``ValidationError`` where it names none that stands, or
        several, or gives a number that another document has.

        A report that replaces another one is uniquely identified (ISO/IEC 17025, 7.8.8.3); a certificate may keep its
        number when it is renewed, and no two of one number count at a time.
        """
        found = self._named(draft) if draft.replaces else None
        unique = draft.kind.cycle.expiry is Expiry.NONE
        for row in self._by_number[draft.kind, draft.number]:
            if unique or (row != found and state_on(row, self._today) in _COUNTS):
                raise ValidationError({"number": ValidationError(_taken(unique=unique), code="taken")})
        return found

    def _named(self, draft: Draft) -> Attestation:
        of_reference = self._by_reference.get((draft.kind, draft.replaces.upper()))
        named = self._by_number[draft.kind, draft.replaces] if of_reference is None else [of_reference]
        if not named:
            raise ValidationError({"replaces": _("No document of yours of this kind has this number or reference.")})
        standing = [row for row in named if row.state not in _ENDED]
        if not standing:
            raise ValidationError({"replaces": _("This document was withdrawn or replaced already.")})
        if len(standing) > 1:
            said = _("Several of your documents have this number. Give the reference of one, such as %(reference)s.")
            raise ValidationError({"replaces": said % {"reference": standing[0].reference}})
        return standing[0]


def check_once(replaced: Sequence[Attestation | None]) -> None:
    """``ValidationError`` where two take the place of one."""
    named = [row.pk for row in replaced if row is not None]
    if len(set(named)) < len(named):
        raise ValidationError({"replaces": _("Two documents cannot replace the same one.")})


def _taken(*, unique: bool) -> str:
    if unique:
        return _("Another document of yours has this number: a report has one of its own.")
    return _("Another document of yours has this number and still counts. Say that this one replaces it, or give "
             "another number.")  # fmt: skip
