"""The report of an assessment as a printable document; also what ``jawda assess --pdf`` prints."""

from __future__ import annotations

from datetime import datetime

from jawda.core.assessment import Gap, Result
from jawda.core.languages import Language
from jawda.foundation.printing import Bars, Document, Heading, Paragraph, Table, Verdict, render_pdf
from jawda.foundation.ui.formats import date_long, number

_WORDS: dict[str, dict[Language, str]] = {
    "title": {"fr": "Rapport d’autodiagnostic", "ar": "تقرير التقييم الذاتي", "en": "Self-assessment report"},
    "progress": {
        "fr": "{answered} questions répondues sur {assessable} applicables.",
        "ar": "الأجوبة: {answered} من أصل {assessable} من الأسئلة المنطبقة.",
        "en": "{answered} questions answered of {assessable} applicable.",
    },
    "gaps_only": {
        "fr": "Un autodiagnostic relève des écarts. Seul un auditeur prononce une non-conformité.",
        "ar": "التقييم الذاتي يكشف الفجوات، والمفتحص وحده يقرر حالة عدم المطابقة.",
        "en": "A self-assessment finds gaps. Only an auditor pronounces a nonconformity.",
    },
    "knock_outs": {
        "fr": "Points éliminatoires ouverts",
        "ar": "النقط الإقصائية المفتوحة",
        "en": "Open knock-out points",
    },
    "by_chapter": {"fr": "Résultat par chapitre", "ar": "النتيجة حسب الفصول", "en": "Result by chapter"},
    "gaps": {"fr": "Écarts, par ordre de priorité", "ar": "الفجوات حسب الأولوية", "en": "Gaps, by priority"},
    "reference": {"fr": "Réf.", "ar": "المرجع", "en": "Ref."},
    "requirement": {"fr": "Exigence", "ar": "المتطلب", "en": "Requirement"},
    "level": {"fr": "Niveau", "ar": "المستوى", "en": "Level"},
    "consequence": {"fr": "Conséquence", "ar": "الأثر", "en": "Consequence"},
    "effort": {"fr": "Effort (jours)", "ar": "الجهد (أيام)", "en": "Effort (days)"},
    "notes": {"fr": "Notes et preuves", "ar": "الملاحظات والأدلة", "en": "Notes and evidence"},
    "method": {"fr": "Comment ce résultat est calculé", "ar": "كيف تُحسب هذه النتيجة", "en": "How this result is made"},
    "method_text": {
        "fr": "Chaque niveau vaut de 0 à 100. Le résultat d’un chapitre est la moyenne pondérée de ses questions ; les"
        " questions sans objet et celles laissées sans réponse n’y entrent pas. Le verdict ne dépend pas de cette"
        " moyenne, mais des points éliminatoires et des écarts de forte conséquence.",
        "ar": "لكل مستوى قيمة من 0 إلى 100. نتيجة الفصل هي المعدل المرجح لأسئلته، دون احتساب الأسئلة غير المنطبقة وغير"
        " المجاب عنها. ولا يتوقف الحكم على هذا المعدل، بل على النقط الإقصائية والفجوات الكبيرة الأثر.",
        "en": "Each level is worth 0 to 100. A chapter’s result is the weighted mean of its questions; questions that"
        " do not apply or were left unanswered do not enter it. The verdict does not depend on this mean, but on the"
        " knock-out points and the gaps of high consequence.",
    },
    "whole": {"fr": "Ensemble", "ar": "المجموع", "en": "Whole"},
}
CONSEQUENCES: dict[int, dict[Language, str]] = {
    3: {"fr": "Forte", "ar": "كبير", "en": "High"},
    2: {"fr": "Moyenne", "ar": "متوسط", "en": "Medium"},
    1: {"fr": "Faible", "ar": "ضعيف", "en": "Low"},
}


def report_pdf(
    result: Result,
    *,
    organisation_name: str,
    fictitious: bool,
    reference: str,
    moment: datetime,
    language: Language,
) -> bytes:
    """The printed report of ``result``; ``moment`` (aware) is its date."""
    word = {name: texts[language] for name, texts in _WORDS.items()}
    whole = result.whole
    progress = word["progress"].format(answered=whole.answered, assessable=whole.assessable)
    open_knock_outs = [item.requirement for item in result.verdict.knock_outs if item.open]
    blocks: list[object] = [
        Verdict(
            seal="ready" if result.verdict.code in ("ready", "ready_with_gaps") else "not_ready",
            title=result.verdict.title(language),
            text=f"{result.verdict.reason(language)} {progress}",
        ),
        Paragraph(text=word["gaps_only"]),
    ]
    if open_knock_outs:
        blocks.append(Heading(text=word["knock_outs"]))
        blocks += [
            Paragraph(text=f"{item.reference}  {item.title.best(language)}", mark=True) for item in open_knock_outs
        ]
    blocks += [Heading(text=word["by_chapter"]), _bars(result, word["whole"], language)]
    if result.gaps:
        blocks += [Heading(text=word["gaps"]), _gaps(result.gaps, word, language)]
    notes = _notes(result, word, language)
    if notes.rows:
        blocks += [Heading(text=word["notes"]), notes]
    blocks += [
        Heading(text=word["method"]),
        Paragraph(text=word["method_text"]),
        Paragraph(text=result.referential.rights.best(language)),
    ]
    document = Document(
        title=word["title"],
        subtitle=result.referential.title.best(language),
        organisation_name=organisation_name,
        fictitious=fictitious,
        reference=reference,
        date=date_long(moment, language),
        language=language,
        blocks=tuple(blocks),
    )
    return render_pdf(document, timestamp=moment)


def _bars(result: Result, whole: str, language: Language) -> Bars:
    rows = []
    for item in result.referential.children[None]:
        score = result.nodes[item.id].score
        if result.nodes[item.id].assessable:
            shown = "–" if score is None else number(score, language)
            rows.append((f"{item.reference}  {item.title.best(language)}", score, shown))
    rows.sort(key=lambda row: (row[1] is None, row[1] or 0.0))
    score = result.whole.score
    rows.append((whole, score, "–" if score is None else number(score, language)))
    return Bars(rows=tuple(rows))


def _gaps(gaps: tuple[Gap, ...], word: dict[str, str], language: Language) -> Table:
    return Table(
        columns=(word["reference"], word["requirement"], word["level"], word["consequence"], word["effort"]),
        widths=("auto", "1fr", "auto", "auto", "auto"),
        rows=tuple(
            (
                gap.requirement.reference,
                gap.requirement.title.best(language),
                gap.level,
                CONSEQUENCES[gap.consequence][language],
                "–"
                if gap.effort_days is None
                else number(gap.effort_days, language, 0 if gap.effort_days % 1 == 0 else 1),
            )
            for gap in gaps
        ),
    )


def _notes(result: Result, word: dict[str, str], language: Language) -> Table:
    rows = []
    for item in result.applicable:
        answer = result.answers.get(item.id)
        if answer and (answer.note or answer.evidence or answer.reason):
            text = "\n".join(part for part in (answer.reason, answer.note, answer.evidence) if part)
            rows.append((item.reference, item.title.best(language), text))
    return Table(
        columns=(word["reference"], word["requirement"], word["notes"]), widths=("auto", "1fr", "2fr"), rows=tuple(rows)
    )
