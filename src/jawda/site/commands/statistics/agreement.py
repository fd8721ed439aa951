"""``jawda stats agreement``: do inspectors judge alike, like themselves, and as the standard says?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np

from jawda.core.languages import Language
from jawda.core.statistics.measurement_systems import AttributeAgreement, attribute_agreement
from jawda.core.statistics.samples import LabelColumn, labels
from jawda.site.commands.statistics import saying
from jawda.site.commands.statistics.instruments import some
from jawda.site.commands.statistics.sources import Source, about_file, open_source


@about_file
def run(options: argparse.Namespace) -> int:
    """Judgements in a long column with item and appraiser, or a column for each appraiser."""
    source = open_source(options)
    rating, item, appraiser, standard = _columns(source, options)
    given = some(categories=options.category, passing=options.passing, confidence=options.confidence)
    found = attribute_agreement(rating, item, appraiser, standard=standard, ordinal=options.ordinal, **given)
    return saying.finish(found, options, _lines(found, options.lang), reading=source.found.report)


def _columns(
    source: Source, options: argparse.Namespace
) -> tuple[LabelColumn, LabelColumn, LabelColumn, LabelColumn | None]:
    """Rating, item and appraiser of each judgement, and the right category where a column holds it."""
    ratings = [source.labels(name) for name in options.rating]
    standard = None if options.standard is None else source.labels(options.standard)
    if options.appraiser is not None:
        if len(ratings) > 1:
            shown = " · ".join(column.name for column in ratings)
            raise source.refuse("one_column", option="--rating", names=shown)
        if options.item is None:
            raise source.refuse("option_missing", option="--item", kind="--appraiser")
        return ratings[0], source.labels(options.item), source.labels(options.appraiser), standard
    if len(ratings) < 2:
        raise source.refuse("option_missing", option="--item, --appraiser", kind="agreement")
    count = len(ratings[0].codes)
    item = labels(np.arange(1, count + 1)) if options.item is None else source.labels(options.item)
    rating = labels([column.names[code] for column in ratings for code in column.codes], name="rating")
    names = tuple(column.name for column in ratings)
    appraiser = LabelColumn(codes=np.repeat(np.arange(len(ratings)), count), names=names, name="appraiser")
    return rating, _again(item, len(ratings)), appraiser, None if standard is None else _again(standard, len(ratings))


def _again(column: LabelColumn, times: int) -> LabelColumn:
    rows = None if column.rows is None else np.tile(column.rows, times)
    return LabelColumn(
        codes=np.tile(column.codes, times), names=column.names, name=column.name, file=column.file, rows=rows
    )


def _lines(found: AttributeAgreement, language: Language) -> Iterator[str]:
    yield from saying.figures(
        [("items", found.items), ("appraisers", len(found.appraisers)), ("trials", found.trials)], language
    )
    yield ""
    rows = [
        (
            saying.word(f"comparison_{row['comparison']}", language),
            row["appraiser"],
            row["matched"],
            row["inspected"],
            row["percent"],
            row["kappa"],
        )
        for row in found.rows()
    ]
    yield from saying.table(("comparison", "appraiser", "matched", "inspected", "percent", "kappa"), rows, language)
    weighted = [
        (
            f"{one.first} – {saying.word('standard', language) if one.second is None else one.second}",
            one.kappa.kappa,
            one.kappa_linear.kappa,
            one.kappa_quadratic.kappa,
        )
        for one in found.pairs
        if one.kappa_linear and one.kappa_quadratic
    ]
    if weighted:
        yield ""
        yield from saying.table(("pair", "kappa", "kappa_linear", "kappa_quadratic"), weighted, language)
    if found.decisions:
        yield ""
        table = [(one.appraiser, one.effectiveness, one.miss_rate, one.false_alarm_rate) for one in found.decisions]
        yield from saying.table(("appraiser", "effectiveness", "miss_rate", "false_alarm_rate"), table, language)
