"""The words of a printed certificate, in the language of the paper and not of the page."""

from __future__ import annotations

from typing import Final

from jawda.core.languages import Text

WORDS: Final[dict[str, Text]] = {
    "holder": Text(fr="Titulaire", ar="صاحب الوثيقة", en="Holder"),
    "standard": Text(fr="Norme ou référentiel", ar="المواصفة أو المرجع", en="Standard or reference"),
    "scope": Text(fr="Portée", ar="المجال", en="Scope"),
    "scheme": Text(fr="Programme", ar="البرنامج", en="Scheme"),
    "sites": Text(fr="Sites", ar="المواقع", en="Sites"),
    "sectors": Text(fr="Secteurs", ar="القطاعات", en="Sectors"),
    "number": Text(fr="Numéro chez l’émetteur", ar="الرقم لدى الجهة المصدرة", en="Number given by the issuer"),
    "replaces": Text(fr="Remplace", ar="تحل محل", en="Replaces"),
    "accreditation": Text(
        fr="Accréditation de l’émetteur", ar="اعتماد الجهة المصدرة", en="Accreditation of the issuer"
    ),
    "activity": Text(fr="Date de l’activité", ar="تاريخ النشاط", en="Date of the activity"),
    "issued": Text(fr="délivré le", ar="تاريخ الإصدار", en="issued on"),
    "until": Text(fr="valable jusqu’au", ar="صالح إلى غاية", en="valid until"),
    "verify": Text(fr="Vérifier ce document", ar="التحقق من هذه الوثيقة", en="Verify this document"),
    "verify_text": Text(
        fr="Ce papier ne dit pas si le document est suspendu ou retiré. La page publique le dit, à ce jour"
        "\N{NO-BREAK SPACE}:",
        ar="لا تبين هذه الورقة هل عُلقت الوثيقة أو سُحبت. الصفحة العمومية تبين ذلك إلى اليوم:",
        en="This paper does not say whether the document is suspended or withdrawn. The public page does, as of today:",
    ),
    "offline": Text(fr="Sans réseau", ar="دون اتصال بالشبكة", en="Without a network"),
    "offline_text": Text(
        fr="Ce second code contient l’essentiel, signé par l’émetteur. Un téléphone qui a ouvert une fois la page "
        "«\N{NO-BREAK SPACE}Vérifier sans réseau\N{NO-BREAK SPACE}» de la plateforme le vérifie sans réseau.",
        ar="يحتوي هذا الرمز الثاني على الأساسي موقعا من الجهة المصدرة. الهاتف الذي فتح مرة صفحة «التحقق دون شبكة» "
        "في المنصة يتحقق منه دون شبكة.",
        en="This second code holds the essentials, signed by the issuer. A phone that once opened the platform’s page "
        "“Verify without a network” verifies it where there is none.",
    ),
    "code": Text(fr="Code QR\N{NO-BREAK SPACE}: {address}", ar="رمز QR: {address}", en="QR code: {address}"),
    "offline_code": Text(
        fr="Code QR\N{NO-BREAK SPACE}: résumé signé de {number}",
        ar="رمز QR: ملخص موقع للوثيقة {number}",
        en="QR code: signed summary of {number}",
    ),
}
