"""Names of figures, in three languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jawda.core.languages import Language

WORDS: Final[Mapping[str, Mapping[Language, str]]] = {
    "yes": {"fr": "oui", "ar": "نعم", "en": "yes"},
    "no": {"fr": "non", "ar": "لا", "en": "no"},
    "from_to": {"fr": "de {low} à {high}", "ar": "من {low} إلى {high}", "en": "{low} to {high}"},
    "more_rows": {"fr": "lignes non montrées", "ar": "أسطر غير معروضة", "en": "rows not shown"},
    "reading": {"fr": "Lecture du fichier", "ar": "قراءة الملف", "en": "Reading the file"},
    # control charts
    "upper": {"fr": "limite de contrôle supérieure", "ar": "حد المراقبة الأعلى", "en": "upper control limit"},
    "center": {"fr": "ligne centrale", "ar": "الخط المركزي", "en": "centre line"},
    "lower": {"fr": "limite de contrôle inférieure", "ar": "حد المراقبة الأدنى", "en": "lower control limit"},
    "sigma": {"fr": "écart-type", "ar": "الانحراف المعياري", "en": "standard deviation"},
    "values": {"fr": "valeurs", "ar": "عدد القيم", "en": "values"},
    "missing": {"fr": "valeurs manquantes", "ar": "القيم الناقصة", "en": "missing values"},
    "point": {"fr": "point", "ar": "النقطة", "en": "point"},
    "rule": {"fr": "règle", "ar": "القاعدة", "en": "rule"},
    "side": {"fr": "côté", "ar": "الجهة", "en": "side"},
    "side_upper": {"fr": "au-dessus", "ar": "فوق", "en": "above"},
    "side_lower": {"fr": "au-dessous", "ar": "تحت", "en": "below"},
    "side_both": {"fr": "les deux", "ar": "الجهتان", "en": "both"},
    # reading
    "read_well": {
        "fr": "Le fichier se lit sans ambiguïté.",
        "ar": "يقرأ الملف دون لبس.",
        "en": "The file reads in one way.",
    },
    "read_to_confirm": {
        "fr": "Le fichier est lu ; une lecture est à confirmer.",
        "ar": "قرئ الملف، وتبقى قراءة للتأكيد.",
        "en": "The file is read; a reading is to be confirmed.",
    },
    "format": {"fr": "format", "ar": "الصيغة", "en": "format"},
    "encoding": {"fr": "encodage", "ar": "الترميز", "en": "encoding"},
    "separator": {"fr": "séparateur", "ar": "الفاصل", "en": "separator"},
    "decimal": {"fr": "signe décimal", "ar": "العلامة العشرية", "en": "decimal sign"},
    "header_row": {"fr": "ligne des en-têtes", "ar": "سطر العناوين", "en": "row of the headings"},
    "sheet": {"fr": "feuille", "ar": "الورقة", "en": "sheet"},
    "rows": {"fr": "lignes de données", "ar": "أسطر البيانات", "en": "rows of data"},
    "column": {"fr": "colonne", "ar": "العمود", "en": "column"},
    "kind": {"fr": "nature", "ar": "النوع", "en": "kind"},
    "unit": {"fr": "unité", "ar": "الوحدة", "en": "unit"},
    "cells": {"fr": "cellules", "ar": "الخلايا", "en": "cells"},
    "number": {"fr": "nombre", "ar": "عدد", "en": "number"},
    "date": {"fr": "date", "ar": "تاريخ", "en": "date"},
    "text": {"fr": "texte", "ar": "نص", "en": "text"},
    "empty": {"fr": "vide", "ar": "فارغ", "en": "empty"},
    # measuring systems
    "component": {"fr": "source", "ar": "المصدر", "en": "source"},
    "source": {"fr": "source", "ar": "المصدر", "en": "source"},
    "repeatability": {"fr": "répétabilité", "ar": "التكرارية", "en": "repeatability"},
    "operator": {"fr": "opérateur", "ar": "المشغل", "en": "operator"},
    "interaction": {"fr": "interaction", "ar": "التفاعل", "en": "interaction"},
    "reproducibility": {"fr": "reproductibilité", "ar": "الاستنساخية", "en": "reproducibility"},
    "grr": {"fr": "système de mesure (R&R)", "ar": "نظام القياس (R&R)", "en": "measuring system (R&R)"},
    "part": {"fr": "pièce à pièce", "ar": "من قطعة إلى أخرى", "en": "part to part"},
    "total": {"fr": "total", "ar": "المجموع", "en": "total"},
    "variance": {"fr": "variance", "ar": "التباين", "en": "variance"},
    "sd": {"fr": "écart-type", "ar": "الانحراف المعياري", "en": "standard deviation"},
    "percent_study": {"fr": "% de l’étude", "ar": "% من الدراسة", "en": "% of study"},
    "percent_tolerance": {"fr": "% de la tolérance", "ar": "% من السماح", "en": "% of tolerance"},
    "ndc": {"fr": "catégories distinctes (ndc)", "ar": "الفئات المتمايزة (ndc)", "en": "distinct categories (ndc)"},
    "parts": {"fr": "pièces", "ar": "عدد القطع", "en": "parts"},
    "operators": {"fr": "opérateurs", "ar": "عدد المشغلين", "en": "operators"},
    "trials": {"fr": "répétitions", "ar": "عدد التكرارات", "en": "trials"},
    "tolerance": {"fr": "tolérance", "ar": "السماح", "en": "tolerance"},
    "df": {"fr": "ddl", "ar": "درجات الحرية", "en": "df"},
    "ss": {"fr": "somme des carrés", "ar": "مجموع المربعات", "en": "sum of squares"},
    "ms": {"fr": "carré moyen", "ar": "متوسط المربعات", "en": "mean square"},
    # acceptance sampling
    "lot_size": {"fr": "taille du lot", "ar": "حجم الدفعة", "en": "lot size"},
    "code_letter": {"fr": "lettre-code", "ar": "الحرف الرمزي", "en": "code letter"},
    "plan_letter": {
        "fr": "lettre du plan, flèches suivies",
        "ar": "حرف الخطة بعد اتباع الأسهم",
        "en": "letter of the plan, arrows followed",
    },
    "sample": {"fr": "échantillon", "ar": "العينة", "en": "sample"},
    "sample_size": {"fr": "taille de l’échantillon", "ar": "حجم العينة", "en": "sample size"},
    "cumulative_size": {"fr": "taille cumulée", "ar": "الحجم التراكمي", "en": "cumulative size"},
    "accept": {"fr": "critère d’acceptation (Ac)", "ar": "عدد القبول (Ac)", "en": "acceptance number (Ac)"},
    "reject": {"fr": "critère de rejet (Re)", "ar": "عدد الرفض (Re)", "en": "rejection number (Re)"},
    "probability_acceptance_at_aql": {
        "fr": "probabilité d’accepter un lot au NQA",
        "ar": "احتمال قبول دفعة عند مستوى الجودة المقبول",
        "en": "probability of accepting a lot at the AQL",
    },
    "quality_excluded": {"fr": "qualité exclue, %", "ar": "مستوى الجودة المستبعد، %", "en": "quality excluded, %"},
    "confidence": {"fr": "confiance", "ar": "مستوى الثقة", "en": "confidence"},
}
