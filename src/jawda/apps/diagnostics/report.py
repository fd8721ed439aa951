"""The report of an assessment as a printable document; also what ``jawda assess --pdf`` prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from babel import Locale

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
from jawda.foundation.ui.formats import NOTHING, date_long, in_zone, number

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
    evidence: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """The printed report of ``result``; ``moment`` (aware) is its date, ``name`` the company's own for it.

    ``evidence``: how each piece is named, by requirement.
    """
    report = _Report(result, language, closed_at, evidence or {})
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
        cover=bool(result.whole.answered),
        conclusion=report.conclusion(),
        key_figures=report.key_figures(),
    )
    return render_pdf(document, timestamp=moment)


class _Report:
    """What stands on the cover, then the blocks in reading order. A report without an answer is one page."""

    def __init__(
        self, result: Result, language: Language, closed_at: datetime | None, evidence: Mapping[str, Sequence[str]]
    ) -> None:
        self.result, self.language, self.closed_at, self.evidence = result, language, closed_at, evidence
        self.word = words_in(language)
        knock_outs = result.verdict.knock_outs
        self.open = tuple(item.requirement for item in knock_outs if item.open)
        self.unanswered = tuple(item.requirement for item in knock_outs if not item.open)

    def blocks(self) -> Iterator[Block]:
        """Everything after the cover."""
        word, result = self.word, self.result
        if self.open:
            yield Heading(text=word["knock_outs"])
            yield MarkedList(items=tuple(self._marked(item) for item in self.open))
        if self.unanswered:
            yield Heading(text=word["unanswered"])
            yield MarkedList(items=tuple(self._unanswered(item) for item in self.unanswered))
        if result.first:
            yield Heading(text=word["first"])
            yield Steps(steps=tuple(self._step(gap) for gap in result.first))
        if result.whole.answered:
            yield Heading(text=word["by_chapter"])
            yield self._bars()
        yield Heading(text=word["method"], level=3)
        rights = result.referential.rights.best(self.language)
        yield Paragraph(text=f"{word['method_text']}\n{rights}", quiet=True)
        if result.gaps:
            yield Heading(text=word["gaps"])
            yield self._gaps()
            yield from self._actions()
        if result.answers or self.evidence:
            yield PageBreak()
            yield Heading(text=word["annex"])
            yield from self._answers()

    def conclusion(self) -> Verdict:
        """The verdict in words, as of when and on what, and what a self-assessment is not."""
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
            meta=f"{closed}{progress}\n{self.word['gaps_only']}",
        )

    def key_figures(self) -> KeyValues:
        """What decides, what is missing, what it costs and how much was asked; the mean stands with the chapters."""
        word, whole, gaps = self.word, self.result.whole, self.result.gaps
        answered = (f"{whole.answered}/{whole.assessable}", word["answered"])
        if not whole.answered:
            return KeyValues(rows=(answered, (str(len(self.unanswered)), word["open_or_not"])))
        efforts = [gap.effort_days for gap in gaps if gap.effort_days is not None]
        last = (number(sum(efforts), self.language), word["days"]) if efforts else (self._whole(), word["score"])
        decisive, missing = self._count("open", len(self.open)), self._count("gap_count", len(gaps))
        return KeyValues(rows=(decisive, missing, last, answered))

    def _count(self, name: str, count: int) -> tuple[str, str]:
        is_one = Locale(self.language).plural_form(count) == "one"
        return number(count, self.language), self.word[f"{name}_one" if is_one else name]

    def _whole(self) -> str:
        return self._figure(self.result.whole.score)

    def _marked(self, item: Requirement) -> MarkedItem:
        text = item.plain_words.best(self.language)
        return MarkedItem(mark="knock_out", code=item.reference, title=self._title(item), text=text)

    def _unanswered(self, item: Requirement) -> MarkedItem:
        return MarkedItem(mark="to_do", code=item.reference, title=self._title(item))

    def _step(self, gap: Gap) -> tuple[str, str]:
        """What to do in plain words, unless the knock-outs above say it, then why it comes first and what it takes."""
        item = gap.requirement
        effort = "" if gap.effort_days is None else f" {_sentence(days(gap.effort_days, self.language))}"
        plain = "" if item in self.open else item.plain_words.best(self.language)
        why = gap.why(self.language) + effort
        return f"{item.reference}  {self._title(item)}", f"{plain}\n{why}" if plain else why

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
            self.word["whole"], self.result.whole.score, self._whole(),
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

    def _answers(self) -> Iterator[Block]:
        """What was answered, chapter by chapter; the column of notes only where somebody wrote one."""
        chapters: dict[str, list[tuple[str, ...]]] = {}
        for item in self.result.applicable:
            answer = self.result.answers.get(item.id)
            if answer is None and item.id in self.evidence:
                answer = Answer(requirement=item.id)
            if answer is not None:
                question = (item.question or item.title).best(self.language)
                row = (item.reference, question, self._level(answer), self._said(answer))
                chapters.setdefault(self.result.referential.chapter_of[item.id], []).append(row)
        for chapter, rows in chapters.items():
            top = self.result.referential.by_id[chapter]
            said = any(row[-1] != NOTHING for row in rows)
            names = ("reference", "requirement", "answer", "said") if said else ("reference", "requirement", "answer")
            yield Heading(text=f"{top.reference}  {self._title(top)}", level=3)
            yield Table(
                columns=tuple(self.word[name] for name in names),
                widths=("auto", "3fr", "auto", "2fr")[: len(names)],
                rows=tuple(row[: len(names)] for row in rows),
            )

    def _level(self, answer: Answer) -> str:
        if answer.not_applicable:
            return self.word["not_applicable"]
        level = self.result.referential.scale.level(answer.level) if answer.level else None
        return level.title.best(self.language) if level else NOTHING

    def _said(self, answer: Answer) -> str:
        pieces = (("evidence", name) for name in self.evidence.get(answer.requirement, ()))
        parts = (("reason", answer.reason), ("note", answer.note), ("evidence", answer.evidence), *pieces)
        return "\n".join(f"{self.word[name]}{COLON[self.language]}{text}" for name, text in parts if text) or NOTHING

    def _title(self, item: Requirement) -> str:
        return (item.title or item.question).best(self.language)

    def _figure(self, value: float | None) -> str:
        return number(value, self.language)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
