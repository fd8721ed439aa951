"""The report of an assessment as a printable document; also what ``jawda assess --pdf`` prints."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from jawda.apps.diagnostics.durations import days
from jawda.apps.diagnostics.report_words import COLON, CONSEQUENCES, words_in
from jawda.apps.referentials.needs import need_words
from jawda.core.assessment import Answer, Code, Gap, Result
from jawda.core.languages import Language
from jawda.core.referentials import Requirement
from jawda.foundation.printing import (
    Bar,
    Bars,
    Block,
    Callout,
    Document,
    Facts,
    Heading,
    KeyValues,
    MarkedItem,
    MarkedList,
    PageBreak,
    Paragraph,
    Steps,
    Table,
    Verdict,
    render_pdf,
)
from jawda.foundation.ui.formats import date_long, in_zone, number

LANGUAGE_NAMES: Final[dict[Language, str]] = {"fr": "Français", "ar": "العربية", "en": "English"}
_DETAILED: Final = 30
"""Gaps whose actions are written out; a catalogue of a thousand would fill a book."""


def report_pdf(
    result: Result,
    *,
    organisation_name: str,
    fictitious: bool,
    reference: str,
    moment: datetime,
    language: Language,
    name: str = "",
    closed_at: datetime | None = None,
) -> bytes:
    """The printed report of ``result``; ``moment`` (aware) is its date, ``name`` the company's own for it."""
    report = _Report(result, language, closed_at)
    title = result.referential.title.best(language)
    document = Document(
        title=report.word["title"],
        subtitle=f"{title} – {name}" if name else title,
        organisation_name=organisation_name,
        fictitious=fictitious,
        reference=reference,
        date=date_long(in_zone(moment), language),
        language=language,
        blocks=tuple(report.blocks()),
    )
    return render_pdf(document, timestamp=moment)


