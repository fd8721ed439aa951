"""Two assessments of one company, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.queries import Loaded
from jawda.core.assessment import Answer, Change, NodeResult, compare
from jawda.core.languages import Language
from jawda.core.referentials import Requirement, compare_editions

ORDER: Final = (
    Change.WORSENED,
    Change.IMPROVED,
    Change.NEWLY_ANSWERED,
    Change.NO_LONGER_ANSWERED,
    Change.APPLICABILITY_CHANGED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """A chapter in both."""

    requirement: Requirement
    before: float | None
    node: NodeResult
    target: float | None
    difference: float | None


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """What became of the answer to one question, in words of the scale; '' for no answer, None: not applicable."""

    requirement: Requirement
    chapter: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonScreen:
    """The page of a comparison."""

    earlier: Loaded
    later: Loaded
    titles: tuple[str, str]
    """Both verdicts."""
    whole: float | None
    rows: tuple[ComparedRow, ...]
    groups: tuple[tuple[str, tuple[ChangedAnswer, ...]], ...]
    """By kind of change, what got worse first; kinds without one are left out."""
    counts: Mapping[str, int]
    added: tuple[Requirement, ...]
    removed: tuple[Requirement, ...]
    """Questions that only one of the two editions has."""


def comparable(one: Assessment, other: Assessment, slugs: Mapping[str, str], kinds: Mapping[str, str]) -> bool:
    """Two different assessments by editions of one referential, on one kind of scale."""
    return (
        one.pk != other.pk
        and slugs[one.referential] == slugs[other.referential]
        and kinds[one.referential] == kinds[other.referential]
    )


def comparison_screen(earlier: Loaded, later: Loaded, language: Language) -> ComparisonScreen:
    """``ValueError`` for scales of two kinds."""
    carried: dict[str, str] = {}
    added: tuple[Requirement, ...] = ()
    removed: tuple[Requirement, ...] = ()
    old, new = earlier.referential, later.referential
    if old.id != new.id:
        editions = compare_editions(old, new)
        carried = {name: targets[0][0] for name, targets in editions.carries.items()}
        added = tuple(new.by_id[name] for name in editions.added if new.by_id[name].assessable)
        removed = tuple(old.by_id[name] for name in editions.removed if old.by_id[name].assessable)
    difference = compare(earlier.result, later.result, carried=carried)
    sources: dict[str, list[str]] = {}
    for item in old.assessable:
        sources.setdefault(carried.get(item.id, item.id), []).append(item.id)
    found: dict[Change, list[ChangedAnswer]] = {}
    for name, change in difference.changes.items():
        given = [earlier.result.counted[source] for source in sources.get(name, ()) if source in earlier.result.counted]
        found.setdefault(change, []).append(
            ChangedAnswer(
                new.by_id[name],
                later.section_of[name],
                _level(earlier, given, language),
                _level(later, [later.result.counted[name]] if name in later.result.counted else [], language),
            )
        )
    rows = []
    for item in new.children[None]:
        node = later.result.nodes[item.id]
        if node.assessable:
            step = difference.nodes[item.id]
            before = node.score - step if node.score is not None and step is not None else None
            rows.append(
                ComparedRow(
                    requirement=item, before=before, node=node, target=later.result.targets.get(item.id),
                    difference=step,
                )
            )  # fmt: skip
    rows.sort(key=lambda row: (row.difference is None, row.difference or 0.0))
    return ComparisonScreen(
        earlier=earlier,
        later=later,
        titles=(earlier.result.verdict.title(language), later.result.verdict.title(language)),
        whole=difference.whole,
        rows=tuple(rows),
        groups=tuple((str(change), tuple(found[change])) for change in ORDER if change in found),
        counts={str(change): len(found.get(change, ())) for change in Change},
        added=added,
        removed=removed,
    )


def _level(loaded: Loaded, given: Iterable[Answer], language: Language) -> str | None:
    """The weakest of the answers in words."""
    levels = [loaded.referential.scale.level(answer.level) if answer.level else None for answer in given]
    if not levels:
        return ""
    known = [level for level in levels if level is not None]
    return min(known, key=lambda level: level.value).title.best(language) if known else None
