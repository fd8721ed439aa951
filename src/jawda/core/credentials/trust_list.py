"""The trust list: which accreditors, owners of schemes and authorities are believed, for what, and since when.

It is data with dates and sources, signed and numbered, and it can be carried as a file. Arrangements of mutual
recognition come and go, so that none is named here: a list says who operates one, from when to when, and its
signatories by what they are recognised for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from jawda.core.credentials.keys import PublicKey
from jawda.core.credentials.life_cycles import Kind
from jawda.core.credentials.strict_fields import holds_on
from jawda.core.languages import Text


class SchemeKind(StrEnum):
    """Who answers for those who attest under a scheme: an accreditor, an owner that oversees, a ministry, nobody."""

    ACCREDITED = "accredited"
    OVERSIGHT = "oversight"
    APPROVAL = "approval"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """``authorities``: who accredits, oversees or approves under it; none where nobody does."""

    id: str
    kind: SchemeKind
    names: Text
    standards: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedKey:
    """A key by its thumbprint, and the days between which it is believed."""

    thumbprint: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """``id``: its ``did:web``. ``country``: ISO 3166-1, two letters."""

    id: str
    names: Text
    country: str | None = None
    keys: tuple[PinnedKey, ...]
    since: date
    until: date | None = None
    source: str

    def believes(self, key: PublicKey, on: date) -> bool:
        """Whether ``key`` is one of this authority's on a day of its own time on the list."""
        thumbprint = key.thumbprint()
        return holds_on(on, self.since, self.until) and any(
            item.thumbprint == thumbprint and holds_on(on, item.since, item.until) for item in self.keys
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A signatory, recognised for one kind of attestation under one standard of accreditation."""

    authority: str
    kind: Kind
    standard: str
    since: date
    until: date | None = None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """Mutual recognition. ``transition_until``: how long what it recognised at its end still counts elsewhere."""

    id: str
    names: Text
    operator: str
    since: date
    until: date | None = None
    transition_until: date | None = None
    members: tuple[Member, ...] = ()
    source: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """By which arrangement an authority is recognised. ``transition``: it has ended, and still counts for a time."""

    arrangement: Arrangement
    member: Member
    transition: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustList:
    """``version`` grows by each change and never goes back."""

    id: str
    issuer: str
    version: int
    issued_at: datetime
    valid_until: datetime | None = None
    schemes: tuple[Scheme, ...] = ()
    authorities: tuple[Authority, ...] = ()
    arrangements: tuple[Arrangement, ...] = ()

    def authority(self, identifier: str) -> Authority | None:
        """The entry of an authority, whatever its dates."""
        return next((item for item in self.authorities if item.id == identifier), None)

    def scheme(self, identifier: str) -> Scheme | None:
        """The entry of a scheme."""
        return next((item for item in self.schemes if item.id == identifier), None)

    def member_on(self, authority: str, kind: Kind, standard: str, on: date) -> Recognition | None:
        """The arrangement that recognised ``authority`` on a day for attestations of a kind under a standard.

        Of several that hold, the one that began last; one that holds goes before one in transition. None: accredited
        perhaps, but not recognised by an arrangement.
        """
        entry = self.authority(authority)
        if entry is None or not holds_on(on, entry.since, entry.until):
            return None
        name = undated(standard)
        found = [
            Recognition(arrangement, member, transition=not holds_on(on, arrangement.since, arrangement.until))
            for arrangement in self.arrangements
            for member in arrangement.members
            if (member.authority, member.kind) == (authority, kind)
            and undated(member.standard) == name
            and _counts(arrangement, member, on)
        ]
        return max(found, key=lambda item: (not item.transition, item.arrangement.since), default=None)

    def is_current(self, at: datetime) -> bool:
        """Whether the list itself may be relied on at a moment."""
        return self.issued_at <= at and (self.valid_until is None or at <= self.valid_until)


def undated(standard: str) -> str:
    """A standard without its edition.

    >>> undated("ISO/IEC 17021-1:2015"), undated("ISO/IEC 17025")
    ('ISO/IEC 17021-1', 'ISO/IEC 17025')
    """
    name, _, edition = standard.rpartition(":")
    return name if name and edition.isdecimal() else standard


def _counts(arrangement: Arrangement, member: Member, on: date) -> bool:
    """On a day after the arrangement's end, what counted on its last day counts until the transition's."""
    day = on
    if arrangement.until is not None and on > arrangement.until:
        if arrangement.transition_until is None or on > arrangement.transition_until:
            return False
        day = arrangement.until
    return holds_on(day, arrangement.since, arrangement.until) and holds_on(day, member.since, member.until)
