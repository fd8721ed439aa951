"""A realistic assessment report in each language, with one block of every kind."""

from __future__ import annotations

from datetime import UTC, datetime

from jawda.core.charts import Answers, stacked_strip
from jawda.core.languages import Language
from jawda.foundation.printing import (
    Bar,
    Bars,
    Box,
    Callout,
    Code,
    Codes,
    Contents,
    Document,
    Facts,
    Figure,
    FormQuestion,
    Heading,
    KeyValues,
    MarkedItem,
    MarkedList,
    PageBreak,
    Paragraph,
    Signatures,
    Statement,
    Steps,
    Table,
    Verdict,
    WriteLines,
)  # fmt: skip
from jawda.foundation.printing.qr_codes import qr_svg

MOMENT = datetime(2026, 12, 12, 10, tzinfo=UTC)
WORDS: dict[str, dict[Language, str]] = {
    "title": {"fr": "Rapport d’autodiagnostic", "ar": "تقرير التقييم الذاتي", "en": "Self-assessment report"},
    "company": {"fr": "Câblages du Détroit", "ar": "كابلات المضيق", "en": "Strait Wiring"},
    "verdict": {
        "fr": "Pas encore prêts pour l’audit d’étape 1",
        "ar": "لستم جاهزين بعدُ لافتحاص المرحلة الأولى",
        "en": "Not yet ready for the stage 1 audit",
    },
    "chapter": {"fr": "Évaluation des performances", "ar": "تقييم الأداء", "en": "Performance evaluation"},
    "gap": {
        "fr": "La revue de direction n’a pas eu lieu",
        "ar": "لم تُعقد مراجعة الإدارة",
        "en": "The management review was not held",
    },
    "date": {"fr": "12 décembre 2026", "ar": "12 دجنبر 2026", "en": "12 December 2026"},
}


def every_block(say: dict[str, str], rows: int = 60) -> tuple:
    """One block of each kind, a table over at least two pages."""
    return (
        Contents(),
        Verdict(seal="not_ready", title=say["verdict"], text=say["gap"], meta=say["date"]),
        KeyValues(rows=(("66", say["chapter"]), ("\N{MINUS SIGN}42", say["gap"]))),
        Heading(text=say["gap"]),
        Paragraph(text=say["gap"], mark=True),
        Paragraph(text=say["gap"], quiet=True),
        MarkedList(items=(MarkedItem(mark="knock_out", code="9.3", title=say["gap"], text=say["verdict"]),)),
        Steps(steps=((say["gap"], say["verdict"]), (say["chapter"], ""))),
        Bars(
            rows=(Bar(f"9 {say['chapter']}", 38, "38", 30, 80), (f"10 {say['gap']}", None, "–")),
            now=say["date"],
            before=say["date"],
            aim=say["chapter"],
            whole=True,
        ),
        Figure(
            svg=stacked_strip(Answers(conform=60, partial=39, not_conform=21, not_applicable=4), width=480),
            alt=say["chapter"],
            caption=say["chapter"],
        ),
        Heading(text=say["chapter"], level=3),
        Table(
            columns=("N°", say["chapter"], say["gap"]),
            widths=("auto", "1fr", "2fr"),
            alignments=("end", "start", "centre"),
            caption=say["verdict"],
            rows=tuple((f"9.{row}", say["chapter"], say["gap"]) for row in range(rows)),
        ),
        Callout(kind="note", title=say["chapter"], text=say["gap"]),
        PageBreak(),
        Facts(rows=(("9.3.1", f"{say['gap']}\npreuve-2026.pdf"),)),
        Signatures(people=((say["chapter"], ""), (say["gap"], "A. B."))),
        WriteLines(names=(say["chapter"], say["gap"], "A-031")),
        Statement(name=say["chapter"], text=say["company"], note=say["gap"], size="first"),
        Codes(
            codes=(
                Code(
                    svg=qr_svg("x", title="x"),
                    alt=say["gap"],
                    title=say["gap"],
                    text=say["verdict"],
                    address="https://x.example/c/1",
                ),
            )
        ),
        FormQuestion(
            code="9.2.1",
            title=say["gap"],
            text=say["chapter"],
            note="9.3",
            boxes=(Box(f"0 {say['chapter']}"), Box("C", ticked=True)),
            said=((say["chapter"], f"{say['gap']}\npreuve-2026.pdf"),),
            rooms=((say["gap"], 2),),
        ),
    )


def report(language: Language, *, fictitious: bool = True, cover: bool = False, rows: int = 60) -> Document:
    say = {name: texts[language] for name, texts in WORDS.items()}
    return Document(
        title=say["title"],
        subtitle="ISO 9001:2015",
        other_title=WORDS["title"]["fr" if language == "ar" else "ar"],
        other_language="fr" if language == "ar" else "ar",
        organisation_name=say["company"],
        reference="AD-2026-0042",
        date=say["date"],
        language=language,
        fictitious=fictitious,
        cover=cover,
        blocks=every_block(say, rows),
    )
