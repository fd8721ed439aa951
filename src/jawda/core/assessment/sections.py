"""A referential in pieces that one fills in at a sitting: chapters, and large ones split at their headings.

Results stay by chapter; a section is only a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from jawda.core.referentials.model import Referential, Requirement

FEWEST: Final = 8
MOST: Final = 15
_USUAL: Final = 12

_Cost: TypeAlias = tuple[int, int, int, int]
"""Breaks that are not at a heading, questions that are lacking to the fewest, depth of the breaks, unevenness."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Questions of one chapter that follow one another.

    ``id`` names it in addresses: the chapter's own for the first of a chapter, else what the section begins with.
    """

    id: str
    chapter: Requirement
    heads: tuple[Requirement, ...]
    """What stands in it: the chapter where it is whole, else the headings (or questions) that it consists of."""
    subject: Requirement
    """What names it: its one head, else the lowest heading above all of them."""
    questions: tuple[Requirement, ...]


def sections(referential: Referential) -> tuple[Section, ...]:
    """Every question in exactly one section, in reading order; none has more than 15 questions.

    A chapter of up to 15 is one section. A larger one is split at headings, and between two questions of one heading
    only where the tree forces it; so that sections have 8 questions or more where the headings allow, and breaks stand
    as high in the tree as they can.

    >>> from jawda.core.languages import Text
    >>> from jawda.core.referentials.model import Referential, Requirement
    >>> from jawda.core.referentials.scales import CONFORMITY
    >>> heads = [Requirement(id=name, reference=name, title=Text(), parent="8" if name != "8" else None,
    ...     assessable=False) for name in ("8", "8.1", "8.2")]
    >>> asked = [Requirement(id=f"{head}.{n}", reference=f"{head}.{n}", title=Text(), parent=head)
    ...     for head in ("8.1", "8.2") for n in range(9)]
    >>> tree = (heads[0], heads[1], *asked[:9], heads[2], *asked[9:])
    >>> [(item.id, len(item.questions)) for item in sections(Referential(id="iso-1", slug="iso", edition="1",
    ...     title=Text(), languages=("en",), publisher="-", rights=Text(), scale=CONFORMITY, requirements=tree))]
    [('8', 9), ('8.2', 9)]
    """
    found: list[Section] = []
    asked: dict[str, list[Requirement]] = {}
    for question in referential.assessable:
        asked.setdefault(referential.chapter_of[question.id], []).append(question)
    paths = _paths(referential)
    for chapter in referential.children[None]:
        questions = asked.get(chapter.id, [])
        if not questions:
            continue
        own = [paths[question.id] for question in questions]
        starts = _starts(own)
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(questions)], strict=True)):
            heads = _heads(own, start, end)
            above = own[start][_common(own[start], own[end - 1]) - 1]
            found.append(
                Section(
                    id=_begins(own, start).id if number else chapter.id,
                    chapter=chapter,
                    heads=heads,
                    subject=heads[0] if len(heads) == 1 else above,
                    questions=tuple(questions[start:end]),
                )
            )
    return tuple(found)


def _paths(referential: Referential) -> dict[str, tuple[Requirement, ...]]:
    """For each requirement the way from its chapter down to itself."""
    paths: dict[str, tuple[Requirement, ...]] = {}
    for item in referential.requirements:
        paths[item.id] = (*(paths[item.parent] if item.parent is not None else ()), item)
    return paths


def _common(one: Sequence[Requirement], other: Sequence[Requirement]) -> int:
    """How many nodes two ways share."""
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] is other[shared]:
        shared += 1
    return shared


def _starts(paths: Sequence[tuple[Requirement, ...]]) -> list[int]:
    """Where sections begin: the cheapest way to cut, found from the front."""
    count = len(paths)
    if count <= MOST:
        return [0]
    breaks = [(0, 0), *(_break(paths[place - 1], paths[place]) for place in range(1, count))]
    best: list[tuple[_Cost, int]] = [((0, 0, 0, 0), 0)]
    for end in range(1, count + 1):
        best.append(min(
            (_added(best[start][0], breaks[start], end - start), start) for start in range(max(0, end - MOST), end)
        ))  # fmt: skip
    starts, end = [], count
    while end:
        end = best[end][1]
        starts.append(end)
    return starts[::-1]


def _break(before: Sequence[Requirement], after: Sequence[Requirement]) -> tuple[int, int]:
    """Whether a cut here is not at a heading, and how deep it is."""
    shared = _common(before, after)
    headed = any(node and not node[0].assessable for node in (before[shared:], after[shared:]))
    return int(not headed), shared


def _added(cost: _Cost, cut: tuple[int, int], size: int) -> _Cost:
    return (
        cost[0] + cut[0],
        cost[1] + max(0, FEWEST - size),
        cost[2] + cut[1],
        cost[3] + (size - _USUAL) ** 2,
    )


def _begins(paths: Sequence[tuple[Requirement, ...]], start: int) -> Requirement:
    """The highest node that begins with this question."""
    return paths[start][_common(paths[start - 1], paths[start])]


def _heads(paths: Sequence[tuple[Requirement, ...]], start: int, end: int) -> tuple[Requirement, ...]:
    """The one node that the section is, or the ones below it that it holds in whole or in part."""
    first, last = paths[start], paths[end - 1]
    shared = min(_common(first, last), len(first), len(last))
    node = first[shared - 1]
    begins = start == 0 or node not in paths[start - 1]
    plain = all(path[-2] is node for path in paths[start:end] if path[-1] is not node)
    if (begins and (plain or end == len(paths) or node not in paths[end])) or shared in (len(first), len(last)):
        return (node,)
    found: dict[str, Requirement] = {}
    for path in paths[start:end]:
        found.setdefault(path[shared].id, path[shared])
    heads = tuple(found.values())
    if start and heads[0] in paths[start - 1]:  # it began before: what begins here is further down
        return (_begins(paths, start), *heads[1:])
    return heads
