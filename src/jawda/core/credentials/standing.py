"""Whether one credential holds by itself at a moment: its issuer's key, its signature, its dates, its status.

What it stands on (the accreditation of its issuer, the arrangement behind that) is for :mod:`.chain`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import Final, TypeAlias

from jawda.core.credentials.credential import Credential
from jawda.core.credentials.key_history import KeyHistory, KeyStanding
from jawda.core.credentials.keys import Algorithm
from jawda.core.credentials.status_list import Purpose, StatusEntry, StatusList, read_entries
from jawda.core.credentials.status_list import Standing as Bit
from jawda.core.credentials.verdict import Verdict, doubted, failed, gravest, of_refusal, passed
from jawda.core.findings import Refused
from jawda.core.findings.checks import Check, Status

#: Every version that is held of the list at an address, verified; the newest last.
Lists: TypeAlias = Callable[[str], Sequence[StatusList]]


_MOMENT: Final = attrgetter("valid_from")
#: A standing that is told in another way than is read here.
_OTHER_FORMS: Final = frozenset(
    {"credentials.status_entry_kind", "credentials.status_size", "credentials.status_purposes"}
)
_KEY_FAULTS: Final = {
    KeyStanding.REVOKED: "key_revoked",
    KeyStanding.NOT_YET: "key_not_yet",
    KeyStanding.RETIRED: "key_retired",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """The verdict on one credential and what it rests on."""

    verdict: Verdict
    checks: tuple[Check, ...]


NOT_TOLD: Final = Standing(Verdict.VALID, (doubted("no_status"),))
"""Nothing says where a withdrawal would be told."""
_ENDLESS: Final = Standing(Verdict.VALID, (passed("no_end"),))
_MADE: Final = {algorithm: passed("signature", algorithm=algorithm.value) for algorithm in Algorithm}
_IN_USE: Final = passed("key_in_use")


def signature(credential: Credential, keys: KeyHistory | None, *, logged_at: datetime | None = None) -> Standing:
    """Whether its issuer signed it with a key that was theirs then; this does not change with the moment asked.

    ``keys`` is the history of the issuer's keys, None where the issuer is not known; ``logged_at`` when the credential
    was first seen in the public log.
    """
    if keys is None:
        return Standing(Verdict.UNKNOWN, (doubted("issuer_unknown", issuer=credential.issuer[:200]),))
    if keys.did != credential.issuer:
        return _refused(failed("issuer_differs", issuer=credential.issuer[:200], keys=keys.did))
    signed_at = credential.signed_at or logged_at
    if signed_at is None:
        # ``validFrom`` may be left out (W3C VCDM 2.0, 4.9); then nobody can tell whose key it was
        return Standing(Verdict.UNKNOWN, (doubted("no_moment"),))
    try:
        key = keys.key_for(credential.key_id, signed_at, logged_at=logged_at)
        credential.verify(key.method.key)
    except Refused as refused:
        return _refused(of_refusal(refused))
    made = _MADE[key.method.key.algorithm]
    if key.counts:
        return Standing(Verdict.VALID, (made, _IN_USE))
    assert key.since is not None
    # a stolen key can write any date: what it signed and nobody saw before is worth nothing
    return Standing(Verdict.INVALID, (made, failed(_KEY_FAULTS[key.standing], day=key.since.date().isoformat())))


def dates(credential: Credential, at: datetime) -> Standing:
    """Whether ``at`` lies between its first moment and its last."""
    return between(credential.valid_from, credential.valid_until, at)


def between(begins: datetime | None, ends: datetime | None, at: datetime) -> Standing:
    """Whether ``at`` lies between two moments, of which the last no longer counts."""
    if begins is not None and at < begins:
        return Standing(Verdict.NOT_YET_VALID, (failed("not_yet", day=begins.date().isoformat()),))
    if ends is not None and at >= ends:
        return Standing(Verdict.EXPIRED, (failed("expired", day=ends.date().isoformat()),))
    if ends is None:
        return _ENDLESS
    return Standing(Verdict.VALID, (passed("in_time", day=ends.date().isoformat()),))


def status(credential: Credential, lists: Lists, at: datetime, *, delegates: Collection[str] = ()) -> Standing:
    """What the lists that it names say of it at a moment: the version that stood then answers.

    Without a status entry nobody can tell whether it was withdrawn since: that is said, and is no fault of its own.
    """
    said = credential.document.get("credentialStatus")
    if said is None:
        return NOT_TOLD
    try:
        entries = read_entries(said)
    except Refused as refused:
        check = of_refusal(refused)
        if check.id in _OTHER_FORMS:  # it may be in order where that is read
            return Standing(Verdict.UNKNOWN, (replace(check, status=Status.WARN),))
        return _refused(check)
    return of_entries(entries, lists, {credential.issuer, *delegates}, at)


def of_entries(
    entries: Sequence[StatusEntry], lists: Lists, issuers: Collection[str], at: datetime
) -> Standing:  # fmt: skip
    """What lists of ``issuers`` say of places in them at a moment."""
    if not entries:  # such as those that only tell where a newer form is to be had
        return NOT_TOLD
    found = [_entry(entry, lists(entry.url), issuers, at) for entry in entries]
    return Standing(gravest(one.verdict for one in found), tuple(check for one in found for check in one.checks))


def _entry(entry: StatusEntry, versions: Sequence[StatusList], issuers: Collection[str], at: datetime) -> Standing:
    # of two that begin at one moment the one that came last
    newest = max((one for one in reversed(versions) if one.valid_from <= at), key=_MOMENT, default=None)
    if newest is None:
        return Standing(Verdict.UNKNOWN, (doubted("no_list", url=entry.url[:200]),))
    answer = newest.answer(entry, issuers=issuers, at=at)
    if answer.standing is Bit.UNKNOWN:
        assert answer.reason is not None
        why = Check(id=answer.reason.id, status=Status.WARN, arguments=answer.reason.arguments)
        return Standing(Verdict.UNKNOWN, (why,))
    suspension = entry.purpose is Purpose.SUSPENSION
    if answer.standing is Bit.CLEAR:
        return Standing(Verdict.VALID, (passed("not_suspended" if suspension else "not_withdrawn"),))
    if suspension:
        return Standing(Verdict.SUSPENDED, (failed("suspended"),))
    return Standing(Verdict.WITHDRAWN, (failed("withdrawn"),))


def _refused(check: Check) -> Standing:
    return Standing(Verdict.INVALID, (check,))