class _Report:
    """The blocks, in reading order: the verdict first."""

    def __init__(self, result: Result, language: Language, closed_at: datetime | None) -> None:
        self.result, self.language, self.closed_at = result, language, closed_at
        self.word = words_in(language)

    def blocks(self) -> Iterator[Block]:
        """Everything."""
        word, result = self.word, self.result
        yield self._verdict()
        yield self._figures()
        yield Callout(text=word["gaps_only"], kind="note")
        open_knock_outs = [item.requirement for item in result.verdict.knock_outs if item.open]
        if open_knock_outs:
            yield Heading(text=word["knock_outs"])
            yield MarkedList(items=tuple(self._marked(item) for item in open_knock_outs))
        if result.first:
            yield Heading(text=word["first"])
            yield Steps(steps=tuple(self._step(gap) for gap in result.first))
        yield Heading(text=word["by_chapter"])
        yield self._bars()
        if result.gaps:
            yield Heading(text=word["gaps"])
            yield self._gaps()
            yield from self._actions()
        yield Heading(text=word["method"])
        yield Paragraph(text=word["method_text"])
        yield Heading(text=word["rights"])
        yield Paragraph(text=result.referential.rights.best(self.language), quiet=True)
        if result.answers:
            yield PageBreak()
            yield Heading(text=word["annex"])
            yield self._answers()

    def _verdict(self) -> Verdict:
        verdict, whole = self.result.verdict, self.result.whole
        name = "progress_without" if whole.not_applicable else "progress"
        progress = self.word[name].format(
            answered=whole.answered, assessable=whole.assessable, none=whole.not_applicable
        )
        closed = ""
        if self.closed_at:
            closed = self.word["closed"].format(day=date_long(in_zone(self.closed_at), self.language)) + " "
        known = verdict.code not in (Code.NOT_STARTED, Code.UNDETERMINED)
        ready = verdict.code in (Code.READY, Code.READY_WITH_GAPS)
        return Verdict(
            seal="ready" if ready else "not_ready" if known else "unknown",
            title=verdict.title(self.language),
            text=verdict.reason(self.language),
            meta=closed + progress,
        )

    def _figures(self) -> KeyValues:
        whole = self.result.whole
        return KeyValues(
            rows=(
                (f"{whole.answered}/{whole.assessable}", self.word["answered"]),
                (self._figure(whole.score), self.word["score"]),
                (str(self.result.verdict.open_knock_outs), self.word["open"]),
                (str(len(self.result.gaps)), self.word["gap_count"]),
            )
        )

    def _marked(self, item: Requirement) -> MarkedItem:
        text = item.plain_words.best(self.language)
        return MarkedItem(mark="knock_out", code=item.reference, title=self._title(item), text=text)

    def _step(self, gap: Gap) -> tuple[str, str]:
        effort = "" if gap.effort_days is None else f" {_sentence(days(gap.effort_days, self.language))}"
        return f"{gap.requirement.reference}  {self._title(gap.requirement)}", gap.why(self.language) + effort

    def _bars(self) -> Bars:
        rows = []
        for item in self.result.referential.children[None]:
            node = self.result.nodes[item.id]
            if node.assessable:
                label = f"{item.reference}  {self._title(item)}"
                target = self.result.targets.get(item.id)
                distance = None if node.score is None else node.score - (100.0 if target is None else target)
                rows.append((distance, Bar(label, node.score, self._figure(node.score), target=target)))
        rows.sort(key=lambda row: (row[0] is None, row[0] or 0.0))
        whole = Bar(
            self.word["whole"], self.result.whole.score, self._figure(self.result.whole.score),
            target=self.result.target,
        )  # fmt: skip
        has_target = bool(self.result.targets)
        return Bars(
            rows=(*(row for _distance, row in rows), whole),
            now=self.word["result"],
            aim=self.word["target"] if has_target else "",
            whole=True,
        )

    def _gaps(self) -> Table:
        word = self.word
        return Table(
            columns=("", word["reference"], word["requirement"], word["level"], word["consequence"], word["effort"]),
            widths=("auto", "auto", "1fr", "auto", "auto", "auto"),
            alignments=("end", "start", "start", "start", "start", "end"),
            rows=tuple(
                (
                    str(gap.rank),
                    gap.requirement.reference,
                    self._title(gap.requirement),
                    gap.answered.title.best(self.language),
                    word["knock_out"] if gap.knock_out else CONSEQUENCES[gap.consequence].best(self.language),
                    days(gap.effort_days, self.language),
                )
                for gap in self.result.gaps
            ),
        )

    def _actions(self) -> Iterator[Block]:
        """What to do about the first gaps; nothing where the referential says nothing of it."""
        said = [(gap, rows) for gap in self.result.gaps[:_DETAILED] if (rows := self._action(gap.requirement))]
        if not said:
            return
        yield Heading(text=self.word["actions"])
        if len(self.result.gaps) > _DETAILED:
            yield Paragraph(text=self.word["more_gaps"].format(count=_DETAILED), quiet=True)
        for gap, rows in said:
            yield Heading(text=f"{gap.requirement.reference}  {self._title(gap.requirement)}", level=3)
            yield Facts(rows=tuple(rows))

    def _action(self, item: Requirement) -> list[tuple[str, str]]:
        needs = "\n".join(need_words(code, self.language) for code in item.needs)
        rows = (
            ("in_plain_words", item.plain_words.best(self.language)),
            ("usual_evidence", item.typical_evidence.best(self.language)),
            ("may_help", needs),
        )
        return [(self.word[name], text) for name, text in rows if text]

    def _answers(self) -> Table:
        word = self.word
        rows = []
        for item in self.result.applicable:
            answer = self.result.answers.get(item.id)
            if answer is not None:
                question = (item.question or item.title).best(self.language)
                rows.append((item.reference, question, self._level(answer), self._said(answer)))
        return Table(
            columns=(word["reference"], word["requirement"], word["answer"], word["said"]),
            widths=("auto", "2fr", "auto", "2fr"),
            rows=tuple(rows),
        )

    def _level(self, answer: Answer) -> str:
        if answer.not_applicable:
            return self.word["not_applicable"]
        level = self.result.referential.scale.level(answer.level) if answer.level else None
        return level.title.best(self.language) if level else "–"

    def _said(self, answer: Answer) -> str:
        parts = (("reason", answer.reason), ("note", answer.note), ("evidence", answer.evidence))
        return "\n".join(f"{self.word[name]}{COLON[self.language]}{text}" for name, text in parts if text) or "–"

    def _title(self, item: Requirement) -> str:
        return (item.title or item.question).best(self.language)

    def _figure(self, value: float | None) -> str:
        return number(value, self.language)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
