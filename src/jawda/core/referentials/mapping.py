"""Mappings between two referentials by set theory (the relations of NIST IR 8477).

A pair says how what the source requirement asks for relates to what the target asks for: ``equal``; ``subset``, all
that the source asks is asked by the target; ``superset``, the other way round; ``intersects``, the two share something.

Composing two mappings, a chain is never stronger than its weakest hop, and no pair is made where nothing follows::

    source→middle \\ middle→target   equal       subset      superset    intersects
    equal                           equal       subset      superset    intersects
    subset                          subset      subset      -           -
    superset                        superset    intersects  superset    intersects
    intersects                      intersects  intersects  -           -

A part of B, and B of C, makes A a part of C. But of two things that both are parts of B, one cannot say that they
share anything; nor of A with C when only some of B, or more than B, is in between. What holds B whole (superset)
shares with C whatever B shares with it, hence ``intersects``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import yaml

from jawda.core.findings import Finding, Level, Place, Refused
from jawda.core.languages import LANGUAGES, Language, Text
from jawda.core.referentials.document import read_document
from jawda.core.referentials.form_values import FormReader
from jawda.core.referentials.model import Referential, Relation, Requirement

EQUAL, SUBSET, SUPERSET, INTERSECTS = Relation.EQUAL, Relation.SUBSET, Relation.SUPERSET, Relation.INTERSECTS

_INVERSE: Final = {EQUAL: EQUAL, SUBSET: SUPERSET, SUPERSET: SUBSET, INTERSECTS: INTERSECTS}
_COMPOSED: Final[dict[tuple[Relation, Relation], Relation]] = {
    **{(EQUAL, relation): relation for relation in Relation},
    **{(relation, EQUAL): relation for relation in Relation},
    (SUBSET, SUBSET): SUBSET,
    (SUPERSET, SUPERSET): SUPERSET,
    (SUPERSET, SUBSET): INTERSECTS,
    (SUPERSET, INTERSECTS): INTERSECTS,
    (INTERSECTS, SUBSET): INTERSECTS,
}
_RELATIONS: Final = {str(relation): relation for relation in Relation}

PAIR_KEYS: Final = (
    "source", "source_reference", "source_title", "relation", "target", "target_reference", "target_title", "via",
    "remark",
)  # fmt: skip
"""What :func:`pair_document` says of a pair, in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A requirement of the source and one of the target; ``via`` the requirements in between, if it was composed.

    The remark is about these two requirements alone: a composed pair has none.
    """

    source: str
    target: str
    relation: Relation
    remark: Text = Text()
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementMapping:
    """The pairs between two referentials, which are named by their ids."""

    source: str
    target: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Which of the target's assessable requirements a mapping touches; ``share`` is 0-100, null if there is none."""

    touched: tuple[str, ...]
    untouched: tuple[str, ...]
    share: float | None


def read_mapping_file(content: bytes, *, file: str) -> RequirementMapping:
    """A mapping from YAML: ``source``, ``target``, ``pairs: [{source, target, relation, remark}]``.

    A remark is a text in the languages it names, or plain words in French. ``Refused`` with every fault, its
    line and its path.

    >>> content = b"source: a-1\\ntarget: b-1\\npairs:\\n- {source: '1', target: x, relation: subset}\\n"
    >>> read_mapping_file(content, file="a-to-b.yaml").pairs[0].relation
    <Relation.SUBSET: 'subset'>
    """
    document = read_document(content, file=file)
    reader = FormReader(LANGUAGES, document.place, document.written)
    head: dict[str, Any] = document.value
    reader.known_keys(head, ("source", "target", "pairs"), "")
    source, target = reader.required(head, "source", ""), reader.required(head, "target", "")
    pairs = []
    for path, item in reader.items(head, "pairs", ""):
        reader.known_keys(item, ("source", "target", "relation", "remark"), path)
        reader.required(item, "relation", path)
        pairs.append(
            Pair(
                source=reader.required(item, "source", path),
                target=reader.required(item, "target", path),
                relation=reader.one_of(item, "relation", path, _RELATIONS, str(INTERSECTS)),
                remark=reader.words(item, "remark", path),
            )
        )
    if not pairs:
        reader.fault("no_pair", "pairs")
    seen: set[tuple[str, str]] = set()
    for number, pair in enumerate(pairs, 1):
        if (pair.source, pair.target) in seen:
            reader.fault("doubled_pair", f"pairs[{number}]", source=pair.source, target=pair.target)
        seen.add((pair.source, pair.target))
    if reader.findings:
        raise Refused(reader.findings)
    return RequirementMapping(source=source, target=target, pairs=tuple(pairs))


