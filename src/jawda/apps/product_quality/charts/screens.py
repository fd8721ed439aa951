"""What the pages and prints of a chart show, as frozen values: a conclusion, whether to trust it, point by point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawda.apps.product_quality.charts.drawing import picture, places_of, statistic_words
from jawda.apps.product_quality.charts.making import FIRST, Broken, Chart, Plot
from jawda.apps.product_quality.rule_words import rule_words
from jawda.apps.product_quality.status_marks import MARKS, SEALS
from jawda.core.findings import words_with_place
from jawda.core.languages import Language
from jawda.core.statistics.control_charts import RULE_SETS, CountChart
from jawda.core.statistics.result import Check, Status
from jawda.foundation.ui.charts import ChartFigure
from jawda.foundation.ui.formats import NOTHING, in_zone, number
from jawda.foundation.ui.marks import Mark, Seal
from jawda.foundation.ui.tables import Column, Table

SHOWN: Final = 60
"""Points that are looked at first: the newest."""
TOLD: Final = 30
LISTED: Final = 500
"""Points that a table has one by one; of a wider range it has those that signal."""
WIDTHS: Final = (960, 640, 358)


@dataclass(frozen=True, slots=True)
class Window:
    """The points that are looked at, ``first`` to ``last`` of ``count``, from 1."""

    first: int
    last: int
    count: int

    @classmethod
    def asked(cls, first: str, last: str, count: int, selected: int = 0) -> Window:
        """What the address asks for, brought within what there is; else the newest points, or those around one."""
        low, high = _whole(first), _whole(last)
        if low is None and high is None:
            end = count if not selected or selected > count - SHOWN else min(count, selected + SHOWN // 2)
            return cls(max(1, end - SHOWN + 1), end, count)
        end = min(max(high if high is not None else count, 2), count)
        return cls(min(max(low or 1, 1), max(1, end - 1)), end, count)

    @property
    def span(self) -> int:
        """How many points."""
        return self.last - self.first + 1

    def moved(self, share: float) -> Window | None:
        """As wide, further on by a share of it; None at the end."""
        step = round(self.span * share)
        first = min(max(1, self.first + step), max(1, self.count - self.span + 1))
        return None if first == self.first else Window(first, first + self.span - 1, self.count)

    def scaled(self, factor: float) -> Window | None:
        """Around the same middle, wider or closer; None where that changes nothing."""
        span = min(self.count, max(min(10, self.count), round(self.span * factor)))
        first = min(max(1, self.first + (self.span - span) // 2), self.count - span + 1)
        return None if span == self.span else Window(first, first + span - 1, self.count)

    @property
    def query(self) -> str:
        """For an address."""
        return f"de={self.first}&a={self.last}"


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """The page's title, what it rests on, and its seal."""

    title: str
    text: str
    seal: Seal


def conclusion(chart: Chart, language: Language) -> Conclusion:
    """What one concludes, in words, before any figure."""
    count = len(chart)
    if chart.result is None:
        said = " ".join(words_with_place(finding, language) for finding in chart.refused)
        text = said or _("A chart needs two samples; its limits are reliable from about twenty-five.")
        return Conclusion(title=_("No chart yet"), text=text, seal=Seal.UNKNOWN)
    open_points = chart.unexplained
    specification = _outside(chart)
    if not open_points:
        title = _("Stable: nothing but chance is seen to act")
        return Conclusion(
            title=title, text=f"{_explained(chart, language)} {specification}".strip(), seal=SEALS[Status.OK]
        )
    last = open_points[-1]
    figures = {"point": number(last, language), "count": number(len(open_points), language)}
    text = f"{point_words(chart, last)} {specification}".strip()
    if last == count:
        return Conclusion(
            title=_("A special cause acts: sample %(point)s signals") % figures, seal=SEALS[Status.FAIL],
            text=f"{text} {_('Look for what changed before the next sample is taken.')}",
        )  # fmt: skip
    title = ngettext(
        "Calm since sample %(point)s; %(count)s signal has no explanation yet",
        "Calm since sample %(point)s; %(count)s signals have no explanation yet",
        len(open_points),
    ) % {**figures, "point": number(last + 1, language)}  # fmt: skip
    return Conclusion(title=title, text=text, seal=SEALS[Status.WARN])


def _explained(chart: Chart, language: Language) -> str:
    count = len(chart.broken)
    if not count:
        return _("No sample signals.")
    return ngettext(
        "%(count)s sample signals, and its reason is known.",
        "%(count)s samples signal, and their reasons are known.",
        count,
    ) % {"count": number(count, language)}


