"""Referentials in and out of the database; parsed once per process for each digest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache

from jawda.apps.referentials.built_in import built_in
from jawda.apps.referentials.models import StoredReferential
from jawda.core.languages import Text
from jawda.core.referentials import Referential, from_mapping, to_mapping


class UnknownReferential(LookupError):
    """No referential has this id."""


@lru_cache(maxsize=64)
def _parsed(digest: str, content: bytes) -> Referential:
    return from_mapping(json.loads(content))


def load(identifier: str) -> Referential:
    """The referential with this id; one query. ``UnknownReferential`` if there is none."""
    row = StoredReferential.objects.filter(identifier=identifier).first()
    if row is None:
        raise UnknownReferential(identifier)
    return _parsed(row.digest, bytes(row.content))


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list of referentials."""

    identifier: str
    title: Text
    description: Text
    questions: int
    built_in: bool
    certifiable: bool
    scale: str


def listed() -> tuple[Listed, ...]:
    """Every stored referential, the built-in ones first; one query."""
    found = []
    for row in StoredReferential.objects.order_by("position", "identifier"):
        item = _parsed(row.digest, bytes(row.content))
        found.append(
            Listed(
                item.id,
                item.title,
                item.description,
                len(item.assessable),
                row.built_in,
                item.certifiable,
                item.scale.kind,
            )
        )
    return tuple(found)


def keep(referential: Referential, *, built_in: bool = False, position: int = 100) -> bool:
    """Store it; ``False`` if the same content is there already. ``ValueError`` for the id with other content,
    which assessments may rest on, unless it is built in."""
    content = json.dumps(to_mapping(referential), ensure_ascii=False, sort_keys=True).encode()
    digest = hashlib.sha256(content).hexdigest()
    row = StoredReferential.objects.filter(identifier=referential.id).first()
    if row is not None and row.digest == digest:
        return False
    if row is not None and not built_in:
        raise ValueError(f"{referential.id} is stored already with another content: give the new one another edition")
    StoredReferential.objects.update_or_create(
        identifier=referential.id,
        defaults={"content": content, "digest": digest, "built_in": built_in, "position": position},
    )
    return True


def keep_built_in() -> int:
    """Store the built-in referentials; how many were new or changed."""
    return sum(keep(item, built_in=True, position=number) for number, item in enumerate(built_in(), 1))
