"""Kinds of need in words. A code is ``kind`` or ``kind:subject``; a subject that nobody named yet shows as its code."""

from __future__ import annotations

from typing import Final

from jawda.core.languages import Language, Text

_KINDS: Final[dict[str, Text]] = {
    "training": Text(fr="Formation", ar="تكوين", en="Training"),
    "expert": Text(fr="Expert", ar="خبير", en="Expert"),
    "testing": Text(fr="Essais", ar="اختبارات", en="Testing"),
    "calibration": Text(fr="Étalonnage", ar="المعايرة", en="Calibration"),
    "standard": Text(fr="Norme", ar="مواصفة قياسية", en="Standard"),
    "certification": Text(fr="Certification", ar="الإشهاد", en="Certification"),
}
_SUBJECTS: Final[dict[str, Text]] = {
    "product-development": Text(fr="développement de produits", ar="تطوير المنتجات", en="product development"),
    "product-safety": Text(fr="sécurité des produits", ar="سلامة المنتجات", en="product safety"),
    "quality-system": Text(fr="système qualité", ar="نظام الجودة", en="quality system"),
    "acceptance-sampling": Text(fr="échantillonnage à la réception", ar="أخذ العينات للقبول", en="acceptance sampling"),
    "classification-labelling": Text(
        fr="classification et étiquetage", ar="التصنيف والوسم", en="classification and labelling"
    ),
    "complaint-handling": Text(fr="traitement des réclamations", ar="معالجة الشكايات", en="complaint handling"),
    "control-plan": Text(fr="plan de surveillance", ar="خطة المراقبة", en="control plan"),
    "document-control": Text(fr="maîtrise des documents", ar="ضبط الوثائق", en="document control"),
    "internal-audit": Text(fr="audit interne", ar="الافتحاص الداخلي", en="internal audit"),
    "maintenance": Text(fr="maintenance", ar="الصيانة", en="maintenance"),
    "metrology": Text(fr="métrologie", ar="المترولوجيا", en="metrology"),
    "on-the-job-training": Text(fr="formation au poste", ar="التكوين في مركز العمل", en="on-the-job training"),
    "product-regulation": Text(fr="réglementation des produits", ar="تنظيم المنتجات", en="product regulation"),
    "production-part-approval": Text(
        fr="homologation des pièces de série", ar="المصادقة على قطع الإنتاج", en="production part approval"
    ),
    "quality-basics": Text(fr="bases de la qualité", ar="أساسيات الجودة", en="quality basics"),
    "risk-management": Text(fr="maîtrise des risques", ar="تدبير المخاطر", en="risk management"),
    "root-cause": Text(fr="recherche de causes", ar="البحث عن الأسباب", en="root causes"),
    "supplier-management": Text(fr="maîtrise des fournisseurs", ar="تدبير الموردين", en="supplier management"),
    "traceability": Text(fr="traçabilité", ar="التتبع", en="traceability"),
    "work-instructions": Text(fr="instructions de travail", ar="تعليمات العمل", en="work instructions"),
    "iso-9001": Text(fr="ISO 9001", ar="ISO 9001", en="ISO 9001"),
}
_COLON: Final[dict[Language, str]] = {"fr": "\N{NO-BREAK SPACE}: ", "ar": ": ", "en": ": "}


def need_words(code: str, language: Language) -> str:
    """A kind of need as people say it.

    >>> need_words("training:internal-audit", "en"), need_words("calibration", "en"), need_words("x:y", "en")
    ('Training: internal audit', 'Calibration', 'x: y')
    """
    kind, _, subject = code.partition(":")
    shown = _KINDS.get(kind, Text(en=kind)).best(language)
    if not subject:
        return shown
    return f"{shown}{_COLON[language]}{_SUBJECTS.get(subject, Text(en=subject)).best(language)}"
