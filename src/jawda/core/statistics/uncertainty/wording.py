"""Titles and captions of the pictures, names of parts; sentences stand in the catalogue of findings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jawda.core.languages import Language

TITLES: Final[Mapping[str, Mapping[Language, str]]] = {
    "budget": {
        "fr": "Bilan d’incertitude\N{NO-BREAK SPACE}: {name}",
        "ar": "ميزانية الارتياب: {name}",
        "en": "Uncertainty budget: {name}",
    },
    "monte_carlo": {
        "fr": "Valeurs possibles\N{NO-BREAK SPACE}: {name}",
        "ar": "القيم الممكنة: {name}",
        "en": "Possible values: {name}",
    },
    "estimate": {"fr": "estimation", "ar": "التقدير", "en": "estimate"},
    "low": {"fr": "borne inférieure", "ar": "الحد الأدنى", "en": "lower end"},
    "high": {"fr": "borne supérieure", "ar": "الحد الأعلى", "en": "upper end"},
    "result": {"fr": "résultat", "ar": "النتيجة", "en": "result"},
    "top_down": {
        "fr": "Incertitude du laboratoire",
        "ar": "ارتياب المختبر",
        "en": "Laboratory’s uncertainty",
    },
}

#: Parts of a top-down uncertainty by their names in results.
PARTS: Final[Mapping[str, Mapping[Language, str]]] = {
    "control sample": {"fr": "échantillon de contrôle", "ar": "عينة المراقبة", "en": "control sample"},
    "duplicates": {"fr": "doubles", "ar": "القياسات المزدوجة", "en": "duplicates"},
    "between batches": {"fr": "entre séries", "ar": "بين السلاسل", "en": "between batches"},
    "bias": {"fr": "biais", "ar": "الانحياز", "en": "bias"},
    "mean of the results": {"fr": "moyenne des résultats", "ar": "متوسط النتائج", "en": "mean of the results"},
    "reference value": {"fr": "valeur de référence", "ar": "القيمة المرجعية", "en": "reference value"},
    "root mean square bias": {
        "fr": "biais quadratique moyen",
        "ar": "الجذر التربيعي لمتوسط مربعات الانحياز",
        "en": "root mean square bias",
    },
    "bias of the method": {"fr": "biais de la méthode", "ar": "انحياز الطريقة", "en": "bias of the method"},
    "reproducibility": {"fr": "reproductibilité", "ar": "الاستنساخية", "en": "reproducibility"},
    "between laboratories": {"fr": "entre laboratoires", "ar": "بين المختبرات", "en": "between laboratories"},
    "repeatability of the mean": {
        "fr": "répétabilité de la moyenne",
        "ar": "تكرارية المتوسط",
        "en": "repeatability of the mean",
    },
}


def part_name(name: str, language: Language) -> str:
    """A part in words; an effect that its author named is shown as it is.

    >>> part_name("duplicates", "fr"), part_name("humidité", "en")
    ('doubles', 'humidité')
    """
    return PARTS[name][language] if name in PARTS else name


def unit_after(unit: str | None) -> str:
    """What stands behind a number: a no-break space and the unit, nothing for the unit 1 (ISO 80000-1, 7.2.1).

    >>> unit_after("mm"), unit_after("1"), unit_after(None)
    ('\xa0mm', '', '')
    """
    return "" if unit in (None, "", "1") else f"\N{NO-BREAK SPACE}{unit}"
