"""Who vouches for what, in words and shapes: for the list, and for the page of one certificate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jawda.apps.recognition.elsewhere.enums import InRegister, Vouching
from jawda.apps.recognition.elsewhere.queries import Held, Look, Recorded
from jawda.apps.recognition.elsewhere.signed import Difference, What
from jawda.apps.recognition.elsewhere.vouching import Looked, Standing, Stands
from jawda.apps.recognition.models import PublicAttestation, RecordedCertificate
from jawda.apps.recognition.own_words import listed
from jawda.core.credentials.verdict import Verdict
from jawda.core.languages import Language
from jawda.foundation.ui.formats import apart, date_long
from jawda.foundation.ui.marks import Mark, Seal
from jawda.foundation.ui.templatetags.ui import language

_MARKS: Final = {
    Stands.SUSPENDED: Mark.OVERDUE, Stands.WITHDRAWN: Mark.DOES_NOT, Stands.EXPIRED: Mark.NOT_APPLICABLE,
    Stands.NOT_FOUND: Mark.TO_REVIEW, Stands.INVALID: Mark.DOES_NOT,
}  # fmt: skip
#: In force has a shape for each level: a dashed ring, a ring with a tick, a full disc with a tick.
LEVEL_MARKS: Final = {
    Vouching.HOLDER: Mark.TO_DO, Vouching.REGISTER: Mark.DONE, Vouching.SIGNATURE: Mark.CONFORMS,
}  # fmt: skip
LOOK_MARKS: Final = {
    InRegister.IN_FORCE: LEVEL_MARKS[Vouching.REGISTER], InRegister.SUSPENDED: Mark.OVERDUE,
    InRegister.WITHDRAWN: Mark.DOES_NOT, InRegister.NOT_FOUND: Mark.TO_REVIEW,
}  # fmt: skip
_SEALS: Final = {
    Stands.SUSPENDED: Seal.SUSPENDED, Stands.WITHDRAWN: Seal.WITHDRAWN, Stands.EXPIRED: Seal.EXPIRED,
    Stands.NOT_FOUND: Seal.UNKNOWN, Stands.INVALID: Seal.INVALID,
}  # fmt: skip
_LEVEL_SEALS: Final = {
    Vouching.HOLDER: Seal.UNKNOWN, Vouching.REGISTER: Seal.OUTSIDE, Vouching.SIGNATURE: Seal.VALID,
}  # fmt: skip


def mark_of(found: Standing) -> Mark:
    """How it stands; where it is in force, by whoever says so."""
    return _MARKS.get(found.stands) or LEVEL_MARKS[found.vouching]


def seal_of(found: Standing) -> Seal:
    """The same for the head of a page."""
    return _SEALS.get(found.stands) or _LEVEL_SEALS[found.vouching]


def state_word(stands: Stands) -> str:
    """One or two words."""
    return {
        Stands.IN_FORCE: pgettext("certificate", "In force"),
        Stands.SUSPENDED: pgettext("certificate", "Suspended"),
        Stands.WITHDRAWN: pgettext("certificate", "Withdrawn"),
        Stands.EXPIRED: pgettext("certificate", "Expired"),
        Stands.NOT_FOUND: pgettext("register", "Not found"),
        Stands.INVALID: pgettext("finding", "Does not verify"),
    }[stands]


def vouched(found: Standing, looked: Looked | None) -> str:
    """Who vouches, in a few words, with the day of a look."""
    if found.vouching == Vouching.REGISTER and looked is not None:
        return _("Checked against the register on %(day)s") % {"day": date_long(looked.on, language())}
    return str(Vouching(found.vouching).label)


def age_words(months: int) -> str:
    """How old a look is that is too old; nothing else."""
    if not months:
        return ""
    return ngettext(
        "This check is %(count)d month old.", "This check is %(count)d months old.", months
    ) % {"count": months}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLine:
    """A row of the list; ``left``: how long it still counts, where that is not long; ``address`` of its page."""

    row: PublicAttestation | RecordedCertificate
    here: bool
    mark: Mark
    state: str
    vouched: str
    age: str
    left: str


def held_line(one: Held, today: date) -> HeldLine:
    """One line."""
    row = one.row
    if isinstance(row, PublicAttestation):
        told = listed(row, today)
        return HeldLine(
            row=row, here=True, mark=told.mark, state=str(told.state.label), vouched=_("Issued on this platform"),
            age="", left=told.left,
        )  # fmt: skip
    assert one.recorded is not None
    found = one.recorded.standing
    return HeldLine(
        row=row, here=False, mark=mark_of(found), state=state_word(found.stands),
        vouched=vouched(found, one.recorded.looked), age=age_words(found.check_age),
        left=days_left(row.expires_on, today),
    )  # fmt: skip


def days_left(expires_on: date | None, today: date) -> str:
    """How many days are left where these are ninety at most, the last day counted as none."""
    days = -1 if expires_on is None else (expires_on - today).days
    if not 0 <= days <= 90:
        return ""
    return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}


def headline(found: Standing) -> str:
    """The conclusion in one line: never more than whoever vouches can say."""
    if found.stands == Stands.IN_FORCE:
        return {
            Vouching.HOLDER: _("In force, as its holder says."),
            Vouching.REGISTER: _("In force, as the register said."),
            Vouching.SIGNATURE: _("In force: its signature was verified."),
        }[found.vouching]
    return {
        Stands.SUSPENDED: _("This certificate is suspended."),
        Stands.WITHDRAWN: _("This certificate was withdrawn."),
        Stands.EXPIRED: _("This certificate has expired."),
        Stands.NOT_FOUND: _("It was not found in the register."),
        Stands.INVALID: _("The signed document does not verify."),
    }[found.stands]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One of the three who may vouch: ``given`` where they do. ``means``: what follows for whoever relies on it."""

    mark: Mark
    title: str
    said: str
    means: str
    given: bool


