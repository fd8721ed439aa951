"""Certificates to print, in three languages."""

from __future__ import annotations

from datetime import date
from typing import Any

from jawda.apps.recognition.printing import CertificateSheet
from jawda.core.languages import Language
from jawda.foundation.printing.qr_codes import qr_svg

ADDRESS = "https://jawda.example/c/JW-2025-004812"
SUMMARY = f"{ADDRESS}#" + "eyJhbGciOiJFZERTQSIsImN0eSI6Imphd2RhLXN1bW1hcnkiLCJraWQiOiJkaWQ6d2ViOmMifQ" * 11
SAID: dict[Language, dict[str, Any]] = {
    "fr": {
        "kind": "Certificat de système de management",
        "holder": "Caoutchouc Modèle",
        "holder_place": "Berrechid",
        "standard": "ISO 9001:2015",
        "scope": "Moulage de joints en caoutchouc pour l’automobile, y compris le mélange, la vulcanisation, "
        "l’ébavurage et le contrôle final.",
        "sites": ("Zone d’exemple, lot 12, Berrechid", "Route de l’exemple, km 4, Settat"),
        "sectors": ("IAF 14, caoutchouc et plastiques",),
        "scheme": "Certification accréditée de systèmes de management",
        "issuer": "Certif Exemple",
        "accreditation": "ISO/IEC 17021-1, numéro EX-SM-07, Accréditeur Exemple",
        "reminder": "Ce certificat porte sur un système de management. Il ne dit rien de la conformité d’un produit.",
    },
    "ar": {
        "kind": "شهادة نظام التدبير",
        "holder": "المطاط النموذجي",
        "holder_place": "برشيد",
        "standard": "ISO 9001:2015",
        "scope": "قولبة الحشيات المطاطية لصناعة السيارات، بما في ذلك الخلط والفلكنة وإزالة الزوائد والمراقبة النهائية.",
        "sites": ("المنطقة النموذجية، القطعة 12، برشيد", "طريق المثال، الكيلومتر 4، سطات"),
        "sectors": ("IAF 14، المطاط والبلاستيك",),
        "scheme": "الإشهاد المعتمد لأنظمة التدبير",
        "issuer": "هيئة الإشهاد النموذجية",
        "accreditation": "ISO/IEC 17021-1، رقم EX-SM-07، هيئة الاعتماد النموذجية",
        "reminder": "تتعلق هذه الشهادة بنظام تدبير. ولا تقول شيئا عن مطابقة منتج.",
    },
    "en": {
        "kind": "Management system certificate",
        "holder": "Model Rubber",
        "holder_place": "Berrechid",
        "standard": "ISO 9001:2015",
        "scope": "Moulding of rubber seals for cars, including mixing, vulcanisation, deburring and final inspection.",
        "sites": ("Example zone, plot 12, Berrechid", "Example road, km 4, Settat"),
        "sectors": ("IAF 14, rubber and plastics",),
        "scheme": "Accredited certification of management systems",
        "issuer": "Example Certification",
        "accreditation": "ISO/IEC 17021-1, number EX-SM-07, Example Accreditor",
        "reminder": "This certificate is about a management system. It says nothing of the conformity of a product.",
    },
}


def sheet(language: Language = "fr", **changes: Any) -> CertificateSheet:
    given: dict[str, Any] = {
        "language": language,
        "reference": "JW-2025-004812",
        "number": "CE/QMS/2025/118",
        "issued_on": date(2025, 5, 12),
        "valid_until": date(2028, 5, 11),
        "address": ADDRESS,
        "code": qr_svg(ADDRESS, title="x"),
        "offline_code": qr_svg(SUMMARY, title="x"),
        "fictitious": True,
        **SAID[language],
    }
    return CertificateSheet(**given | changes)
