"""The mapping between two referentials from those that are known: the one given, turned round, or through a third."""

from __future__ import annotations

from collections.abc import Iterable

from jawda.core.referentials.mapping import Pair, RequirementMapping, compose, invert, stronger


def mapping_between(known: Iterable[RequirementMapping], source: str, target: str) -> RequirementMapping | None:
    """From ``source`` to ``target``; ``None`` where nothing is known of the two together.

    What was written for the two counts alone, whichever way round. Where nothing was, each referential that is mapped
    to both makes a chain of two, and of several chains the strongest pair counts; such pairs say ``via``. Longer chains
    say too little to be worth a table.

    >>> from jawda.core.referentials.mapping import Relation
    >>> one = RequirementMapping(source="a-1", target="b-1", pairs=(
    ...     Pair(source="a", target="b", relation=Relation.SUBSET),))
    >>> mapping_between([one], "b-1", "a-1").pairs[0].relation
    <Relation.SUPERSET: 'superset'>
    """
    given = {(item.source, item.target): item for item in known}
    directed = {(item.target, item.source): invert(item) for item in given.values()} | given
    if (source, target) in directed:
        return directed[source, target]
    thirds = sorted(
        middle for begin, middle in directed if begin == source and middle != source and (middle, target) in directed
    )
    pairs: dict[tuple[str, str], Pair] = {}
    for middle in thirds:
        for pair in compose(directed[source, middle], directed[middle, target]).pairs:
            key = pair.source, pair.target
            pairs[key] = stronger(pairs[key], pair) if key in pairs else pair
    return RequirementMapping(source=source, target=target, pairs=tuple(pairs.values())) if thirds else None


def reachable(ends: Iterable[tuple[str, str]], source: str) -> dict[str, bool]:
    """The referentials that ``source`` can be mapped to, by id: whether one must go through a third.

    >>> reachable([("a-1", "b-1"), ("c-1", "b-1")], "a-1")
    {'b-1': False, 'c-1': True}
    """
    near: dict[str, set[str]] = {}
    for one, other in ends:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    direct = near.get(source, set())
    further = {name for middle in direct for name in near[middle]} - direct - {source}
    return {name: name in further for name in sorted(direct | further)}
