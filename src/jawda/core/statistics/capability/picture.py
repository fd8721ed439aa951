"""Histogram of the values with their limits, their target and the curve of the law."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from jawda.core.charts import Histogram, Level, histogram
from jawda.core.languages import Language
from jawda.core.statistics.capability.laws.law import Law
from jawda.core.statistics.capability.specification import Specification
from jawda.core.statistics.result import Check, Floats, Width

_WORDS: Final[Mapping[str, Mapping[Language, str]]] = {
    "lower": {"fr": "limite basse", "ar": "الحد الأدنى", "en": "lower limit"},
    "upper": {"fr": "limite haute", "ar": "الحد الأعلى", "en": "upper limit"},
    "target": {"fr": "cible", "ar": "الهدف", "en": "target"},
    "caption": {"fr": "Valeur", "ar": "القيمة", "en": "Value"},
    "about": {
        "fr": "Histogramme des valeurs, limites de la spécification et courbe de la loi retenue.",
        "ar": "مدرج تكراري للقيم مع حدود المواصفة ومنحنى التوزيع المعتمد.",
        "en": "Histogram of the values, limits of the specification and the curve of the law.",
    },
}
_FEWEST, _MOST = 6, 40
_CURVE: Final = 121
_PARTS: Final = 4096


def picture_of(
    values: Any, specification: Specification, law: Law, *, title: Check, language: Language, width: Width
) -> str:
    """The histogram as SVG text; the curve is the density times count and width of a bar."""
    present = np.asarray(values, dtype=np.float64)
    present = present[~np.isnan(present)]
    edges = edges_of(present)
    counts, _ = np.histogram(present, edges)
    levels = [
        Level(value=value, kind="target" if name == "target" else "tolerance", name=_WORDS[name][language])
        for name, value in (
            ("lower", specification.lower), ("target", specification.target), ("upper", specification.upper)
        )
        if value is not None
    ]  # fmt: skip
    drawn = Histogram(
        title=title.sentence(language),
        description=_WORDS["about"][language],
        edges=tuple(edges.tolist()),
        counts=tuple(int(count) for count in counts),
        curve=_curve(law, edges, len(present)),
        levels=tuple(levels),
        caption=_WORDS["caption"][language],
        language=language,
    )
    return histogram(drawn, width=width)


def edges_of(values: Floats) -> Floats:
    """Of bars by the rule of Freedman and Diaconis (1981), at least 6 and at most 40.

    >>> len(edges_of(np.arange(1000.0))) - 1
    10
    """
    low, high = float(values.min()), float(values.max())
    first, third = np.quantile(values, [0.25, 0.75])
    step = 2 * float(third - first) / len(values) ** (1 / 3)
    bars = math.ceil((high - low) / step) if step > 0 else _FEWEST
    return np.linspace(low, high, min(max(bars, _FEWEST), _MOST) + 1)


def _curve(law: Law, edges: Floats, count: int) -> tuple[tuple[float, float], ...]:
    low, high = (float(part) for part in law.quantile(np.array([0.001, 0.999])))
    places = np.linspace(min(low, float(edges[0])), max(high, float(edges[-1])), _CURVE)
    heights = np.exp(law.log_density(places)) * count * float(edges[1] - edges[0])
    shown = np.isfinite(heights)
    return tuple(zip(places[shown].tolist(), heights[shown].tolist(), strict=True))
