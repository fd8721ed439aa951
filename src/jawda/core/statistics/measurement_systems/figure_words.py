"""The words of pictures of measuring systems, in three languages."""

from __future__ import annotations

from typing import Final

from jawda.core.charts.ticks import label
from jawda.core.languages import Language

WORDS: Final[dict[str, dict[Language, str]]] = {
    "gauge": {"fr": "Étude du système de mesure", "ar": "دراسة نظام القياس", "en": "Study of the measuring system"},
    "repeatability": {
        "fr": "Répétabilité (instrument)",
        "ar": "التكرارية (الجهاز)",
        "en": "Repeatability (instrument)",
    },
    "operator": {"fr": "Opérateur", "ar": "المشغل", "en": "Operator"},
    "interaction": {"fr": "Opérateur × pièce", "ar": "المشغل × القطعة", "en": "Operator × part"},
    "reproducibility": {"fr": "Reproductibilité", "ar": "الاستنساخية", "en": "Reproducibility"},
    "grr": {"fr": "Système de mesure (R&R)", "ar": "نظام القياس (R&R)", "en": "Measuring system (R&R)"},
    "part": {"fr": "Pièce à pièce", "ar": "من قطعة إلى أخرى", "en": "Part to part"},
    "bars": {
        "fr": "Part de chaque source dans l’écart type de l’étude, en pour cent ; ces parts ne s’additionnent pas.",
        "ar": "حصة كل مصدر من الانحراف المعياري للدراسة بالنسبة المئوية؛ وهذه الحصص لا تجمع.",
        "en": "Share of each source in the standard deviation of the study, per cent; these shares do not add up.",
    },
    "title_parts": {
        "fr": "Moyenne de chaque pièce, par opérateur",
        "ar": "متوسط كل قطعة حسب المشغل",
        "en": "Mean of each part, by operator",
    },
    "description_parts": {
        "fr": "Des lignes parallèles : les opérateurs mesurent de même ; des lignes qui se croisent : une interaction.",
        "ar": "الخطوط المتوازية تعني أن المشغلين يقيسون بالطريقة نفسها، والمتقاطعة تعني تفاعلا.",
        "en": "Lines that follow each other say that operators measure alike; lines that cross show an interaction.",
    },
    "caption_parts": {"fr": "Pièce", "ar": "القطعة", "en": "Part"},
    "title_operators": {"fr": "Moyenne de chaque opérateur", "ar": "متوسط كل مشغل", "en": "Mean of each operator"},
    "description_operators": {
        "fr": "Une ligne plate dit que les opérateurs s’accordent en moyenne.",
        "ar": "الخط المستوي يعني أن المشغلين متفقون في المتوسط.",
        "en": "A flat line says that operators agree on average.",
    },
    "title_ranges": {
        "fr": "Étendue des essais répétés, par pièce et opérateur",
        "ar": "مدى المحاولات المكررة حسب القطعة والمشغل",
        "en": "Range of the repeated trials, by part and operator",
    },
    "description_ranges": {
        "fr": "Un point au-dessus de la limite : un essai à vérifier, ou un opérateur qui se répète moins bien.",
        "ar": "نقطة فوق الحد تعني محاولة يجب التحقق منها، أو مشغلا أقل تكرارية من غيره.",
        "en": "A point over the limit: a trial to check, or an operator who repeats less well.",
    },
    "caption_operators": {"fr": "Opérateur", "ar": "المشغل", "en": "Operator"},
    "reference": {"fr": "référence", "ar": "القيمة المرجعية", "en": "reference"},
    "mean": {"fr": "moyenne", "ar": "المتوسط", "en": "mean"},
    "upper": {"fr": "limite haute", "ar": "الحد الأعلى", "en": "upper limit"},
    "lower": {"fr": "limite basse", "ar": "الحد الأدنى", "en": "lower limit"},
    "type1": {
        "fr": "Mesures répétées de l’étalon dans leur ordre, avec la part de la tolérance qui leur est permise.",
        "ar": "القياسات المكررة للمعيار بترتيبها، مع حصة السماح المسموح بها.",
        "en": "Repeated measurements of the standard in order, with the share of the tolerance that they may take.",
    },
    "measurement": {"fr": "Mesure", "ar": "القياس", "en": "Measurement"},
    "subgroup": {"fr": "Contrôle", "ar": "المراقبة", "en": "Check"},
    "linearity": {
        "fr": "Erreur de justesse à chaque valeur de référence, bande de confiance de la droite, et zéro.",
        "ar": "خطأ الصحة عند كل قيمة مرجعية، ونطاق ثقة المستقيم، والصفر.",
        "en": "Bias at each reference value, the confidence band of the line, and zero.",
    },
    "range": {"fr": "étendue", "ar": "المدى", "en": "range"},
    "bias_mean": {"fr": "erreur", "ar": "الخطأ", "en": "bias"},
    "band_low": {"fr": "bas", "ar": "أدنى", "en": "low"},
    "band_high": {"fr": "haut", "ar": "أعلى", "en": "high"},
    "stability": {
        "fr": "Mesures de la pièce étalon dans le temps, avec les limites de la carte de contrôle.",
        "ar": "قياسات القطعة المرجعية عبر الزمن مع حدود خريطة المراقبة.",
        "en": "Measurements of the master part over time, with the limits of the control chart.",
    },
    "agreement": {
        "fr": "Part des pièces jugées comme il faut, en pour cent : en clair, l’accord avec soi-même.",
        "ar": "نسبة القطع المقيمة تقييما صحيحا بالنسبة المئوية، وبلون فاتح اتفاق المقيم مع نفسه.",
        "en": "Share of items judged right, per cent; in pale, agreement with oneself.",
    },
    "against_standard": {"fr": "contre la référence", "ar": "مقابل المرجع", "en": "against the standard"},
    "within": {"fr": "avec soi-même", "ar": "مع نفسه", "en": "with oneself"},
    "budget": {
        "fr": "Incertitude type de chaque source, en pour cent de celle du processus de mesure.",
        "ar": "الارتياب المعياري لكل مصدر كنسبة مئوية من ارتياب عملية القياس.",
        "en": "Standard uncertainty of each source, per cent of that of the measurement process.",
    },
    "calibration": {"fr": "Étalonnage", "ar": "المعايرة", "en": "Calibration"},
    "resolution": {"fr": "Résolution", "ar": "دقة التدريج", "en": "Resolution"},
    "bias": {"fr": "Erreur de justesse", "ar": "خطأ الصحة", "en": "Bias"},
    "linearity_error": {"fr": "Linéarité", "ar": "الخطية", "en": "Linearity"},
    "repeatability_standard": {
        "fr": "Répétabilité sur étalon",
        "ar": "التكرارية على المعيار",
        "en": "Repeatability on standard",
    },
    "repeatability_object": {
        "fr": "Répétabilité sur pièce",
        "ar": "التكرارية على القطعة",
        "en": "Repeatability on object",
    },
    "system_rest": {"fr": "Autres (système)", "ar": "أخرى (النظام)", "en": "Other (system)"},
    "system": {"fr": "Système de mesure", "ar": "نظام القياس", "en": "Measuring system"},
    "measuring_systems": {"fr": "Entre systèmes", "ar": "بين الأنظمة", "en": "Between systems"},
    "stability_over_time": {"fr": "Stabilité", "ar": "الاستقرار", "en": "Stability"},
    "object": {"fr": "Pièce (forme, état)", "ar": "القطعة (الشكل والحالة)", "en": "Object (form, state)"},
    "temperature": {"fr": "Température", "ar": "درجة الحرارة", "en": "Temperature"},
    "process_rest": {"fr": "Autres (processus)", "ar": "أخرى (العملية)", "en": "Other (process)"},
}


def decimal(value: float, language: Language) -> str:
    """A per cent as people read it, with one decimal.

    >>> decimal(27.8606, "fr")
    '27,9'
    """
    return label(value, 1, language)
