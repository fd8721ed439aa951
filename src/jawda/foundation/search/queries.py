"""Finding: what begins with the words one typed; where nothing does, what one may have meant. Two queries at most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.db.models import Case, Model, Q, QuerySet, Value, When
from django.db.models.functions import Length
from django.urls import NoReverseMatch, reverse

from jawda.core.search import alike, alternatives, fragments, indexed, words
from jawda.foundation.search import sources
from jawda.foundation.search.index import in_language
from jawda.foundation.search.models import CommonSearchEntry, PublishedSearchEntry, SearchEntry
from jawda.foundation.search.sources import Source
from jawda.foundation.tenancy.routes import Access

LONGEST: Final = 100
"""Letters of a question; more are not read."""
MOST_WORDS: Final = 6
_CANDIDATES: Final = 200
"""Of each table, among which what was meant is looked for."""
_RESERVE: Final = 4
"""How many times as many rows are asked for as are shown of a kind."""
_COLUMNS: Final = ("source", "title", "detail", "route", "arguments", "suffix", "fictitious", "rank", "length", "words")
_GUESSED: Final = 4
"""The rank of what does not begin with the words that were typed."""


@dataclass(frozen=True, slots=True)
class Result:
    """A line of a list of results."""

    title: str
    detail: str
    url: str
    fictitious: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Results of one kind; ``more``: there are others."""

    label: str
    results: tuple[Result, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found. ``guessed``: nothing begins with the words typed, these are like them."""

    groups: tuple[Group, ...]
    guessed: bool = False

    @property
    def count(self) -> int:
        return sum(len(group.results) for group in self.groups)


def search(text: str, *, access: Access | None, signed_in: bool, language: str, most: int, places_label: str) -> Answer:
    """What this person may see and asked for, at most so many of each kind; all words must be met.

    Things of the acting organisation only where there is an access, and of the kinds that it may see.
    """
    typed = words(text[:LONGEST])[:MOST_WORDS]
    if not typed or max(map(len, typed)) < 2:
        return Answer(())
    going = [
        Result(place.label, "", place.url)
        for place in sources.places(access, signed_in)
        if _begins(typed, indexed(f"{place.label} {place.more}"))
    ]
    groups = [Group(places_label, tuple(going[:most]), len(going) > most)] if going else []
    rows = list(_union(typed, access, _exactly(typed), most))
    guessed = False
    if not rows and not going and any(map(fragments, typed)):
        near = [row for row in _union(typed, access, _nearly(typed), _CANDIDATES // _RESERVE) if _meant(typed, row[-1])]
        rows, guessed = [(*row[:7], _GUESSED, *row[8:]) for row in near], bool(near)
    return Answer((*groups, *_grouped(rows, access, language, most)), guessed)


def _begins(typed: Sequence[str], stands: str) -> bool:
    return all(any(f" {part}" in stands for part in alternatives(word)) for word in typed)


def _meant(typed: Sequence[str], stands: str) -> bool:
    there = stands.split()
    return all(any(f" {part}" in stands or alike(part, there) for part in alternatives(word)) for word in typed)


def _exactly(typed: Sequence[str]) -> Q:
    found = Q()
    for word in typed:
        found &= _any(Q(words__contains=f" {part}") for part in alternatives(word))
    return found


def _nearly(typed: Sequence[str]) -> Q:
    found = Q()
    for word in typed:
        parts = alternatives(word)
        near = [
            (Q(words__contains=f" {begins}") if begins else Q()) & (Q(words__contains=f"{ends} ") if ends else Q())
            for part in parts
            for begins, ends in fragments(part)
        ]
        found &= _any([*(Q(words__contains=f" {part}") for part in parts), *near])
    return found


def _any(conditions: Iterable[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found


def _union(typed: Sequence[str], access: Access | None, condition: Q, most: int) -> Iterable[tuple[Any, ...]]:
    """One statement over the tables that this person may read; each gives its best."""
    wanted = [PublishedSearchEntry.objects.all(), CommonSearchEntry.objects.all()]
    if access is not None:
        names = [item.name for item in sources.sources() if item.may_see is not None and item.may_see(access)]
        wanted.insert(0, SearchEntry.objects.filter(source__in=names))
    first, *others = (_best(rows, typed, condition, most) for rows in wanted)
    return first.union(*others, all=True)


def _best(rows: QuerySet[Model], typed: Sequence[str], condition: Q, most: int) -> Any:
    in_title = Q()
    for word in typed:
        in_title &= _any(Q(title_words__contains=f" {part}") for part in alternatives(word))
    rank = Case(
        When(title_words__startswith=f" {' '.join(typed)}", then=Value(0)),
        When(in_title, then=Value(1)),
        default=Value(2),
    )
    ranked = rows.filter(condition).annotate(rank=rank, length=Length("title_words"))
    return ranked.order_by("rank", "length", "subject").values_list(*_COLUMNS)[: most * _RESERVE]


def _grouped(rows: list[tuple[Any, ...]], access: Access | None, language: str, most: int) -> tuple[Group, ...]:
    by_source: dict[str, list[tuple[Any, ...]]] = {}
    for row in sorted(rows, key=lambda row: row[7:9]):
        by_source.setdefault(row[0], []).append(row)
    found = []
    for source in sources.sources():
        results = (_result(source, row, access, language) for row in by_source.get(source.name, ()))
        shown = list(islice((item for item in results if item), most + 1))
        if shown:
            found.append(Group(str(source.label), tuple(shown[:most]), len(shown) > most))
    return tuple(found)


def _result(source: Source, row: tuple[Any, ...], access: Access | None, language: str) -> Result | None:
    _name, title, detail, route, arguments, suffix, fictitious, *_rest = row
    if source.may_see is not None and access is not None:
        arguments = {"handle": access.handle, **arguments}
    try:
        url = reverse(route, kwargs=arguments) + suffix
    except NoReverseMatch:  # an entry of another version of the platform: rebuilding mends it
        return None
    return Result(in_language(title, language), in_language(detail, language), url, fictitious)