def write_mapping_file(mapping: RequirementMapping) -> bytes:
    """The YAML form; reading it again gives an equal mapping, without the ``via`` of composed pairs."""
    pairs = [
        {"source": pair.source, "target": pair.target, "relation": str(pair.relation)}
        | ({"remark": pair.remark.as_mapping()} if pair.remark else {})
        for pair in mapping.pairs
    ]
    body = {"source": mapping.source, "target": mapping.target, "pairs": pairs}
    return yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=110).encode()


def pair_document(pair: Pair, source: Requirement, target: Requirement, language: Language) -> dict[str, Any]:
    """A pair in the words of one language, as the page's files and ``jawda referential map --json`` give it."""
    one, other = ((end.id, end.reference, end.title.best(language)) for end in (source, target))
    values = (*one, str(pair.relation), *other, list(pair.via), pair.remark.best(language))
    return dict(zip(PAIR_KEYS, values, strict=True))


def check_mapping(mapping: RequirementMapping, source: Referential, target: Referential) -> tuple[Finding, ...]:
    """Whether both ends are what the mapping says they are, and every requirement is there (a heading is doubtful)."""
    return tuple(_faults(mapping, source, target))


def _faults(mapping: RequirementMapping, source: Referential, target: Referential) -> Iterator[Finding]:
    for name, referential in (("source", source), ("target", target)):
        said = getattr(mapping, name)
        if said != referential.id:
            arguments = {"expected": said, "found": referential.id}
            yield Finding(id="referentials.other_referential", place=Place(path=name), arguments=arguments)
        for number, pair in enumerate(mapping.pairs, 1):
            requirement = referential.by_id.get(getattr(pair, name))
            place = Place(path=f"pairs[{number}].{name}")
            if requirement is None:
                arguments = {"id": getattr(pair, name), "edition": referential.id}
                yield Finding(id="referentials.unknown_requirement", place=place, arguments=arguments)
            elif not requirement.assessable:
                level = Level.WARNING
                arguments = {"id": requirement.id}
                yield Finding(id="referentials.heading_in_pair", level=level, place=place, arguments=arguments)


def invert(mapping: RequirementMapping) -> RequirementMapping:
    """The mapping read from its target to its source."""
    pairs = tuple(
        replace(
            pair,
            source=pair.target,
            target=pair.source,
            relation=_INVERSE[pair.relation],
            via=tuple(reversed(pair.via)),
        )
        for pair in mapping.pairs
    )
    return RequirementMapping(source=mapping.target, target=mapping.source, pairs=pairs)


def compose(first: RequirementMapping, second: RequirementMapping) -> RequirementMapping:
    """The mapping that follows from two in a row, by the table above; of several chains the strongest counts.

    A pair that is a subset by one chain and a superset by another is equal. ``ValueError`` if the second does not
    begin where the first ends.
    """
    if first.target != second.source:
        raise ValueError(f"{first.target} is not {second.source}")
    onward: dict[str, list[Pair]] = {}
    for pair in second.pairs:
        onward.setdefault(pair.source, []).append(pair)
    found: dict[tuple[str, str], Pair] = {}
    for before in first.pairs:
        for after in onward.get(before.target, ()):
            relation = _COMPOSED.get((before.relation, after.relation))
            if relation is None:
                continue
            via = (*before.via, before.target, *after.via)
            pair = Pair(source=before.source, target=after.target, relation=relation, via=via)
            key = pair.source, pair.target
            found[key] = stronger(found[key], pair) if key in found else pair
    return RequirementMapping(source=first.source, target=second.target, pairs=tuple(found.values()))


def stronger(one: Pair, other: Pair) -> Pair:
    """Of two pairs between the same requirements the one that says more; a part of it both ways is the same."""
    if {one.relation, other.relation} == {SUBSET, SUPERSET}:
        return replace(one, relation=EQUAL, via=tuple(dict.fromkeys((*one.via, *other.via))))
    rank = {INTERSECTS: 0, SUBSET: 1, SUPERSET: 1, EQUAL: 2}
    return other if rank[other.relation] > rank[one.relation] else one


def coverage(mapping: RequirementMapping, target: Referential) -> Coverage:
    """The share of the target's assessable requirements that at least one pair names, whatever its relation."""
    named = {pair.target for pair in mapping.pairs}
    touched = tuple(item.id for item in target.assessable if item.id in named)
    untouched = tuple(item.id for item in target.assessable if item.id not in named)
    share = 100 * len(touched) / len(target.assessable) if target.assessable else None
    return Coverage(touched=touched, untouched=untouched, share=share)
