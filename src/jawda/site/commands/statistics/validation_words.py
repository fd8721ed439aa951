"""The words of the validation report, in three languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jawda.core.languages import Language

WORDS: Final[Mapping[str, Mapping[Language, str]]] = {
    "title": {
        "fr": "Rapport de validation du calcul statistique",
        "ar": "تقرير التحقق من الحساب الإحصائي",
        "en": "Validation report of the statistical computation",
    },
    "running": {"fr": "Calcul des cas publiés…", "ar": "حساب الحالات المنشورة…", "en": "Running the published cases…"},
    "printing": {"fr": "Composition du rapport…", "ar": "إعداد التقرير…", "en": "Composing the report…"},
    "written": {"fr": "écrit", "ar": "كتب", "en": "written"},
    "cases": {"fr": "Cas", "ar": "الحالات", "en": "Cases"},
    "passed": {"fr": "Réussis", "ar": "الناجحة", "en": "Passed"},
    "failed": {"fr": "Échoués", "ar": "الفاشلة", "en": "Failed"},
    "figures": {"fr": "Comparaisons", "ar": "المقارنات", "en": "Comparisons"},
    "area": {"fr": "Domaine", "ar": "المجال", "en": "Area"},
    "error": {"fr": "Arrêté par", "ar": "أوقفه", "en": "Stopped by"},
    # what computed
    "software": {"fr": "Ce qui a calculé", "ar": "ما قام بالحساب", "en": "What computed"},
    "jawda": {"fr": "Jawda", "ar": "جودة", "en": "Jawda"},
    "python": {"fr": "Python", "ar": "Python", "en": "Python"},
    "numpy": {"fr": "NumPy", "ar": "NumPy", "en": "NumPy"},
    "scipy": {"fr": "SciPy", "ar": "SciPy", "en": "SciPy"},
    "platform": {"fr": "Système", "ar": "النظام", "en": "System"},
    "machine": {"fr": "Processeur", "ar": "المعالج", "en": "Processor"},
    # the report
    "summary": {"fr": "Par domaine", "ar": "حسب المجال", "en": "By area"},
    "how": {"fr": "Comment lire ce rapport", "ar": "كيف يقرأ هذا التقرير", "en": "How to read this report"},
    "how_text": {
        "fr": (
            "Chaque cas est un exemple dont la réponse est connue\N{NO-BREAK SPACE}: publiée par un organisme public, "
            "tirée d’une formule, ou construite et vérifiée à la main. Jawda le recalcule ici, et chaque valeur "
            "obtenue est comparée à la valeur attendue, à la tolérance indiquée. Une tolérance relative se rapporte à "
            "la valeur attendue, une tolérance absolue est dans son unité\N{NO-BREAK SPACE}; «\N{NO-BREAK SPACE}égal"
            "\N{NO-BREAK SPACE}» ne laisse aucun écart. Les titres et les sources sont dans leur langue d’origine. Le "
            "fichier JSON joint contient toutes les valeurs."
        ),
        "ar": (
            "كل حالة مثال معروف الجواب: نشرته هيئة عمومية، أو استخرج من صيغة رياضية، أو بني وتحقق منه يدويا. "
            "يعيد البرنامج حسابه هنا، وتقارن كل قيمة محصل عليها بالقيمة المنتظرة في حدود التفاوت المذكور. "
            "التفاوت النسبي منسوب إلى القيمة المنتظرة، والمطلق بوحدتها، و«مساو» لا يترك أي فرق. "
            "العناوين والمصادر بلغتها الأصلية. ويتضمن ملف JSON المرفق كل القيم."
        ),
        "en": (
            "Each case is an example whose answer is known: published by a public body, taken from a formula, or "
            "constructed and checked by hand. Jawda computes it here again, and each value obtained is compared with "
            "the value expected, within the tolerance given. A relative tolerance refers to the value expected, an "
            "absolute one is in its unit; “equal” leaves no difference. Titles and sources stand in their own "
            "language. The JSON file beside this one holds every value."
        ),
    },
    "source": {"fr": "Source", "ar": "المصدر", "en": "Source"},
    "licence": {"fr": "Licence", "ar": "الرخصة", "en": "Licence"},
    "figure": {"fr": "Grandeur", "ar": "المقدار", "en": "Figure"},
    "expected": {"fr": "Attendu", "ar": "المنتظر", "en": "Expected"},
    "obtained": {"fr": "Obtenu", "ar": "المحصل عليه", "en": "Obtained"},
    "tolerance": {"fr": "Tolérance", "ar": "التفاوت", "en": "Tolerance"},
    "verdict": {"fr": "Verdict", "ar": "الحكم", "en": "Verdict"},
    "ok": {"fr": "réussi", "ar": "ناجح", "en": "passed"},
    "not_ok": {"fr": "échoué", "ar": "فاشل", "en": "failed"},
    "relative": {"fr": "relative {}", "ar": "نسبي {}", "en": "relative {}"},
    "absolute": {"fr": "absolue {}", "ar": "مطلق {}", "en": "absolute {}"},
    "digits": {"fr": "{} chiffres", "ar": "عدد الأرقام {}", "en": "{} digits"},
    "equal": {"fr": "égal", "ar": "مساو", "en": "equal"},
    "more": {
        "fr": "Autres comparaisons de ce cas, dans le fichier JSON\N{NO-BREAK SPACE}: {count}, dont échouées"
        "\N{NO-BREAK SPACE}: {failed}.",
        "ar": "مقارنات أخرى لهذه الحالة في ملف JSON: {count}، منها فاشلة: {failed}.",
        "en": "Further comparisons of this case, in the JSON file: {count}, of which failed: {failed}.",
    },
    "files": {"fr": "Fichiers des cas", "ar": "ملفات الحالات", "en": "Files of the cases"},
    "file": {"fr": "Fichier", "ar": "الملف", "en": "File"},
    "sha256": {"fr": "Empreinte SHA-256", "ar": "بصمة SHA-256", "en": "SHA-256 fingerprint"},
    "checked_by": {
        "fr": "Vu par le responsable qualité",
        "ar": "اطلع عليه مسؤول الجودة",
        "en": "Seen by the quality manager",
    },
    "own_installation": {"fr": "Cette installation", "ar": "هذا التثبيت", "en": "This installation"},
    # areas
    "acceptance_sampling": {
        "fr": "Échantillonnage pour acceptation",
        "ar": "المعاينة بغرض القبول",
        "en": "Acceptance sampling",
    },
    "attribute_charts": {"fr": "Cartes aux attributs", "ar": "خرائط المراقبة بالصفات", "en": "Charts of counts"},
    "basics": {"fr": "Calculs de base", "ar": "الحسابات الأساسية", "en": "Basic computations"},
    "capability": {"fr": "Capabilité", "ar": "المقدرة", "en": "Capability"},
    "control_charts": {"fr": "Cartes de contrôle", "ar": "خرائط المراقبة", "en": "Control charts"},
    "core_tools": {"fr": "Pareto et AMDEC", "ar": "باريتو وتحليل أنماط الفشل", "en": "Pareto and FMEA"},
    "laboratories": {"fr": "Laboratoires", "ar": "المختبرات", "en": "Laboratories"},
    "measurement_systems": {"fr": "Systèmes de mesure", "ar": "أنظمة القياس", "en": "Measuring systems"},
    "reading": {"fr": "Lecture des fichiers", "ar": "قراءة الملفات", "en": "Reading files"},
    "time_weighted_charts": {
        "fr": "Cartes CUSUM et EWMA",
        "ar": "خرائط CUSUM وEWMA",
        "en": "CUSUM and EWMA charts",
    },
    "uncertainty": {"fr": "Incertitude de mesure", "ar": "الارتياب في القياس", "en": "Measurement uncertainty"},
}


def in_language(language: Language) -> dict[str, str]:
    """Every word in one language.

    >>> in_language("en")["equal"]
    'equal'
    """
    return {name: texts[language] for name, texts in WORDS.items()}
