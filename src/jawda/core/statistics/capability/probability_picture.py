"""The values on normal probability paper: on the line, they follow the law that was retained."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from scipy import special

from jawda.core.charts import Scatter, scatter
from jawda.core.languages import Language
from jawda.core.statistics.capability.result import Capability
from jawda.core.statistics.result import Floats, Width

_PERCENTS: Final = (0.1, 1.0, 5.0, 25.0, 50.0, 75.0, 95.0, 99.0, 99.9)
_SHOWN: Final = 240
_LINE: Final = 41
_REACH: Final = 3.2
_WORDS: Final[Mapping[str, Mapping[Language, str]]] = {
    "title": {
        "fr": "Droite de Henry : les valeurs contre la loi retenue",
        "ar": "مخطط الاحتمال الطبيعي: القيم مقابل التوزيع المعتمد",
        "en": "Normal probability plot: the values against the law",
    },
    "about": {
        "fr": "Chaque point est une valeur, à la hauteur de la part des valeurs inférieures ; la ligne est la loi.",
        "ar": "كل نقطة قيمة على ارتفاع نسبة القيم الأصغر منها؛ والخط هو التوزيع.",
        "en": "Each point is a value, at the height of the share of values below it; the line is the law.",
    },
    "caption": {"fr": "% des valeurs au-dessous", "ar": "% من القيم دونها", "en": "% of values below"},
    "across": {"fr": "Valeur", "ar": "القيمة", "en": "Value"},
}


def plotting_positions(count: int) -> Floats:
    """Median ranks (i - 0.3)/(n + 0.4) (A. Benard and E. C. Bos-Levenbach, Statistica Neerlandica 7, 1953).

    >>> plotting_positions(3).round(3).tolist()
    [0.206, 0.5, 0.794]
    """
    found: Floats = (np.arange(1.0, count + 1) - 0.3) / (count + 0.4)
    return found


def probability_picture(found: Capability, *, language: Language = "fr", width: Width = 640) -> str:
    """As SVG text; of many values, the ends and an even choice between them. ``NotImplementedError`` without values."""
    values = next(iter(found.inputs.data.values()), None)
    if values is None or found.model is None:
        raise NotImplementedError("a study without values has no probability plot")
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    ordered = ordered[~np.isnan(ordered)]
    scores = special.ndtri(plotting_positions(len(ordered)))
    chosen = _chosen(len(ordered))
    reach = np.linspace(-_REACH, _REACH, _LINE)
    law = found.model.law.quantile(special.ndtr(reach))
    drawn = Scatter(
        title=_WORDS["title"][language],
        description=_WORDS["about"][language],
        points=tuple(zip(ordered[chosen].tolist(), scores[chosen].tolist(), strict=True)),
        line=tuple(zip(law.tolist(), reach.tolist(), strict=True)),
        rows=tuple((float(special.ndtri(percent / 100)), _percent(percent, language)) for percent in _PERCENTS),
        caption=_WORDS["caption"][language],
        bottom_caption=_WORDS["across"][language],
        language=language,
    )
    return scatter(drawn, width=width)


def _chosen(count: int) -> np.ndarray:
    """Places of those that are drawn: even in normal scores, so that the tails are whole."""
    if count <= _SHOWN:
        return np.arange(count)
    positions = plotting_positions(count)
    ends = special.ndtri(positions[[0, -1]])
    wanted = special.ndtr(np.linspace(ends[0], ends[1], _SHOWN))
    return np.unique(np.searchsorted(positions, wanted).clip(0, count - 1))


def _percent(value: float, language: Language) -> str:
    text = f"{value:g}"
    return text if language == "en" else text.replace(".", ",")
