"""What was found of a supplier's certificate, in words and shapes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jawda.apps.recognition.elsewhere.words import days_left
from jawda.apps.recognition.models import WatchedCertificate
from jawda.apps.recognition.suppliers.enums import Differs, Found, News
from jawda.foundation.ui.marks import Mark, Seal

MARKS: Final = {
    Found.VALID: Mark.CONFORMS, Found.SUSPENDED: Mark.OVERDUE, Found.WITHDRAWN: Mark.DOES_NOT,
    Found.EXPIRED: Mark.NOT_APPLICABLE, Found.NOT_YET_VALID: Mark.NOT_APPLICABLE, Found.INVALID: Mark.KNOCK_OUT,
    Found.UNKNOWN: Mark.TO_REVIEW, Found.NOT_FOUND: Mark.TO_DO, Found.SEVERAL: Mark.TO_REVIEW,
}  # fmt: skip
SEALS: Final = {
    Found.VALID: Seal.VALID, Found.SUSPENDED: Seal.SUSPENDED, Found.WITHDRAWN: Seal.WITHDRAWN,
    Found.EXPIRED: Seal.EXPIRED, Found.NOT_YET_VALID: Seal.EXPIRED, Found.INVALID: Seal.INVALID,
    Found.UNKNOWN: Seal.UNKNOWN, Found.NOT_FOUND: Seal.UNKNOWN, Found.SEVERAL: Seal.UNKNOWN,
}  # fmt: skip
_DOCUMENT: Final = frozenset(Found) - {Found.NOT_FOUND, Found.SEVERAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShown:
    """A row of the list. ``seen``: whether a document was found, whose facts the row shows."""

    row: WatchedCertificate
    mark: Mark
    state: str
    seen: bool
    left: str
    differs: str


def shown(row: WatchedCertificate, today: date) -> LineShown:
    """One line."""
    seen = row.found in _DOCUMENT
    ends = row.found_expires_on if row.found in (Found.VALID, Found.SUSPENDED) else None
    return LineShown(
        row=row, mark=MARKS[Found(row.found)] if row.found else Mark.IN_PROGRESS, seen=seen,
        state=str(Found(row.found).label) if row.found else pgettext("finding", "Not checked yet"),
        left=days_left(ends, today), differs=str(Differs(row.differs).label) if seen and row.differs else "",
    )  # fmt: skip


def headline(row: WatchedCertificate) -> str:
    """The finding in one line."""
    if not row.found:
        return _("It is not checked yet.")
    return {
        Found.VALID: _("Found here, and valid."),
        Found.SUSPENDED: _("Found here: it is suspended."),
        Found.WITHDRAWN: _("Found here: it was withdrawn."),
        Found.EXPIRED: _("Found here: it has expired."),
        Found.NOT_YET_VALID: _("Found here: it is not valid yet."),
        Found.INVALID: _("Found here, but it does not verify."),
        Found.UNKNOWN: _("Found here, but whether it is valid cannot be told now."),
        Found.NOT_FOUND: _("Not found on this platform."),
        Found.SEVERAL: _("Several documents bear this number."),
    }[Found(row.found)]


def advice(row: WatchedCertificate) -> str:
    """What follows, in one or two sentences."""
    if not row.found:
        return ""
    return {
        Found.VALID: "",
        Found.SUSPENDED: _("It does not count as long as it is suspended. Ask your supplier what it does about it."),
        Found.WITHDRAWN: _("It no longer counts. Ask your supplier for another one before you rely on it again."),
        Found.EXPIRED: _("It no longer counts. Ask your supplier for the one that followed."),
        Found.NOT_YET_VALID: _("It begins to count later."),
        Found.INVALID: _("Do not rely on it: open its page for the reasons, and ask the body that it names."),
        Found.UNKNOWN: _("Something that the verdict rests on could not be had. It is looked at again tomorrow."),
        Found.NOT_FOUND: _(
            "Not found here is never invalid: most bodies do not issue on this platform. Look it up in the register "
            "of the body that issued it."
        ),
        Found.SEVERAL: _("Write the Jawda reference, or the supplier’s ICE, so that it is known which one is meant."),
    }[Found(row.found)]


def news_words(news: list[str]) -> str:
    """What changed, in a few words."""
    return ", ".join(str(News(item).label) for item in news if item in News.values)
