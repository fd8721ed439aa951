"""The few words that stand in figures of this folder, in three languages."""

from __future__ import annotations

from typing import Final

from jawda.core.languages import Language

WORDS: Final[dict[str, dict[Language, str]]] = {
    "scores": {
        "fr": "Scores des laboratoires, du plus petit au plus grand",
        "ar": "درجات المختبرات من الأصغر إلى الأكبر",
        "en": "Scores of the laboratories, from smallest to largest",
    },
    "scores_about": {
        "fr": "Une barre par laboratoire ; tirets à 2 (à surveiller) et à 3 (non satisfaisant).",
        "ar": "عمود لكل مختبر، مع خطين متقطعين عند 2 (موضع تساؤل) و3 (غير مرض).",
        "en": "A bar for each laboratory; dashes at 2 (questionable) and at 3 (unsatisfactory).",
    },
    "mandel": {
        "fr": "Statistiques h et k de Mandel par laboratoire",
        "ar": "إحصاءتا ماندل h وk لكل مختبر",
        "en": "Mandel’s h and k by laboratory",
    },
    "mandel_about": {
        "fr": "h compare les moyennes, k les dispersions ; tirets aux valeurs critiques à 5 % et à 1 %.",
        "ar": "تقارن h المتوسطات وتقارن k التشتت، مع خطوط متقطعة عند القيم الحرجة 5٪ و1٪.",
        "en": "h compares means, k compares spreads; dashes at the critical values of 5 % and 1 %.",
    },
    "calibration": {
        "fr": "Droite d’étalonnage et points mesurés",
        "ar": "خط المعايرة والنقط المقيسة",
        "en": "Calibration line and measured points",
    },
    "calibration_about": {
        "fr": "Réponse selon la concentration ; en dessous, les résidus.",
        "ar": "الاستجابة حسب التركيز، وتحتها البواقي.",
        "en": "Response against concentration; residuals below.",
    },
    "response": {"fr": "Réponse", "ar": "الاستجابة", "en": "Response"},
    "residuals": {"fr": "Résidus", "ar": "البواقي", "en": "Residuals"},
    "concentration": {"fr": "Concentration", "ar": "التركيز", "en": "Concentration"},
    "profile": {
        "fr": "Profil d’exactitude",
        "ar": "منحنى الدقة",
        "en": "Accuracy profile",
    },
    "profile_about": {
        "fr": "Justesse, intervalle de tolérance et limites d’acceptabilité, en % de la valeur de référence.",
        "ar": "الصحة ومجال السماح الإحصائي وحدود القبول، بالنسبة المئوية من القيمة المرجعية.",
        "en": "Trueness, tolerance interval and acceptance limits, in % of the reference value.",
    },
    "trueness": {"fr": "Justesse", "ar": "الصحة", "en": "Trueness"},
    "low": {"fr": "Tolérance −", "ar": "الحد الأدنى", "en": "Tolerance −"},
    "high": {"fr": "Tolérance +", "ar": "الحد الأعلى", "en": "Tolerance +"},
    "acceptance": {"fr": "Acceptabilité", "ar": "حد القبول", "en": "Acceptance"},
    "control": {
        "fr": "Carte de contrôle du laboratoire",
        "ar": "خريطة مراقبة المختبر",
        "en": "Laboratory control chart",
    },
    "control_about": {
        "fr": "Valeurs dans l’ordre, ligne centrale, limites de surveillance et limites d’action.",
        "ar": "القيم بالترتيب مع الخط المركزي وحدود الإنذار وحدود التدخل.",
        "en": "Values in order, centre line, warning limits and action limits.",
    },
    "centre": {"fr": "centre", "ar": "المركز", "en": "centre"},
    "warning": {"fr": "surveillance", "ar": "إنذار", "en": "warning"},
    "action": {"fr": "action", "ar": "تدخل", "en": "action"},
}


def say(key: str, language: Language) -> str:
    """Words for a figure.

    >>> say("warning", "fr")
    'surveillance'
    """
    return WORDS[key][language]