def _outside(chart: Chart) -> str:
    if chart.row.lower is None and chart.row.upper is None:
        return ""
    if not chart.outside:
        return _("No value is outside the specification.")
    return ngettext(
        "%(count)d value is outside the specification.", "%(count)d values are outside the specification.",
        chart.outside,
    ) % {"count": chart.outside}  # fmt: skip


def broken_words(broken: Broken) -> str:
    """The rule, on which side, and in which of both plots."""
    words = rule_words(broken.rule)
    if broken.side != "both":
        words = f"{words}, {_('above') if broken.side == 'upper' else _('below')}"
    return f"{words} ({_('spread')})" if broken.plot == "spread" else words


def point_words(chart: Chart, point: int) -> str:
    """Why a point signals, as a sentence."""
    rules = "; ".join(broken_words(item) for item in chart.broken.get(point, ()))
    return _("Sample %(point)s: %(rules)s.") % {"point": point, "rules": rules[:1].lower() + rules[1:]}


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    """A line of the report card."""

    mark: Mark
    label: str
    text: str


_LABELS: Final = {
    "verdict": "stability", "signals": "stability", "no_signal": "stability", "subgroups": "amount",
    "values": "amount", "enough": "amount", "few": "amount", "autocorrelation": "independence",
    "resolution": "resolution", "left": "limits", "unequal": "sizes", "missing": "missing",
}  # fmt: skip


def card(chart: Chart, language: Language) -> tuple[CardLine, ...]:
    """Can it be trusted? What was checked, the worst first among equals of the core's own order."""
    if chart.result is None:
        return ()
    lines = [card_line(check, language) for check in chart.result.findings]
    frozen = {stage.name for stage in chart.stages if stage.frozen_mean is not None}
    given = frozen >= {stage.name for stage in chart.result.stages}
    text = _("Frozen: they stay as they are, whatever comes.") if given else _(
        "Estimated from the samples of each stage, by the method of ISO 7870-2."
    )  # fmt: skip
    lines.append(CardLine(mark=Mark.CONFORMS, label=_("Limits"), text=text))
    lines.append(_instrument(chart))
    return tuple(lines)


def card_line(check: Check, language: Language) -> CardLine:
    """A check of the core as a line."""
    label = {
        "stability": _("Stability"), "amount": _("Amount of data"), "independence": _("Independence"),
        "resolution": _("Resolution"), "limits": _("Left out"), "sizes": _("Sizes"), "missing": _("Missing values"),
    }  # fmt: skip
    key = check.id.partition(".")[2]
    name = _LABELS.get(key) or _LABELS.get(key.partition("_")[0], "")
    return CardLine(mark=MARKS[check.status], label=label.get(name, _("Method")), text=check.sentence(language))


def _instrument(chart: Chart) -> CardLine:
    instrument = chart.row.instrument
    label = _("Measuring instrument")
    if instrument is None:
        return CardLine(mark=Mark.TO_DO, label=label, text=_("None is named: who looks cannot tell what measured."))
    return CardLine(mark=Mark.CONFORMS, label=label, text=str(instrument))


def figures(
    chart: Chart, window: Window, language: Language, *, base: str = "", selected: int = 0
) -> tuple[ChartFigure, ...]:
    """Both plots over the window, each with its table; ``base`` is the page's address, for a link to each point."""
    found = []
    for plot in chart.plots:
        words = statistic_words(chart, plot)
        broken = [point for point in plot.broken if window.first <= point <= window.last]
        said = ngettext("%(count)s signal", "%(count)s signals", len(broken)) % {"count": number(len(broken), language)}
        sentence = _("%(statistic)s, samples %(first)s to %(last)s: %(signals)s") % {
            "statistic": words, "first": number(window.first, language), "last": number(window.last, language),
            "signals": said if broken else _("no signal"),
        }  # fmt: skip

        def draw(width: int, plot: object = plot, sentence: str = sentence) -> str:
            return picture(
                chart, plot, first=window.first, last=window.last, sentence=sentence, language=language, width=width,
                selected=selected,
            )  # fmt: skip

        table = _table(chart, plot.name, words, window, language, base)
        found.append(ChartFigure.of(draw, widths=WIDTHS, sentence=sentence, table=table))
    return tuple(found)


def _table(chart: Chart, name: str, words: str, window: Window, language: Language, base: str) -> Table:
    plot = next(item for item in chart.plots if item.name == name)
    places = places_of(chart)
    rows = []
    points, caption = _listed(plot, words, window, language)
    for point in points:
        value = plot.points[point - 1]
        told = "; ".join(broken_words(item) for item in plot.broken.get(point, ()))
        sample = chart.samples[point - 1]
        shown = number(point, language)
        link = (
            format_html('<a href="{}?point={}&amp;{}#lecture">{}</a>', base, point, window.query, shown)
            if base
            else shown
        )
        rows.append(
            (
                link, sample.label or NOTHING,
                NOTHING if np.isnan(value) else number(float(value), language, places), told,
            )
        )  # fmt: skip
    columns = (
        Column(label=_("Sample"), heading=True), Column(label=_("Label"), fold="hidden"),
        Column(label=words, numeric=True), Column(label=_("Signal"), fold="last"),
    )  # fmt: skip
    return Table(caption=caption, columns=columns, rows=tuple(rows), caption_hidden=caption == words)


