"""A sampling plan on paper: what to do, by what it was found, what it lets through, and room for the counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from jawda.apps.product_quality.sampling_plans import screens, words
from jawda.apps.product_quality.sampling_plans.finding import Found
from jawda.core.languages import Language
from jawda.core.statistics.result import Status
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
    WriteLines,
    render_pdf,
)
from jawda.foundation.printing.shapes import Mark
from jawda.foundation.ui.formats import date_long, in_zone

_MARKS: dict[Status, Mark] = {Status.OK: "in_progress", Status.WARN: "overdue", Status.FAIL: "not_conform"}


def plan_pdf(found: Found, *, organisation_name: str, fictitious: bool, moment: datetime, language: Language) -> bytes:
    """A page or two in ``language``, which is the active one; ``moment`` (aware) is its date."""
    document = Document(
        title=_("Sampling plan"),
        subtitle=words.standard(found),
        organisation_name=organisation_name,
        fictitious=fictitious,
        reference=f"echantillonnage-{in_zone(moment):%Y%m%d}",
        date=date_long(in_zone(moment), language),
        language=language,
        blocks=tuple(_blocks(found, language)),
        conclusion=Verdict(
            seal="ready" if found.status is Status.OK else "suspended", title=words.headline(found),
            text=words.curve_sentence(found),
        ),
    )  # fmt: skip
    return render_pdf(document, timestamp=moment)


def _blocks(found: Found, language: Language) -> Iterator[Block]:
    yield Facts(rows=words.facts(found))
    if len(found.stages) > 1:
        yield Table(
            columns=(_("Sample"), _("Decision when it is complete")), widths=("2fr", "5fr"),
            rows=tuple((line.title, line.rule) for line in screens.stages(found)),
        )  # fmt: skip
    yield MarkedList(
        items=tuple(
            MarkedItem(mark=_MARKS[check.status], title=screens.first_capital(check.sentence(language)))
            for check in sorted(found.checks, key=lambda check: check.status is Status.OK)
        )
    )
    if found.has_curve:
        yield from _curve(found, language)
    yield Heading(text=_("The lot"))
    names = [_("Supplier"), _("Product"), _("Lot number"), _("Date")]
    names += [_("Nonconforming, sample %(number)s") % {"number": line.number} for line in screens.stages(found)]
    yield WriteLines(names=(*names, _("Decision"), _("Name and signature")))


def _curve(found: Found, language: Language) -> Iterator[Block]:
    yield Heading(text=_("What the plan does"))
    yield Figure(svg=found.result.figure(language=language, width=640), alt=words.curve_sentence(found))
    headings = screens.quality_columns(found)
    yield Table(
        columns=headings, widths=("1fr",) * len(headings), rows=screens.quality_cells(found),
        alignments=("start", *("end" for _heading in headings[1:])),
    )  # fmt: skip
