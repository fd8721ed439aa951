"""Judgements in long columns, as items by appraisers by trials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jawda.core.findings import Finding, Place, Refused
from jawda.core.statistics.measurement_systems.kappa import coded, ordered
from jawda.core.statistics.result import Inputs
from jawda.core.statistics.samples import TOLD, LabelColumn, Labels, labels, refuse, same_length


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ratings:
    """``codes[item, appraiser, trial]`` in the order of ``categories``; ``standard[item]`` where there is one."""

    codes: NDArray[np.int64]
    standard: NDArray[np.int64] | None
    items: tuple[str, ...]
    appraisers: tuple[str, ...]
    categories: tuple[str, ...]
    inputs: Inputs


def lay_out_ratings(
    rating: Labels, item: Labels, appraiser: Labels, standard: Labels | None, categories: Sequence[Any] | None
) -> Ratings:
    """Check and sort; trials keep the order of rows."""
    ratings, items = labels(rating, name="rating"), labels(item, name="item")
    people = labels(appraiser, name="appraiser")
    same_length(ratings, items, people)
    known = None if standard is None else labels(standard, name="standard")
    if known is not None:
        same_length(ratings, known)
    names = {*ratings.names, *(known.names if known is not None else ())}
    order = ordered(sorted(names), categories)
    if len(items.names) < 2:
        raise refuse("measurement_systems.few_ratings", items=len(items.names), raters=len(people.names))
    trials = _trials(items, people, ratings.name)
    cell = items.codes * len(people.names) + people.codes
    rows = np.argsort(cell, kind="stable")
    codes = coded(ratings, order)[rows].reshape(len(items.names), len(people.names), trials)
    data = {"rating": ratings, "item": items, "appraiser": people} | ({"standard": known} if known is not None else {})
    return Ratings(
        codes=codes,
        standard=None if known is None else _standard(items, known, order),
        items=items.names,
        appraisers=people.names,
        categories=order,
        inputs=Inputs(
            count=len(ratings.codes),
            file=ratings.file,
            data={name: np.asarray(column.names)[column.codes] for name, column in data.items()},
        ),
    )


def _trials(items: LabelColumn, people: LabelColumn, column: str) -> int:
    """How often each appraiser judged each item; refused where this differs."""
    counts = np.zeros((len(items.names), len(people.names)), dtype=np.int64)
    np.add.at(counts, (items.codes, people.codes), 1)
    usual = int(np.bincount(counts.ravel()).argmax()) or int(counts.max())
    odd = np.argwhere(counts != usual)
    if len(odd):
        raise Refused(
            Finding(
                id="measurement_systems.judgements_differ",
                place=Place(file=items.file, column=column),
                arguments={
                    "item": items.names[row], "appraiser": people.names[at],
                    "found": int(counts[row, at]), "usual": usual,
                },
            )
            for row, at in odd[:TOLD]
        )  # fmt: skip
    return usual


def _standard(items: LabelColumn, known: LabelColumn, order: Sequence[str]) -> NDArray[np.int64]:
    """The category of each item; refused with its row where a later row says another."""
    codes = coded(known, order)
    first = np.unique(items.codes, return_index=True)[1]
    right = codes[first]
    other = np.flatnonzero(codes != right[items.codes])
    if len(other):
        rows = known.rows if known.rows is not None else np.arange(1, len(codes) + 1)
        raise Refused(
            Finding(
                id="measurement_systems.standard_differs",
                place=Place(file=known.file, row=int(rows[row]), column=known.name),
                arguments={"item": items.names[items.codes[row]]},
            )
            for row in other[:TOLD]
        )
    return right
