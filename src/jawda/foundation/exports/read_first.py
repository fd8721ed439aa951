"""The page to read first, in three languages: whoever opens the file may have no Jawda, and no English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jawda.core.languages import Text

if TYPE_CHECKING:
    from jawda.foundation.exports.archive import Written

_PAGE: Final = Text(
    fr="""\
{name} : export des données, {made_at}

Ce fichier contient tout ce que cette organisation possède sur la plateforme Jawda, et rien des autres.

tables/…json     un fichier par table : une liste de lignes, chaque valeur sous le nom de sa colonne ({rows} lignes).
                 Dates et heures au format ISO 8601, en temps universel ; octets en hexadécimal.
files/…          les fichiers déposés ({files}) ; leur nom commence par le début de leur empreinte SHA-256.
manifest.json    la liste des tables, des colonnes et des fichiers, et les colonnes qui manquent, avec la raison.

Le journal d’audit est tables/audit_auditentry.json. Chaque ligne porte l’empreinte SHA-256 de l’empreinte
précédente (32 octets nuls pour la première) suivie du texte « numéro|date|action|contenu » : on peut la recalculer.

Ce fichier contient des données personnelles et des informations confidentielles : gardez-le en lieu sûr, et
supprimez-le quand il ne sert plus.
""",
    ar="""\
\u2068{name}\u2069: تصدير البيانات، \u2068{made_at}\u2069

يحتوي هذا الملف على كل ما تملكه هذه المؤسسة على منصة جودة، وليس فيه شيء يخص غيرها.

\u2068tables/…json\u2069     ملف لكل جدول: قائمة أسطر، وكل قيمة تحت اسم عمودها (عدد الأسطر: {rows}).
                 التواريخ والأوقات بصيغة \u2068ISO 8601\u2069 بالتوقيت العالمي، والثمانيات بالنظام الست عشري.
\u2068files/…\u2069          الملفات المودعة (العدد: {files})، ويبدأ اسم كل منها بأول بصمته \u2068SHA-256\u2069.
\u2068manifest.json\u2069    قائمة الجداول والأعمدة والملفات، والأعمدة الناقصة مع بيان السبب.

سجل التدقيق هو \u2068tables/audit_auditentry.json\u2069. يحمل كل سطر بصمة \u2068SHA-256\u2069 للبصمة السابقة
(32 ثمانية صفرية للسطر الأول) متبوعة بالنص «الرقم|التاريخ|العملية|المحتوى»، ويمكن إعادة حسابها.

في هذا الملف معطيات شخصية ومعلومات سرية: احفظوه في مكان آمن، واحذفوه عندما لا تبقى إليه حاجة.
""",
    en="""\
{name}: export of data, {made_at}

This file holds all that this organisation has on the platform Jawda, and nothing of others.

tables/…json     a file for each table: a list of rows, each value under the name of its column ({rows} rows).
                 Dates and times in ISO 8601, universal time; bytes in hexadecimal.
files/…          the files that were stored ({files}); their names begin with the first letters of their SHA-256.
manifest.json    the list of tables, columns and files, and the columns that are left out, with the reason.

The audit trail is tables/audit_auditentry.json. Each row carries the SHA-256 of the hash before (32 zero bytes for
the first) followed by the text “number|time|action|content”: it can be computed again.

This file holds personal data and confidential matters: keep it safe, and delete it when it is of no more use.
""",
)


def read_first(*, name: str, written: Written) -> str:
    """French, Arabic, English."""
    values = {"name": name, "made_at": written.made_at, "rows": written.rows, "files": len(written.files)}
    line = "\n" + "-" * 78 + "\n\n"
    french = (_PAGE.fr or "").replace(" :", "\u00a0:").replace(" ;", "\u00a0;").replace("« ", "«\u00a0")
    texts = (french.replace(" »", "\u00a0»"), _PAGE.ar or "", _PAGE.en or "")
    return line.join(text.format(**values) for text in texts)
