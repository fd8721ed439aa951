"""Referentials in and out of the database; parsed once per process for each digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from jawda.apps.referentials import search
from jawda.apps.referentials.built_in import shipped
from jawda.apps.referentials.facts import Listed, facts_of
from jawda.apps.referentials.facts import listed as line
from jawda.apps.referentials.models import OwnReferential, StoredReferential
from jawda.core.languages import Text
from jawda.core.referentials import Referential, from_mapping, to_mapping
from jawda.foundation.tenancy.context import current, current_organisation_id

OWN: Final = "own:"
"""Before the id of what an organisation keeps for itself: the id of a published one cannot begin so."""


class UnknownReferential(LookupError):
    """No referential has this id."""


class AnotherContent(ValueError):
    """The id is stored already with another content, which assessments may rest on."""


@lru_cache(maxsize=32)
def _parsed(digest: str) -> Referential:
    """Parsed once per process; the content is fetched only then. Whoever names a digest has seen a row that has it:
    the policies have let them."""
    content = StoredReferential.objects.filter(digest=digest).values_list("content", flat=True).first()
    if content is None and current().organisation_id is not None:
        content = OwnReferential.objects.filter(digest=digest).values_list("content", flat=True).first()
    if content is None:
        raise UnknownReferential(digest)
    return from_mapping(json.loads(bytes(content)))


def digest_of(column: str) -> Coalesce:
    """The digest of the referential that ``column`` names, for a query of the acting organisation to bring along."""
    name = OuterRef(column)
    return Coalesce(
        Subquery(StoredReferential.objects.filter(identifier=name).values("digest")[:1]),
        Subquery(OwnReferential.objects.filter(identifier=name).values("digest")[:1]),
    )


def by_digest(digest: str) -> Referential:
    """The stored referential with this content; no query where this process has read it already."""
    return _parsed(digest)


def load(identifier: str) -> Referential:
    """The referential with this id, published or the acting organisation's own; one query, two the first time.

    ``UnknownReferential`` if there is none, or it is another's.
    """
    digest = _rows(identifier).filter(identifier=identifier).values_list("digest", flat=True).first()
    if digest is None:
        raise UnknownReferential(identifier)
    return _parsed(digest)


def _rows(identifier: str) -> QuerySet[Any]:
    """The table in which a referential of this name would stand."""
    if not identifier.startswith(OWN):
        return StoredReferential.objects.all()
    return OwnReferential.objects.all() if current().organisation_id is not None else StoredReferential.objects.none()


def former_digest(identifier: str) -> str | None:
    """The digest of the edition with this id that another may follow: the organisation's own, else a published one."""
    for name in (f"{OWN}{identifier}", identifier):
        digest: str | None = _rows(name).filter(identifier=name).values_list("digest", flat=True).first()
        if digest is not None:
            return digest
    return None


def former(identifier: str) -> Referential | None:
    """The edition itself, as :func:`former_digest` finds it."""
    digest = former_digest(identifier)
    return None if digest is None else _parsed(digest)


def load_many(identifiers: Iterable[str]) -> dict[str, Referential]:
    """Those that are published, by id; one query, and one more for each that this process has not read yet."""
    rows = StoredReferential.objects.filter(identifier__in=set(identifiers)).values_list("identifier", "digest")
    return {identifier: _parsed(digest) for identifier, digest in rows}


def published_digests(identifiers: Iterable[str]) -> dict[str, str]:
    """The digests of those that are published, by id; one query, and nothing is parsed."""
    rows = StoredReferential.objects.filter(identifier__in=set(identifiers))
    return dict(rows.values_list("identifier", "digest"))


def own() -> tuple[tuple[UUID, Listed], ...]:
    """The key and line of each referential that the acting organisation keeps for itself; one query."""
    rows = OwnReferential.objects.order_by("identifier").values_list("pk", "identifier", "facts", "stored_at")
    return tuple((key, line(name, facts, built_in=False, stored_at=moment)) for key, name, facts, moment in rows)


