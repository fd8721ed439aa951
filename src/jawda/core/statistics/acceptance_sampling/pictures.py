"""Pictures of sampling plans, and their words in three languages. Nothing is computed here."""

from __future__ import annotations

from typing import Final

from jawda.core.charts import LineChart, Series, Signal, line_chart
from jawda.core.languages import Language
from jawda.core.statistics.result import Floats, Width

_NO_BREAK: Final = "\N{NO-BREAK SPACE}"

_TITLE: Final[dict[Language, str]] = {
    "fr": "Courbe d’efficacité du plan",
    "ar": "منحنى فعالية الخطة",
    "en": "Operating characteristic of the plan",
}
_DESCRIPTION: Final[dict[Language, str]] = {
    "fr": "Probabilité d’accepter un lot selon sa qualité. À {good} % de non-conformes, le plan accepte 95 lots "
    "sur 100 ; à {poor} %, encore 10 lots sur 100.",
    "ar": "احتمال قبول الدفعة حسب جودتها. عند {good} % من الوحدات غير المطابقة تقبل الخطة 95 دفعة من 100، "
    "وعند {poor} % تقبل 10 دفعات من 100.",
    "en": "Probability of accepting a lot by its quality. At {good} % nonconforming the plan accepts 95 lots in 100; "
    "at {poor} % still 10 in 100.",
}
_DESCRIPTION_OF_COUNTS: Final[dict[Language, str]] = {
    "fr": "Probabilité d’accepter un lot selon sa qualité. À {good} non-conformités pour 100 unités, le plan accepte "
    "95 lots sur 100 ; à {poor}, encore 10 lots sur 100.",
    "ar": "احتمال قبول الدفعة حسب جودتها. عند {good} من حالات عدم المطابقة لكل 100 وحدة تقبل الخطة 95 دفعة من 100، "
    "وعند {poor} تقبل 10 دفعات من 100.",
    "en": "Probability of accepting a lot by its quality. At {good} nonconformities per 100 units the plan accepts "
    "95 lots in 100; at {poor} still 10 in 100.",
}
_DESCRIPTION_OF_STEP: Final[dict[Language, str]] = {
    "fr": "Un lot contrôlé en entier, selon sa qualité : jusqu’à {good} % de non-conformes il est accepté, "
    "à {poor} % il ne l’est plus.",
    "ar": "دفعة تفتش كلها حسب جودتها: تقبل إلى غاية {good} % من الوحدات غير المطابقة، ولا تقبل عند {poor} %.",
    "en": "A lot inspected whole, by its quality: up to {good} % nonconforming it is accepted, at {poor} % no more.",
}
_DESCRIPTION_OF_STEP_OF_COUNTS: Final[dict[Language, str]] = {
    "fr": "Un lot contrôlé en entier, selon sa qualité : jusqu’à {good} non-conformités pour 100 unités il est "
    "accepté, à {poor} il ne l’est plus.",
    "ar": "دفعة تفتش كلها حسب جودتها: تقبل إلى غاية {good} من حالات عدم المطابقة لكل 100 وحدة، ولا تقبل عند {poor}.",
    "en": "A lot inspected whole, by its quality: up to {good} nonconformities per 100 units it is accepted, at {poor} "
    "no more.",
}
_CAPTION: Final[dict[Language, str]] = {
    "fr": "Non-conformes dans le lot (%)",
    "ar": "نسبة غير المطابق في الدفعة (%)",
    "en": "Nonconforming in the lot (%)",
}
_CAPTION_OF_COUNTS: Final[dict[Language, str]] = {
    "fr": "Non-conformités pour 100 unités",
    "ar": "حالات عدم المطابقة لكل 100 وحدة",
    "en": "Nonconformities per 100 units",
}
_SIGNAL: Final[dict[Language, str]] = {
    "fr": "10 lots sur 100",
    "ar": "10 دفعات من 100",
    "en": "10 lots in 100",
}


def oc_picture(quality: Floats, accepted: Floats, *, language: Language, width: Width, counts: bool = False) -> str:
    """The operating characteristic over ``quality`` as a fraction; ``counts``: as nonconformities of a unit.

    Where each probability is 0 or 1, of a lot inspected whole, it tells what passes and no chance.
    """
    step = bool(((accepted == 0) | (accepted == 1)).all())
    words = (_DESCRIPTION_OF_STEP, _DESCRIPTION_OF_STEP_OF_COUNTS) if step else (_DESCRIPTION, _DESCRIPTION_OF_COUNTS)
    description = words[counts][language]
    order = quality.argsort(kind="stable")
    percent, probability = (100 * quality[order]).tolist(), accepted[order].tolist()
    good = max((x for x, y in zip(percent, probability, strict=True) if y >= 0.95), default=percent[0])
    poor = next((at for at, y in enumerate(probability) if y <= 0.10), None)
    shown = percent[poor if poor is not None else -1]
    chart = LineChart(
        title=_TITLE[language],
        description=_typeset(description.format(good=_short(good, language), poor=_short(shown, language))),
        series=(Series(values=probability),),
        places=percent,
        signals=() if poor is None or step else (Signal(index=poor, kind="run", words=_SIGNAL[language]),),
        caption=_typeset((_CAPTION_OF_COUNTS if counts else _CAPTION)[language]),
        language=language,
    )
    return line_chart(chart, width=width)


def _short(value: float, language: Language) -> str:
    text = f"{value:.3g}"
    return text if language == "en" else text.replace(".", ",")


def _typeset(text: str) -> str:
    return text.replace(" %", f"{_NO_BREAK}%").replace(" ;", f"{_NO_BREAK};").replace(" :", f"{_NO_BREAK}:")
