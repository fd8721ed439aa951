"""Referentials in and out of the database; parsed once per process for each digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from jawda.apps.referentials.built_in import built_in
from jawda.apps.referentials.models import StoredReferential
from jawda.core.languages import Text
from jawda.core.referentials import Referential, from_mapping, to_mapping


class UnknownReferential(LookupError):
    """No referential has this id."""


class AnotherContent(ValueError):
    """The id is stored already with another content, which assessments may rest on."""


@lru_cache(maxsize=32)
def _parsed(digest: str) -> Referential:
    """Parsed once per process; the content is fetched only then."""
    content = StoredReferential.objects.values_list("content", flat=True).get(digest=digest)
    return from_mapping(json.loads(bytes(content)))


def digest_of(column: str) -> Subquery:
    """The digest of the referential that ``column`` names, for a query to bring along."""
    return Subquery(StoredReferential.objects.filter(identifier=OuterRef(column)).values("digest")[:1])


def by_digest(digest: str) -> Referential:
    """The stored referential with this content; no query where this process has read it already."""
    return _parsed(digest)


def load(identifier: str) -> Referential:
    """The referential with this id; one query, two the first time. ``UnknownReferential`` if there is none."""
    digest = StoredReferential.objects.filter(identifier=identifier).values_list("digest", flat=True).first()
    if digest is None:
        raise UnknownReferential(identifier)
    return _parsed(digest)


def load_many(identifiers: Iterable[str]) -> dict[str, Referential]:
    """Those that are stored, by id; one query, and one more for each that this process has not read yet."""
    rows = StoredReferential.objects.filter(identifier__in=set(identifiers)).values_list("identifier", "digest")
    return {identifier: _parsed(digest) for identifier, digest in rows}


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list of referentials."""

    referential: Referential
    built_in: bool
    stored_at: datetime

    @property
    def identifier(self) -> str:
        """Its id."""
        return self.referential.id

    @property
    def title(self) -> Text:
        """Its title."""
        return self.referential.title

    @property
    def description(self) -> Text:
        """What it is for."""
        return self.referential.description

    @property
    def questions(self) -> int:
        """How many requirements are to be answered."""
        return len(self.referential.assessable)

    @property
    def certifiable(self) -> bool:
        """Whether it leads to a readiness verdict."""
        return self.referential.certifiable

    @property
    def scale(self) -> str:
        """``conformity`` or ``maturity``."""
        return self.referential.scale.kind


def listed() -> tuple[Listed, ...]:
    """Every stored referential, the built-in ones first; one query, as :func:`load_many` says."""
    rows = StoredReferential.objects.order_by("position", "identifier").values_list("digest", "built_in", "stored_at")
    return tuple(Listed(_parsed(digest), built_in, stored_at) for digest, built_in, stored_at in rows)


def as_stored(referential: Referential) -> tuple[bytes, str]:
    """Its form as JSON, and the SHA-256 that names it."""
    content = json.dumps(to_mapping(referential), ensure_ascii=False, sort_keys=True).encode()
    return content, hashlib.sha256(content).hexdigest()


def keep(referential: Referential, *, built_in: bool = False, position: int = 100) -> bool:
    """Store it; ``False`` if the same content is there already. ``AnotherContent`` for the id with other content,
    which assessments may rest on, unless it is built in."""
    content, digest = as_stored(referential)
    row = StoredReferential.objects.filter(identifier=referential.id).only("digest", "built_in").first()
    if row is not None and row.digest == digest:
        return False
    if row is not None and not built_in:
        raise AnotherContent(
            f"{referential.id} is stored already with another content: give the new one another edition"
        )
    StoredReferential.objects.update_or_create(
        identifier=referential.id,
        defaults={
            "content": content,
            "digest": digest,
            "built_in": built_in,
            "position": position,
            "stored_at": timezone.now(),
        },
    )
    return True


def keep_built_in() -> int:
    """Store the built-in referentials; how many were new or changed."""
    return sum(keep(item, built_in=True, position=number) for number, item in enumerate(built_in(), 1))
