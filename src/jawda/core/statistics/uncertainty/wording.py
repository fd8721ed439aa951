"""Titles and captions of the pictures; sentences stand in the catalogue of findings."""

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
