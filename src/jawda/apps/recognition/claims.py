"""Whether what a body is about to issue lies within the accreditation that it claims, in words, before it is issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jawda.apps.recognition.domain.drafts import Draft
from jawda.apps.recognition.enums import OF_A_DAY, State
from jawda.apps.recognition.models import AccreditationVersion
from jawda.apps.recognition.queries import own
from jawda.core.credentials import scopes
from jawda.core.credentials.life_cycles import Kind as CoreKind
from jawda.core.credentials.scopes import Claim, Covered, Scope
from jawda.core.findings.words import words
from jawda.foundation.ui.formats import date_long
from jawda.foundation.ui.marks import Tone
from jawda.foundation.ui.templatetags.ui import language


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence with its tone, for a callout; ``more`` says what follows from it."""

    tone: Tone
    text: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """A version of an accreditation, its scopes read, and how the accreditation stands now."""

    version: AccreditationVersion
    scopes: tuple[Scope, ...]


class Claims:
    """Holds drafts of the acting body against its accreditations, each read once however many drafts there are."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._versions: dict[str, list[_Known]] = {}
        self._states: dict[str, State | None] = {}

    def told(self, draft: Draft) -> Told:
        """How a draft stands on the day that counts: that of the activity for a test or a calibration."""
        if not draft.accreditation_url:
            return Told(
                tone=Tone.INFO, text=_("No accreditation is claimed."),
                more=_("Whoever checks the document reads that no accreditor stands behind it."),
            )  # fmt: skip
        of_a_day = draft.kind in OF_A_DAY
        day = draft.activity_on if of_a_day and draft.activity_on else draft.issued_on
        known = self._on(draft.accreditation_url, day)
        if known is None:
            said = _("The accreditation was not in force on %(day)s.") % {"day": date_long(day, language())}
            return Told(tone=Tone.POOR, text=said, more=_not_valid())
        state = self._state(known.version.reference)
        if state is not None and state != State.IN_FORCE:
            said = _("The accreditation %(number)s is not in force: %(state)s.")
            said %= {"number": known.version.number, "state": str(state.label)}
            # what was done before stands by how the accreditation stood then
            return Told(tone=Tone.POOR, text=said, more=_as_it_stood() if day < self._today else _not_valid())
        return _within(draft, known, day)

    def _on(self, url: str, day: date) -> _Known | None:
        if url not in self._versions:
            self._versions[url] = [
                _Known(row, tuple(scopes.read(item) for item in row.scopes)) for row in own.versions_at(url)
            ]
        found = next((one for one in self._versions[url] if one.version.valid_from.date() <= day), None)
        if found is None or (found.version.last_day is not None and found.version.last_day < day):
            return None
        return found

    def _state(self, reference: str) -> State | None:
        if reference not in self._states:
            self._states[reference] = own.accreditation_state(reference, self._today)
        return self._states[reference]


def _within(draft: Draft, known: _Known, day: date) -> Told:
    claim = Claim(
        kind=CoreKind(draft.kind.value),
        references=(draft.standard,) if draft.standard else (),
        sectors=draft.sectors,
        measured=draft.measured,
    )
    found = scopes.covers(known.scopes, claim, day)
    if found.covered is Covered.YES:
        said = _("The document lies within the scope of accreditation %(number)s on %(day)s.")
        return Told(tone=Tone.GOOD, text=said % {"number": known.version.number, "day": date_long(day, language())})
    why = words(found.reason, language()) if found.reason else ""
    why = why[:1].upper() + why[1:]
    if found.covered is Covered.UNKNOWN:
        return Told(tone=Tone.FAIR, text=_("Whether the document lies within the scope cannot be told."), more=why)
    outside = _("The document lies outside the scope of the accreditation.")
    return Told(tone=Tone.POOR, text=outside, more=f"{why} {_not_valid()}")


def _not_valid() -> str:
    return _("You can issue it, but whoever checks it reads that it is not valid, and why.")


def _as_it_stood() -> str:
    return _(
        "You can issue it; whoever checks it reads how the accreditation stood on that day, and how it stands now."
    )