def steps(one: Recorded, looks: list[Look], company: str, verdict: Verdict | None, told: str) -> list[Step]:
    """The three levels, always all of them, the weakest first. ``told``: the verdict on the signed document."""
    return [_holder(one, company), _register(one, looks), _signature(one, verdict, told)]


def _holder(one: Recorded, company: str) -> Step:
    day = timezone.localtime(one.row.recorded_at).date()
    said = _("%(company)s recorded it on %(day)s. It was given by: %(source)s.") % {
        "company": apart(company, language()), "day": date_long(day, language()),
        "source": apart(one.row.source, language()),
    }  # fmt: skip
    return Step(
        mark=LEVEL_MARKS[Vouching.HOLDER], title=str(Vouching.HOLDER.label), said=said, given=True,
        means=_("Nobody but the holder says so: the platform has not verified it."),
    )  # fmt: skip


def _register(one: Recorded, looks: list[Look]) -> Step:
    title = str(Vouching.REGISTER.label)
    if not looks:
        return Step(
            mark=Mark.NOT_APPLICABLE, title=title, given=False, means="",
            said=_("Nobody has looked it up in a register yet."),
        )  # fmt: skip
    look = looks[0]
    mark = LOOK_MARKS[look.found]
    said = look_words(look, language())
    if one.standing.check_age:
        said = f"{said} {age_words(one.standing.check_age)}"
    means = _("A person looked, and vouches for that day. The platform has not asked the register.")
    return Step(mark=mark, title=title, said=said, means=means, given=True)


def look_words(look: Look, tongue: Language) -> str:
    """What stood in the register on a day."""
    values = {"day": date_long(look.on, tongue), "who": apart(look.who, tongue)}
    if look.who:
        return {
            InRegister.IN_FORCE: _("On %(day)s %(who)s found it in force there."),
            InRegister.SUSPENDED: _("On %(day)s %(who)s found it suspended there."),
            InRegister.WITHDRAWN: _("On %(day)s %(who)s found it withdrawn there."),
            InRegister.NOT_FOUND: _("On %(day)s %(who)s did not find it there."),
        }[look.found] % values
    return {
        InRegister.IN_FORCE: _("On %(day)s it was found in force there."),
        InRegister.SUSPENDED: _("On %(day)s it was found suspended there."),
        InRegister.WITHDRAWN: _("On %(day)s it was found withdrawn there."),
        InRegister.NOT_FOUND: _("On %(day)s it was not found there."),
    }[look.found] % values


def _signature(one: Recorded, verdict: Verdict | None, told: str) -> Step:
    title = str(Vouching.SIGNATURE.label)
    if verdict is None:
        return Step(
            mark=Mark.NOT_APPLICABLE, title=title, given=False, means="",
            said=_("No signed document came with it: a paper proves nothing by itself."),
        )  # fmt: skip
    if verdict in (Verdict.INVALID, Verdict.UNKNOWN, Verdict.NOT_YET_VALID):
        mark = Mark.DOES_NOT if verdict is Verdict.INVALID else Mark.TO_REVIEW
        return Step(mark=mark, title=title, said=told, given=False, means=_("It vouches for nothing."))
    if one.row.signed_differs:
        return Step(
            mark=Mark.TO_REVIEW, title=title, said=told, given=False,
            means=_("The signed document says otherwise than what was recorded: its signature vouches for it alone."),
        )  # fmt: skip
    mark = {
        Verdict.VALID: LEVEL_MARKS[Vouching.SIGNATURE], Verdict.SUSPENDED: Mark.OVERDUE,
        Verdict.WITHDRAWN: Mark.DOES_NOT,
    }.get(verdict, Mark.NOT_APPLICABLE)  # fmt: skip
    means = _("Its issuer signed it, and the platform verified that a moment ago.")
    return Step(mark=mark, title=title, said=told, means=means, given=True)


def difference_words(one: Difference) -> str:
    """Where the signed document says otherwise than what was recorded."""
    if one.what == What.UNREADABLE:
        return _("What it attests cannot be compared with what was recorded.")
    if one.what == What.NUMBER:
        return _("It bears the number %(number)s.") % {"number": apart(str(one.signed), language())}
    if one.what == What.HOLDER:
        return _("It was issued to %(holder)s, under another ICE than your organisation’s.") % {
            "holder": apart(str(one.signed), language())
        }
    if isinstance(one.signed, date):
        return _("Its last day is %(day)s.") % {"day": date_long(one.signed, language())}
    return _("It names no last day.")
