"""The spreadsheet to fill in: the questions with the answers given so far, and a sheet that explains the columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from jawda.core.assessment.answers import COLUMNS, CONTEXT, SHEET_NAMES
from jawda.core.assessment.model import Answer, Profile
from jawda.core.assessment.profile import profile_sheet
from jawda.core.languages import Language, Text
from jawda.core.referentials.model import Referential, Scale, ScaleKind, ScaleLevel
from jawda.core.spreadsheets import Column, SheetPlan, Value

LEGEND_NAMES: Final[dict[Language, str]] = {"fr": "Niveaux", "ar": "المستويات", "en": "Levels"}

_WIDTHS: Final = {"requirement": 22, "reference": 10, "question": 60, "reason": 30, "note": 40, "evidence": 30}
_LEGEND: Final = (
    Text(fr="À écrire", ar="ما يُكتب", en="To write"),
    Text(fr="Signification", ar="المعنى", en="Meaning"),
    Text(fr="Explication", ar="الشرح", en="Explanation"),
)
#: What the levels of the conformity scale mean, where the scale itself does not say.
_CONFORMITY: Final = {
    "C": Text(
        fr="L’exigence est satisfaite partout où elle s’applique, et une preuve le montre.",
        ar="المتطلب مستوفى حيثما ينطبق، وهناك دليل يثبته.",
        en="The requirement is met wherever it applies, and there is evidence of it.",
    ),
    "P": Text(
        fr="L’exigence est satisfaite en partie, ou sans preuve suffisante.",
        ar="المتطلب مستوفى جزئيا، أو دون دليل كاف.",
        en="The requirement is met in part, or without enough evidence.",
    ),
    "X": Text(
        fr="L’exigence n’est pas satisfaite, ou rien ne permet de l’affirmer.",
        ar="المتطلب غير مستوفى، أو لا شيء يثبت استيفاءه.",
        en="The requirement is not met, or nothing shows that it is.",
    ),
}
#: The other columns, below the levels.
_COLUMNS: Final = (
    (
        Text(fr="not_applicable\N{NO-BREAK SPACE}: x", ar="not_applicable: x", en="not_applicable: x"),
        Text(fr="Sans objet", ar="غير منطبق", en="Not applicable"),
        Text(
            fr="L’exigence ne concerne pas l’entreprise. Laissez le niveau vide et écrivez le motif.",
            ar="المتطلب لا يعني المقاولة. اتركوا خانة المستوى فارغة واكتبوا السبب.",
            en="The requirement does not concern the company. Leave the level empty and write the reason.",
        ),
    ),
    (
        Text(fr="reason", ar="reason", en="reason"),
        Text(fr="Motif", ar="السبب", en="Reason"),
        Text(
            fr="Pourquoi l’exigence est sans objet.",
            ar="لماذا لا ينطبق المتطلب.",
            en="Why the requirement does not apply.",
        ),
    ),
    (
        Text(fr="note", ar="note", en="note"),
        Text(fr="Constat", ar="المعاينة", en="Note"),
        Text(fr="Ce que vous constatez aujourd’hui.", ar="ما تعاينونه اليوم.", en="What you see today."),
    ),
    (
        Text(fr="evidence", ar="evidence", en="evidence"),
        Text(fr="Preuve", ar="الدليل", en="Evidence"),
        Text(
            fr="Le document, l’enregistrement ou le lieu qui le montre.",
            ar="الوثيقة أو السجل أو المكان الذي يثبت ذلك.",
            en="The document, record or place that shows it.",
        ),
    ),
)


def template(
    referential: Referential, language: Language, answers: Iterable[Answer] = (), profile: Profile | None = None
) -> tuple[SheetPlan, ...]:
    """The sheet to fill in, one row for each requirement to answer in reading order, and the sheet of explanations.

    A referential with profile questions has a third, so that the same workbook gives the same result everywhere.

    :func:`~jawda.core.assessment.answers.read_answers` reads it back as it was written. Texts that the referential
    lacks in ``language`` stand in the first language that it has.
    """
    right_to_left = language == "ar"
    choices = {"level": tuple(level.code for level in _shown(referential.scale)), "not_applicable": ("x",)}
    columns = tuple(
        Column(name=name, width=_WIDTHS.get(name, 14), choices=choices.get(name, ()))
        for name in (*COLUMNS[:1], *CONTEXT, *COLUMNS[1:])
    )
    given = {answer.requirement: answer for answer in answers}
    rows = tuple(
        (
            item.id,
            item.reference,
            (item.question or item.title).best(language),
            *_cells(given.get(item.id, Answer(requirement=item.id))),
        )
        for item in referential.assessable
    )
    legend_columns = tuple(
        Column(name=title.best(language), width=width) for title, width in zip(_LEGEND, (20, 24, 70), strict=True)
    )
    return (
        SheetPlan(name=SHEET_NAMES[language], columns=columns, rows=rows, right_to_left=right_to_left),
        SheetPlan(
            name=LEGEND_NAMES[language],
            columns=legend_columns,
            rows=_legend(referential.scale, language),
            right_to_left=right_to_left,
        ),
        *([profile_sheet(referential, language, profile or {})] if referential.profile else ()),
    )


def _cells(answer: Answer) -> tuple[Value, ...]:
    """Level (as a number where it is one), not applicable, reason, note, evidence."""
    level: Value = int(answer.level) if answer.level and answer.level.isdecimal() else answer.level
    texts = (answer.reason or None, answer.note or None, answer.evidence or None)
    return (level, "x" if answer.not_applicable else None, *texts)


def _legend(scale: Scale, language: Language) -> tuple[tuple[Value, ...], ...]:
    levels = tuple(
        (
            int(level.code) if level.code.isdecimal() else level.code,
            level.title.best(language),
            (level.description or _CONFORMITY.get(level.code, Text())).best(language) or None,
        )
        for level in _shown(scale)
    )
    return levels + tuple(tuple(text.best(language) for text in row) for row in _COLUMNS)


def _shown(scale: Scale) -> tuple[ScaleLevel, ...]:
    """Maturity rises from 0; conformity is offered with “conforms” first, as on the pages."""
    return scale.levels if scale.kind is ScaleKind.MATURITY else scale.levels[::-1]