def _listed(plot: Plot, words: str, window: Window, language: Language) -> tuple[Sequence[int], str]:
    """The points of a table and its caption: all of them, or the newest that signal."""
    if window.span <= LISTED:
        return range(window.first, window.last + 1), words
    broken = sorted(point for point in plot.broken if window.first <= point <= window.last)
    figures = {"statistic": words, "most": number(LISTED, language), "count": number(len(broken), language)}
    if len(broken) > LISTED:
        said = _("%(statistic)s: the last %(most)s of %(count)s samples that signal; a closer range lists each sample")
    else:
        said = _("%(statistic)s: the samples that signal; a closer range lists each sample")
    return broken[-LISTED:], said % figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One sample, read: its values, its figures between their limits, what it breaks."""

    sample_id: str
    point: int
    label: str
    when: str
    values: str
    note: str
    excluded: str
    lines: tuple[tuple[str, str, str], ...]
    """Statistic, value, limits."""
    broken: tuple[str, ...]
    previous: int
    next: int


def reading(chart: Chart, point: int, language: Language) -> Reading:
    """The sample of that number."""
    sample, places = chart.samples[point - 1], places_of(chart)
    own = max(0, places - 1)
    lines = []
    for plot in chart.plots:
        value = plot.points[point - 1]
        limits = [number(float(line[point - 1]), language, places) for line in (plot.lower, plot.upper)]
        shown = NOTHING if np.isnan(value) else number(float(value), language, places)
        lines.append((statistic_words(chart, plot), shown, " – ".join(limits)))
    values = " · ".join(number(value, language, own if value % 1 else None) for value in sample.values[:50])
    if sample.inspected is not None:
        said = _("%(count)s of %(inspected)s units looked at")
        values = said % {"count": values, "inspected": number(sample.inspected, language)}
    when = f"{in_zone(sample.taken_at):%Y-%m-%d %H:%M}" if sample.taken_at else ""
    return Reading(
        sample_id=sample.id, point=point, label=sample.label, when=when, values=values, note=sample.note,
        excluded=sample.excluded, lines=tuple(lines),
        broken=tuple(broken_words(item) for item in chart.broken.get(point, ())),
        previous=point - 1, next=point + 1 if point < len(chart) else 0,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalLine:
    """A sample that signals, for the list."""

    point: int
    label: str
    rules: tuple[str, ...]
    excluded: str


def signals(chart: Chart) -> tuple[SignalLine, ...]:
    """The newest first."""
    return tuple(
        SignalLine(
            point=point, label=chart.samples[point - 1].label, rules=tuple(map(broken_words, broken)),
            excluded=chart.samples[point - 1].excluded,
        )
        for point, broken in reversed(list(chart.broken.items())[-TOLD:])
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLine:
    """A stage, with its limits as numbers."""

    place: int
    name: str
    first: int
    last: int
    center: str
    sigma: str
    frozen: bool
    stage_id: UUID | None


def stages(chart: Chart, language: Language) -> tuple[StageLine, ...]:
    """In their order."""
    if chart.result is None:
        return ()
    places, known = places_of(chart), {stage.name: stage for stage in chart.stages}
    found = []
    for place, stage in enumerate(chart.result.stages):
        kept = known.get(stage.name)
        sigma = None if isinstance(chart.result, CountChart) else getattr(stage, "sigma", None)
        found.append(
            StageLine(
                place=place, name=_stage_name(stage.name), first=stage.first, last=stage.last,
                center=number(stage.mean, language, places),
                sigma=NOTHING if sigma is None else number(sigma, language, places + 1),
                frozen=kept is not None and kept.frozen_mean is not None, stage_id=kept.pk if kept else None,
            )
        )  # fmt: skip
    return tuple(found)


def _stage_name(name: str) -> str:
    return _("Beginning") if name in ("", FIRST) else name


def rule_lines(chart: Chart) -> tuple[tuple[str, str, bool], ...]:
    """(identifier, words, whether it is on) of each rule of the chosen set."""
    whole = RULE_SETS.get(chart.row.rules, RULE_SETS["nelson1984"])
    on = {rule.id for rule in chart.rules.rules}
    return tuple((rule.id, rule_words(rule), rule.id in on) for rule in whole.rules)
