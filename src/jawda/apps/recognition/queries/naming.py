"""Documents of the acting body that rows of a spreadsheet name, by their number or their reference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Upper

from jawda.apps.recognition.enums import State
from jawda.apps.recognition.models import Attestation
from jawda.apps.recognition.queries.own import state_on
from jawda.core.spreadsheets.model import folded

_COUNT = (State.IN_FORCE, State.SUSPENDED)
_ENDED = (State.WITHDRAWN, State.REPLACED)


class Named:
    """Those that bear one of these names and no others, read once for all; their signed form is not read."""

    def __init__(self, names: Collection[str], today: date) -> None:
        upper = {name.upper() for name in names if name}
        named = Q(upper_number__in=upper) | Q(reference__in=upper)
        rows = Attestation.objects.annotate(upper_number=Upper("number")).filter(named).defer("credential")
        self.rows: dict[UUID, Attestation] = {row.pk: row for row in rows.order_by("-issued_at", "pk")}
        self._by_number: dict[str, list[Attestation]] = defaultdict(list)
        self._by_reference: dict[str, Attestation] = {}
        for row in self.rows.values():
            self._by_number[folded(row.number)].append(row)
            self._by_reference[row.reference] = row
        self._today = today

    def meant(self, name: str) -> list[Attestation]:
        """The one that a name means; none; or several, of which nobody can tell which.

        A certificate that is renewed may keep its number: the one that counts is meant, and where none does the one
        that may still be withdrawn.
        """
        of_reference = self._by_reference.get(name.upper())
        if of_reference is not None:
            return [of_reference]
        rows = self._by_number.get(folded(name), [])
        counting = [row for row in rows if state_on(row, self._today) in _COUNT]
        return counting or [row for row in rows if row.state not in _ENDED] or rows[:1]
