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
    "decision": {
        "fr": "Décision sur la conformité",
        "ar": "قرار المطابقة",
        "en": "Decision on conformity",
    },
    "measured": {"fr": "valeur mesurée", "ar": "القيمة المقيسة", "en": "measured value"},
    "tolerance": {"fr": "limite de tolérance", "ar": "حد السماح", "en": "tolerance limit"},
    "acceptance": {"fr": "limite d’acceptation", "ar": "حد القبول", "en": "acceptance limit"},
    "top_down": {
        "fr": "Incertitude du laboratoire",
        "ar": "ارتياب المختبر",
        "en": "Laboratory’s uncertainty",
    },
    "precision": {
        "fr": "fidélité intralaboratoire u(Rw)",
        "ar": "الإحكام داخل المختبر u(Rw)",
        "en": "within-laboratory precision u(Rw)",
    },
    "bias": {"fr": "biais u(b)", "ar": "الانحياز u(b)", "en": "bias u(b)"},
}
