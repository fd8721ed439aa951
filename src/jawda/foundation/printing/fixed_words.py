"""The words that stand on every printed document, in three languages."""

from __future__ import annotations

from typing import Final

from jawda.core.languages import Language

WORDS: Final[dict[str, dict[Language, str]]] = {
    "brand": {"fr": "Jawda", "ar": "جودة", "en": "Jawda"},
    "page": {"fr": "Page", "ar": "الصفحة", "en": "Page"},
    "reference": {"fr": "Référence", "ar": "المرجع", "en": "Reference"},
    "date": {"fr": "Date", "ar": "التاريخ", "en": "Date"},
    "organisation": {"fr": "Organisme", "ar": "المؤسسة", "en": "Organisation"},
    "contents": {"fr": "Sommaire", "ar": "المحتويات", "en": "Contents"},
    "fictitious": {"fr": "Exemple fictif", "ar": "مثال افتراضي", "en": "Fictitious example"},
    "name": {"fr": "Nom et qualité", "ar": "الاسم والصفة", "en": "Name and position"},
    "signature": {"fr": "Signature et cachet", "ar": "التوقيع والختم", "en": "Signature and stamp"},
    # marks and seals, for those who hear the document
    "conform": {"fr": "conforme", "ar": "مطابق", "en": "conforms"},
    "partial": {"fr": "partiel", "ar": "جزئي", "en": "partly"},
    "not_conform": {"fr": "non conforme", "ar": "غير مطابق", "en": "does not conform"},
    "not_applicable": {"fr": "sans objet", "ar": "غير منطبق", "en": "not applicable"},
    "to_do": {"fr": "à faire", "ar": "للإنجاز", "en": "to do"},
    "in_progress": {"fr": "en cours", "ar": "قيد الإنجاز", "en": "in progress"},
    "knock_out": {"fr": "éliminatoire", "ar": "إقصائي", "en": "knock-out"},
    "overdue": {"fr": "en retard", "ar": "متأخر", "en": "overdue"},
    "ready": {"fr": "prêt", "ar": "جاهز", "en": "ready"},
    "valid": {"fr": "valide", "ar": "صالح", "en": "valid"},
    "not_ready": {"fr": "pas encore prêt", "ar": "غير جاهز بعد", "en": "not ready yet"},
    "suspended": {"fr": "suspendu", "ar": "معلق", "en": "suspended"},
    "withdrawn": {"fr": "retiré", "ar": "مسحوب", "en": "withdrawn"},
    "expired": {"fr": "expiré", "ar": "منتهي الصلاحية", "en": "expired"},
    "unknown": {"fr": "indéterminé", "ar": "غير محدد", "en": "cannot tell"},
}


def words_in(language: Language) -> dict[str, str]:
    """Every fixed word in one language.

    >>> words_in("fr")["fictitious"]
    'Exemple fictif'
    """
    return {name: texts[language] for name, texts in WORDS.items()}
