"""What the pages of referentials show, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from jawda.apps.referentials import mappings, store
from jawda.apps.referentials.models import StoredReferential
from jawda.core.languages import Language, Text
from jawda.core.referentials import Comparison, Referential, Requirement, ScaleLevel, compare_editions


@dataclass(frozen=True, slots=True)
class Line:
    """A requirement below its chapter; ``depth`` 0 is the chapter's child."""

    id: str
    reference: str
    title: str
    question: str
    depth: int
    is_heading: bool
    knock_out: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """A chapter and what it holds, in reading order."""

    id: str
    reference: str
    title: str
    questions: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferentialScreen:
    """One referential's page."""

    referential: Referential
    branches: tuple[Branch, ...]
    levels: tuple[ScaleLevel, ...]
    knock_outs: int
    profile: int
    stored_at: datetime | None = None
    older: tuple[str, ...] = ()
    """Ids of the other stored editions."""
    mapped: tuple[tuple[str, Text, bool], ...] = ()
    """Id and title of those it can be mapped to, and whether that goes through a third."""


def tree(referential: Referential, language: Language) -> tuple[Branch, ...]:
    """The whole tree, in one pass."""
    lines: dict[str, list[Line]] = {}
    depths: dict[str, int] = {}
    questions: dict[str, int] = {}
    for item in referential.requirements:
        chapter = referential.chapter_of[item.id]
        questions[chapter] = questions.get(chapter, 0) + item.assessable
        if item.parent is None:
            depths[item.id] = 0
            lines[item.id] = []
            if not item.assessable:
                continue
        else:
            depths[item.id] = depths[item.parent] + 1
        lines[chapter].append(_line(item, language, min(depths[item.id], 4)))
    return tuple(
        Branch(item.id, item.reference, item.title.best(language), questions[item.id], tuple(lines[item.id]))
        for item in referential.children.get(None, ())
    )


def _line(item: Requirement, language: Language, depth: int) -> Line:
    title, question = item.title.best(language), item.question.best(language)
    return Line(
        item.id, item.reference, title or question, question if title and question != title else "", depth,
        not item.assessable, item.knock_out,
    )  # fmt: skip


def one(referential: Referential, language: Language, *, stored: bool = True) -> ReferentialScreen:
    """A referential's facts and tree; three queries where it is a stored one."""
    rows = StoredReferential.objects.filter(facts__slug=referential.slug).values_list("identifier", "stored_at")
    times = dict(rows) if stored else {}
    return ReferentialScreen(
        referential=referential,
        branches=tree(referential, language),
        levels=referential.scale.levels,
        knock_outs=sum(item.knock_out for item in referential.requirements),
        profile=len(referential.profile),
        stored_at=times.get(referential.id),
        older=tuple(name for name in sorted(times) if name != referential.id),
        mapped=_mapped(referential.id) if stored else (),
    )


def _mapped(identifier: str) -> tuple[tuple[str, Text, bool], ...]:
    """The nearest first."""
    found = mappings.mapped_with(identifier)
    titles = store.titles(found)
    return tuple(
        (name, titles[name], through)
        for name, through in sorted(found.items(), key=lambda item: (item[1], item[0]))
        if name in titles
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionsScreen:
    """Two editions side by side."""

    old: Referential
    new: Referential
    comparison: Comparison
    added: tuple[Requirement, ...]
    removed: tuple[Requirement, ...]
    changed: tuple[tuple[Requirement, tuple[str, ...]], ...]
    moved: tuple[Requirement, ...]
    carried: int
    review: int


@lru_cache(maxsize=32)
def editions(old_digest: str, new_digest: str) -> EditionsScreen:
    """What the new edition changes; computed once per process for each pair."""
    old, new = store.by_digest(old_digest), store.by_digest(new_digest)
    return between(old, new)


def between(old: Referential, new: Referential) -> EditionsScreen:
    """What ``new`` changes."""
    comparison = compare_editions(old, new)
    return EditionsScreen(
        old=old,
        new=new,
        comparison=comparison,
        added=tuple(new.by_id[name] for name in comparison.added),
        removed=tuple(old.by_id[name] for name in comparison.removed),
        changed=tuple((new.by_id[name], fields) for name, fields in comparison.changed.items()),
        moved=tuple(new.by_id[name] for name in comparison.moved),
        carried=sum(not item.review for item in comparison.carried),
        review=sum(item.review for item in comparison.carried),
    )
