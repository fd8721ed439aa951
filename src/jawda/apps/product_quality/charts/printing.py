"""A chart as a printable document, in the language of the print and not of the page."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from jawda.apps.product_quality.characteristics.words import specification
from jawda.apps.product_quality.charts import screens
from jawda.apps.product_quality.charts.drawing import picture
from jawda.apps.product_quality.charts.making import Chart
from jawda.apps.product_quality.enums import ChartKind
from jawda.apps.product_quality.rule_words import RULE_SET_WORDS
from jawda.apps.product_quality.status_marks import MARKS_ON_PAPER, SEALS_ON_PAPER
from jawda.core.languages import Language
from jawda.foundation.printing import (
    Block,
    Document,
    Facts,
    Figure,
    Heading,
    MarkedItem,
    MarkedList,
    Table,
    Verdict,
    render_pdf,
)
from jawda.foundation.ui.formats import NOTHING, date_long, in_zone, number


def chart_pdf(
    chart: Chart, window: screens.Window, *, organisation_name: str, fictitious: bool, moment: datetime,
    language: Language,
) -> bytes:  # fmt: skip
    """Conclusion, report card, both plots, signals, stages and method; ``moment`` (aware) is its date."""
    with translation.override(language):
        said = screens.conclusion(chart, language)
        document = Document(
            title=_("Control chart"),
            subtitle=" · ".join(filter(None, (chart.row.name, chart.row.product, chart.row.process))),
            organisation_name=organisation_name,
            fictitious=fictitious,
            reference=f"carte-{str(chart.row.pk)[:8]}-{in_zone(moment):%Y%m%d}",
            date=date_long(in_zone(moment), language),
            language=language,
            conclusion=Verdict(seal=SEALS_ON_PAPER[said.seal], title=said.title, text=said.text),
            blocks=_blocks(chart, window, language),
        )
    return render_pdf(document, timestamp=moment)


def printed_card(lines: tuple[screens.CardLine, ...]) -> MarkedList:
    """The report card on paper."""
    return MarkedList(
        items=tuple(MarkedItem(mark=MARKS_ON_PAPER[line.mark], title=line.label, text=line.text) for line in lines)
    )


def plots(chart: Chart, window: screens.Window, language: Language) -> list[Block]:
    """Each plot with what one concludes from it."""
    found: list[Block] = []
    for plot, figure in zip(chart.plots, screens.figures(chart, window, language), strict=True):
        svg = picture(
            chart, plot, first=window.first, last=window.last, sentence=figure.sentence, language=language, width=640
        )
        found.append(Figure(svg=svg, alt=figure.sentence, caption=figure.sentence))
    return found


def _blocks(chart: Chart, window: screens.Window, language: Language) -> tuple[Block, ...]:
    blocks: list[Block] = []
    lines = screens.card(chart, language)
    if lines:
        blocks += [*plots(chart, window, language), Heading(text=_("Can this chart be trusted?")), printed_card(lines)]
    told = screens.signals(chart)
    if told:
        blocks += [
            Heading(text=_("What signals")),
            Table(
                columns=(_("Sample"), _("Label"), _("Signal"), _("Explanation")),
                widths=("auto", "1fr", "3fr", "1.5fr"),
                alignments=("end", "start", "start", "start"),
                rows=tuple(
                    (
                        number(line.point, language),
                        line.label or NOTHING,
                        "\n".join(line.rules),
                        line.excluded or NOTHING,
                    )
                    for line in told
                ),
            ),
        ]
    stages = screens.stages(chart, language)
    if stages:
        blocks += [
            Heading(text=_("Stages and limits")),
            Table(
                columns=(_("Stage"), _("Samples"), _("Centre line"), _("Standard deviation"), _("Limits")),
                widths=("2fr", "auto", "auto", "auto", "1fr"),
                alignments=("start", "end", "end", "end", "start"),
                rows=tuple(
                    (
                        line.name,
                        f"{line.first} – {line.last}",
                        line.center,
                        line.sigma,
                        _("frozen") if line.frozen else _("estimated"),
                    )
                    for line in stages
                ),
            ),
        ]
    kind = str(ChartKind(chart.row.chart).label)
    rules = [(f"{name}", words) for name, words, on in screens.rule_lines(chart) if on]
    facts = [
        (_("Control chart"), kind), (_("Specification"), specification(chart.row, language)),
        (_("Samples"), number(len(chart), language)), (_("Rules that signal"), str(RULE_SET_WORDS[chart.row.rules])),
    ]  # fmt: skip
    if chart.result is not None:
        method = chart.result.method
        facts.append((_("Method"), f"{method.name}, {method.standard}:{method.edition}"))
        facts.append((_("Fingerprint of the data"), chart.result.inputs.sha256[:32]))
    blocks += [Heading(text=_("Method")), Facts(rows=tuple(facts)), Facts(rows=tuple(rules))]
    return tuple(block for block in blocks if not (isinstance(block, Facts) and not block.rows))
