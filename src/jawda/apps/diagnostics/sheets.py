"""A questionnaire on paper: with its answers, or blank, to fill in with a pen. In the language of the print."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawda.apps.diagnostics.models import Answer as AnswerRow
from jawda.apps.diagnostics.queries import Loaded, as_answer
from jawda.apps.diagnostics.screens.chapter import offered
from jawda.core.assessment import Answer
from jawda.core.languages import Language
from jawda.core.referentials import Requirement
from jawda.foundation.printing import Block, Box, Document, FormQuestion, Heading, Paragraph, WriteLines, render_pdf
from jawda.foundation.ui.formats import date_long, date_short, in_zone

_LINES: Final = 2
"""To write on, below each question of a blank form."""
_LONG: Final = 400
"""Letters of plain words that a blank form still prints: it is carried through a workshop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is printed: an assessment, all of it or one page, with or without its answers."""

    loaded: Loaded
    organisation_name: str
    fictitious: bool
    language: Language
    blank: bool
    section: str = ""
    evidence: Mapping[str, Sequence[str]] | None = None
    """How each piece is named, by requirement."""


def sheet_pdf(sheet: Sheet, *, moment: datetime) -> bytes:
    """``moment`` (aware) is its date. ``LookupError`` for a section in which nothing applies."""
    loaded, language = sheet.loaded, sheet.language
    with translation.override(language):
        pages = list(_pages(sheet))
        if not pages:
            raise LookupError(sheet.section)
        count = sum(len(questions) for _heading, questions in pages)
        title = loaded.referential.title.best(language)
        document = Document(
            title=_("Questionnaire to fill in") if sheet.blank else _("Questionnaire with its answers"),
            subtitle=f"{title} – {loaded.row.title}" if loaded.row.title else title,
            organisation_name=sheet.organisation_name,
            fictitious=sheet.fictitious,
            reference=f"{loaded.referential.id}-{str(loaded.row.pk)[:8]}",
            date=date_long(in_zone(moment), language),
            language=language,
            blocks=tuple(_blocks(sheet, pages, count)),
        )
    return render_pdf(document, timestamp=moment)


def _pages(sheet: Sheet) -> Iterator[tuple[str, list[Requirement]]]:
    """The sections, each with its heading and the questions that apply."""
    applicable = {item.id for item in sheet.loaded.result.applicable}
    for section in sheet.loaded.sections:
        if sheet.section not in ("", section.id, section.chapter.id):
            continue
        asked = [item for item in section.questions if item.id in applicable]
        if asked:
            names = [section.chapter, *(head for head in section.heads if head != section.chapter)]
            shown = [f"{item.reference}  {_title(item, sheet.language)}".strip() for item in names[:4]]
            yield "\n".join(shown[:1] + [" · ".join(shown[1:])] * bool(shown[1:])), asked


def _blocks(sheet: Sheet, pages: list[tuple[str, list[Requirement]]], count: int) -> Iterator[Block]:
    if sheet.blank:
        yield WriteLines(names=(_("Filled in by"), _("Date"), _("Place, workshop"), _("With")))
        yield Paragraph(
            text=ngettext(
                "%(count)s question: tick one box for each; where it does not apply, say why.",
                "%(count)s questions: tick one box for each; where one does not apply, say why.",
                count,
            )
            % {"count": count},
            quiet=True,
        )
    else:
        answered = sum(item.id in sheet.loaded.result.counted for _heading, asked in pages for item in asked)
        yield Paragraph(
            text=_("%(answered)s questions of %(all)s have an answer.") % {"answered": answered, "all": count},
            quiet=True,
        )
    for heading, asked in pages:
        yield Heading(text=heading)
        for item in asked:
            yield _question(sheet, item)
    yield Paragraph(text=sheet.loaded.referential.rights.best(sheet.language), quiet=True)


def _question(sheet: Sheet, item: Requirement) -> FormQuestion:
    language, row = sheet.language, sheet.loaded.rows.get(item.id)
    answer = Answer(requirement=item.id) if row is None or sheet.blank or row.carried else as_answer(row)
    chosen = "N" if answer.not_applicable else answer.level
    plain = item.plain_words.best(language)
    codes: Collection[str] = {level.code for level in sheet.loaded.referential.scale.levels}
    return FormQuestion(
        code=item.reference,
        title=(item.question or item.title).best(language),
        note=_("knock-out") if item.knock_out else "",
        text=plain if sheet.blank and len(plain) <= _LONG else "",
        boxes=tuple(
            Box(f"{one.value} {one.label}" if one.value in codes else one.label, one.value == chosen)
            for one in offered(item, sheet.loaded.referential, language)
        ),
        said=() if sheet.blank else tuple(_said(sheet, item, answer, row)),
        rooms=((_("What was seen, evidence, reason"), _LINES),) if sheet.blank else (),
    )


def _said(sheet: Sheet, item: Requirement, answer: Answer, row: AnswerRow | None) -> Iterator[tuple[str, str]]:
    """What was given with the answer; who gave it is not printed, but for a colleague's name."""
    if answer.reason:
        yield _("Reason"), answer.reason
    if answer.note:
        yield _("Note"), answer.note
    pieces = (sheet.evidence or {}).get(item.id, ())
    found = "\n".join([*([answer.evidence] if answer.evidence else []), *pieces])
    if found:
        yield _("Evidence"), found
    if row is not None and row.saved_as:
        day = date_short(in_zone(row.saved_at), sheet.language)
        yield _("Answered by a colleague"), f"{row.saved_as}, {day}"
    if row is not None and row.carried:
        yield _("Still true?"), _("Proposed from an earlier assessment, and not confirmed yet.")


def _title(item: Requirement, language: Language) -> str:
    return (item.title or item.question).best(language)
