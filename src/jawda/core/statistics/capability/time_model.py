"""How the law of a characteristic stands in time: the models A1 to D of ISO 21747:2006, which ISO 22514-2 took over.

Three questions place a process: is its location constant, is its dispersion constant, is the law of all its values
normal? Where the location is not constant, it moves at random from one sample to the next, systematically, or both.
The standard names the models and leaves the tests to the user; those used here stand in the result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
from scipy import special

from jawda.core.statistics.capability.stability import COUNTED_UP_TO, differ, wanders
from jawda.core.statistics.result import Floats
from jawda.core.statistics.subgroups import Subgroups, Summary, summarise

Model: TypeAlias = Literal["A1", "A2", "B", "C1", "C2", "C3", "C4", "D"]
Location: TypeAlias = Literal["constant", "random", "systematic", "both"]

RISK: Final = 0.01
#: Subgroups of two values and more from which a process is placed.
FEWEST: Final = 10
_WITH_DISPERSION: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeModel:
    """The model, the answers it rests on, and the probability behind each; a process answers no where it is under 1 %.

    ``p_location``: that means of a constant location lie so far apart (analysis of variance). ``p_order``: that they
    follow one another so closely (von Neumann 1941). ``p_beyond_trend``: that they lie so far from a straight line;
    None where nothing is systematic. ``p_dispersion``: that subgroups of one dispersion differ so much (Brown and
    Forsythe 1974, without the zero of odd sizes: Hines and O'Hara Hines 2000); None where no subgroup has three values.
    ``normal`` is the verdict of the study on all values.
    """

    model: Model
    location: Location
    constant_dispersion: bool
    normal: bool
    p_location: float
    p_order: float
    p_beyond_trend: float | None
    p_dispersion: float | None
    risk: float = RISK


def time_model(groups: Subgroups, *, normal: bool) -> TimeModel | None:
    """The model of a process in subgroups; None where there are fewer than ten of two values and more.

    None too above 20 000 subgroups, where every test rejects for trifles.

    >>> from jawda.core.statistics.subgroups import by_size
    >>> drawn = np.random.default_rng(1).normal(10.0, 0.1, (25, 5))
    >>> time_model(by_size(drawn.ravel(), 5), normal=True).model
    'A1'
    >>> time_model(by_size((drawn + np.linspace(0, 1, 25)[:, None]).ravel(), 5), normal=False).model
    'C3'
    """
    several = groups.counts > 1
    if not FEWEST <= int(several.sum()) <= COUNTED_UP_TO:
        return None
    kept = np.repeat(several, groups.counts)
    told = Subgroups(values=groups.values[kept], counts=groups.counts[several], names=(), column=groups.column)
    summary = summarise(told)
    if not bool((summary.ranges > 0).any()):
        return None  # nothing varies within: there is nothing to compare with
    center = float((summary.counts * summary.means).sum() / summary.counts.sum())
    p_location = differ(summary, center)
    spread = float(summary.means.std(ddof=1))
    p_order = wanders(summary.means, spread) if spread > 0 else 1.0
    location: Location = "constant"
    p_trend = None
    if p_location < RISK:
        location = "random"
        if p_order < RISK:
            p_trend = _beyond_trend(summary)
            location = "both" if p_trend < RISK else "systematic"
    p_dispersion = _dispersion(told)
    steady = p_dispersion is None or p_dispersion >= RISK
    return TimeModel(
        model=_model(location, steady=steady, normal=normal), location=location, constant_dispersion=steady,
        normal=normal, p_location=p_location, p_order=p_order, p_beyond_trend=p_trend, p_dispersion=p_dispersion,
    )  # fmt: skip


def _model(location: Location, *, steady: bool, normal: bool) -> Model:
    if not steady:
        return "B" if location == "constant" else "D"
    if location == "constant":
        return "A1" if normal else "A2"
    if location == "random":
        return "C1" if normal else "C2"
    return "C3" if location == "systematic" else "C4"


def _beyond_trend(summary: Summary) -> float:
    """The probability that means lie so far from the straight line through them, by the spread within."""
    when, weights = np.arange(len(summary), dtype=np.float64), summary.counts.astype(np.float64)
    when -= float((weights * when).sum() / weights.sum())
    means = summary.means - float((weights * summary.means).sum() / weights.sum())
    away = means - when * float((weights * when * means).sum() / (weights * when**2).sum())
    degrees = int((summary.counts - 1).sum())
    within = float(((summary.counts - 1) * summary.variances).sum()) / degrees
    freedom = len(summary) - 2
    return float(special.fdtrc(freedom, degrees, float((weights * away**2).sum()) / freedom / within))


def _dispersion(groups: Subgroups) -> float | None:
    """An analysis of variance of the distances from the median of each subgroup."""
    starts, sizes = groups.starts[:-1], np.unique(groups.counts)
    parts = [
        _distances(groups.values[starts[groups.counts == size][:, None] + np.arange(size)])
        for size in sizes[sizes >= _WITH_DISPERSION].tolist()
    ]
    count = sum(len(part) for part in parts)
    degrees = sum(part.size for part in parts) - count
    if count < 2:
        return None
    means = np.concatenate([part.mean(axis=1) for part in parts])
    weights = np.repeat([float(part.shape[1]) for part in parts], [len(part) for part in parts])
    within = sum(float(((part - part.mean(axis=1, keepdims=True)) ** 2).sum()) for part in parts) / degrees
    if not within > 0:
        return None
    whole = float((weights * means).sum() / weights.sum())
    between = float((weights * (means - whole) ** 2).sum()) / (count - 1)
    return float(special.fdtrc(count - 1, degrees, between / within))


def _distances(rows: Floats) -> Floats:
    """From the median of each row; of an odd number one is zero whatever the dispersion, and is left out."""
    found: Floats = np.sort(np.abs(rows - np.median(rows, axis=1, keepdims=True)), axis=1)
    return found[:, 1:] if rows.shape[1] % 2 else found