def listed() -> tuple[Listed, ...]:
    """The line of every stored referential, the built-in ones first; one query, and none is parsed."""
    rows = StoredReferential.objects.order_by("position", "identifier").values_list(
        "identifier", "facts", "built_in", "stored_at"
    )
    return tuple(
        line(identifier, facts, built_in=built_in, stored_at=stored_at)
        for identifier, facts, built_in, stored_at in rows
    )


def titles(identifiers: Iterable[str]) -> dict[str, Text]:
    """The titles of those that are stored, by id; one query, none where none is asked for."""
    wanted = set(identifiers)
    rows = StoredReferential.objects.filter(identifier__in=wanted) if wanted else StoredReferential.objects.none()
    return {name: Text.of(title) for name, title in rows.values_list("identifier", "facts__title")}


def as_stored(referential: Referential) -> tuple[bytes, str]:
    """Its form as JSON, and the SHA-256 that names it."""
    content = json.dumps(to_mapping(referential), ensure_ascii=False, sort_keys=True).encode()
    return content, hashlib.sha256(content).hexdigest()


def keep_own(referential: Referential) -> bool:
    """Keep it for the acting organisation alone; ``False`` if the same content is there already, ``AnotherContent``
    for its id with other content."""
    content, digest = as_stored(referential)
    name = f"{OWN}{referential.id}"
    row = OwnReferential.objects.filter(identifier=name).only("digest").first()
    if row is not None and row.digest != digest:
        raise AnotherContent(f"{referential.id} is kept already with another content: give it another edition")
    if row is None:
        OwnReferential.objects.create(
            organisation_id=current_organisation_id(), identifier=name, content=content, digest=digest,
            facts=facts_of(json.loads(content)), stored_by=current().person_id,
        )  # fmt: skip
    return row is None


def keep(
    referential: Referential, *, built_in: bool = False, position: int = 100, source: str = "",
    published_for: UUID | None = None,
) -> bool:  # fmt: skip
    """Store it; ``False`` if the same content is there already. ``AnotherContent`` for the id with other content,
    which assessments may rest on, unless it is built in. ``source``: the digest of the file that it came in."""
    content, digest = as_stored(referential)
    row = StoredReferential.objects.filter(identifier=referential.id).only("digest").first()
    same = row is not None and row.digest == digest
    if row is not None and not built_in:
        if same:
            return False
        raise AnotherContent(
            f"{referential.id} is stored already with another content: give the new one another edition"
        )
    values = {
        "built_in": built_in,
        "position": position,
        "source": source,
        "published_for": published_for,
        "facts": facts_of(json.loads(content)),
    }
    if not same:
        values |= {"content": content, "digest": digest, "stored_at": timezone.now()}
    StoredReferential.objects.update_or_create(identifier=referential.id, defaults=values)
    if not same:
        search.keep(referential)
    return not same


def index_again(*, all_of_them: bool = False) -> int:
    """Let stored referentials be found that the index does not have (``all_of_them``: every one); how many."""
    known = set() if all_of_them else search.known()
    rows = StoredReferential.objects.exclude(identifier__in=known).values_list("digest", flat=True)
    for digest in rows:
        search.keep(by_digest(digest))
    return len(rows)


def keep_built_in() -> int:
    """Store the built-in referentials; how many were new or changed. A file that was stored as it is is not read."""
    rows = StoredReferential.objects.filter(built_in=True).values_list("identifier", "source", "position")
    stored = {identifier: (source, position) for identifier, source, position in rows}
    changed = 0
    for number, item in enumerate(shipped(), 1):
        source, position = stored.get(item.identifier, ("", 0))
        if source != item.digest:
            changed += keep(item.read(), built_in=True, position=number, source=item.digest)
        elif position != number:
            StoredReferential.objects.filter(identifier=item.identifier).update(position=number)
    return changed
