"""Mappings between referentials in and out of the database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db.models import Q

from jawda.apps.referentials.built_in import shipped_mappings
from jawda.apps.referentials.models import StoredMapping
from jawda.core.languages import Text
from jawda.core.referentials import Pair, Relation, RequirementMapping, mapping_between, reachable, read_mapping_file


def keep_built_in_mappings() -> int:
    """Store the built-in mappings; how many were new or changed. A file stored as it is is not read."""
    stored = {row.origin for row in StoredMapping.objects.only("origin")}
    changed = 0
    for item in shipped_mappings():
        content = item.read_bytes()
        origin = hashlib.sha256(content).hexdigest()
        if origin not in stored:
            mapping = read_mapping_file(content, file=item.name)
            pairs = [[pair.source, pair.target, str(pair.relation), pair.remark.as_mapping()] for pair in mapping.pairs]
            StoredMapping.objects.update_or_create(
                source=mapping.source, target=mapping.target, defaults={"pairs": pairs, "origin": origin}
            )
            changed += 1
    return changed


def mapped_with(identifier: str) -> dict[str, bool]:
    """The referentials that this one can be mapped to, by id: whether through a third. One query."""
    return reachable(StoredMapping.objects.values_list("source", "target"), identifier)


def between(source: str, target: str) -> RequirementMapping | None:
    """The mapping from one to the other, through a third where none was written; one query, ``None`` if none."""
    rows = StoredMapping.objects.filter(Q(source__in=(source, target)) | Q(target__in=(source, target)))
    return mapping_between(_read(rows), source, target)


def _read(rows: Iterable[StoredMapping]) -> list[RequirementMapping]:
    return [
        RequirementMapping(
            source=row.source,
            target=row.target,
            pairs=tuple(
                Pair(source=source, target=target, relation=Relation(relation), remark=Text.of(remark))
                for source, target, relation, remark in row.pairs
            ),
        )
        for row in rows
    ]
