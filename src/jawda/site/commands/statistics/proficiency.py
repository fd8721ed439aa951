"""``jawda stats proficiency``: a whole round between laboratories in one call."""

from __future__ import annotations

import argparse
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from jawda.core.findings import Finding, Refused
from jawda.core.languages import Language
from jawda.core.spreadsheets.model import folded
from jawda.core.statistics.laboratories.assigned import AssignedValue, by_reference
from jawda.core.statistics.laboratories.round import Round, evaluate_round
from jawda.core.statistics.reading import ReadReport
from jawda.core.statistics.reading.units import without_unit
from jawda.core.statistics.result import Check, Status
from jawda.site.commands import files, output
from jawda.site.commands.statistics import saying
from jawda.site.commands.statistics.instruments import some
from jawda.site.commands.statistics.sources import Source, about_file, open_source

#: Headings that are understood without an option, as they are compared (without case and accents).
_LABORATORIES: Final = frozenset(
    {"lab", "labo", "laboratory", "laboratoire", "participant", "code", "lab code", "lab id", "المختبر", "مختبر"}
)
_STANDARD: Final = frozenset({"u", "u(x)", "incertitude-type", "incertitude type", "standard uncertainty"})
_EXPANDED: Final = frozenset({"U", "U(x)", "incertitude élargie", "expanded uncertainty"})
_FACTOR: Final = frozenset({"k", "facteur d'élargissement", "facteur d’élargissement", "coverage factor"})

_VERDICTS: Final = tuple(f"laboratories.{name}" for name in ("satisfactory", "questionable", "unsatisfactory"))
_SCORE_DIGITS: Final = 2
#: Letters of the longest symbol of an uncertainty: U(x).
_SYMBOL: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which columns hold what: laboratories, results (one column a measurand), uncertainties."""

    laboratory: str
    values: tuple[str, ...]
    u: str | None
    expanded: str | None
    k: str | None

    def to_dict(self) -> dict[str, Any]:
        """For the JSON."""
        return {
            "laboratory": self.laboratory, "value": list(self.values), "u": self.u, "expanded": self.expanded,
            "k": self.k,
        }  # fmt: skip


@about_file
def run(options: argparse.Namespace) -> int:
    """Scores of every laboratory, for one measurand or for each of several columns."""
    _check(options)
    source = open_source(options)
    columns = columns_of(source, options)
    rounds = [_evaluated(source, options, columns, name) for name in columns.values]
    more = {"columns": columns.to_dict()}
    report = told(source, options, columns)
    if len(rounds) == 1:
        lines = _lines(rounds[0], options.lang)
        return saying.finish(rounds[0], options, lines, reading=report, more=more, leading=_VERDICTS)
    _say_all(report, options, columns, rounds)
    return 1 if any(found.status is Status.FAIL for found in rounds) else 0


def _check(options: argparse.Namespace) -> None:
    pairs = [("u_assigned", "--assigned", "--u-assigned"), ("assigned", "--u-assigned", "--assigned")]
    for given, first, second in pairs:
        if getattr(options, given) is not None and (options.assigned is None or options.u_assigned is None):
            arguments = {"first": first, "second": second}
            raise Refused([Finding(id="statistics_commands.options_together", arguments=arguments)])
    if options.u is not None and options.expanded is not None:
        raise Refused([Finding(id="statistics_commands.uncertainty_twice")])


def columns_of(source: Source, options: argparse.Namespace) -> Columns:
    """The columns as options name them, else as their headings say: no u, U or k is a measurand, but where it is asked
    for. What was understood is shown with the result."""
    laboratory = options.laboratory or _named(source, _LABORATORIES) or _only_text(source)
    asked = source.values(laboratory) if options.value else []
    kept = {_own_name(source, name) for name in asked}
    standard, wide, factor = (_exactly(source, names, but=kept) for names in (_STANDARD, _EXPANDED, _FACTOR))
    u, expanded, k = options.u, options.expanded, options.k_column
    if u is None and expanded is None:
        u, expanded = (None, wide) if wide and (k or options.k) else (standard, None if standard else wide)
    stated = u or expanded
    if k is None and options.k is None and stated:
        k = factor
    if stated is None and (options.k or k):
        option = "--k" if options.k else "--k-column"
        raise source.refuse("option_missing", option="--expanded, --u", kind=option)
    taken = {_own_name(source, name) for name in (laboratory, u, expanded, k, standard, wide) if name}
    if stated and factor:
        taken.add(factor)
    values = asked or [name for name in source.number_columns() if name not in taken]
    if not values:
        raise source.refuse("which_column", option="--value", names=source.shown_names())
    return Columns(laboratory=laboratory, values=tuple(values), u=u, expanded=expanded, k=k)


def told(source: Source, options: argparse.Namespace, columns: Columns) -> ReadReport:
    """The report of reading, with what was taken by its heading and no option names, and what was left aside."""
    chosen = {
        "standard_by_heading": (columns.u, options.u),
        "expanded_by_heading": (columns.expanded, options.expanded),
        "factor_by_heading": (columns.k, options.k_column),
    }
    found = [(identifier, name) for identifier, (name, given) in chosen.items() if name and not given]
    used = {_own_name(source, name) for name in (columns.u, columns.expanded, columns.k, *columns.values) if name}
    if columns.u or columns.expanded:
        left = (_exactly(source, names, but=used) for names in (_STANDARD, _EXPANDED, _FACTOR))
        found += [("left_aside", name) for name in left if name]
    checks = [
        Check(id=f"statistics_commands.{identifier}", status=Status.WARN, arguments={"column": name})
        for identifier, name in found
    ]
    report = source.found.report
    return replace(report, findings=(*report.findings, *checks), ambiguous=(*report.ambiguous, *checks))


def _named(source: Source, names: frozenset[str]) -> str | None:
    found = [name for name in source.names if folded(name) in names]
    return found[0] if len(found) == 1 else None


def _exactly(source: Source, names: frozenset[str], *, but: Collection[str]) -> str | None:
    """By its heading without a unit, where u and U are not the same; longer words in any case."""

    def meant(name: str) -> bool:
        word = without_unit(name).strip()
        return word in names or (len(word) > _SYMBOL and word.casefold() in names)

    return next((name for name in source.names if meant(name) and name not in but), None)


def _own_name(source: Source, name: str) -> str:
    """Of a column, as the file writes it."""
    return name if source.found.table is None else source.found.table.column(name).name


def _only_text(source: Source) -> str:
    texts = [name for name in source.names if name not in source.number_columns()]
    if len(texts) != 1:
        raise source.refuse("which_column", option="--laboratory", names=source.shown_names())
    return texts[0]


def _evaluated(source: Source, options: argparse.Namespace, columns: Columns, name: str) -> Round:
    assigned: AssignedValue | None = None
    if options.assigned is not None:
        assigned = by_reference(options.assigned, options.u_assigned)
    given = some(
        assigned=assigned, sigma_pt=options.sigma_pt, consensus=options.consensus, constants=options.constants,
        statistic=options.statistic, replicates=options.replicates, allowed_difference=options.allowed_difference,
        en_rule=options.en_rule, stopping=options.stopping,
        u=None if columns.u is None else source.numbers(columns.u),
        expanded_uncertainty=None if columns.expanded is None else source.numbers(columns.expanded),
        coverage_factor=options.k if columns.k is None else source.numbers(columns.k),
    )  # fmt: skip
    return evaluate_round(
        source.numbers(name), source.labels(columns.laboratory), organiser_competent=options.iso_17043, **given
    )


def _say_all(report: ReadReport, options: argparse.Namespace, columns: Columns, rounds: Sequence[Round]) -> None:
    pictures = {} if options.svg is None else _drawn(options, dict(zip(columns.values, rounds, strict=True)))
    if options.json:
        named = {name: found.to_dict() for name, found in zip(columns.values, rounds, strict=True)}
        document = {"columns": columns.to_dict(), "measurands": named, "reading": report.to_dict()}
        output.put_json({**document, "pictures": {name: str(path) for name, path in pictures.items()}})
        return
    alone = argparse.Namespace(**{**vars(options), "svg": None})
    for name, found in zip(columns.values, rounds, strict=True):
        output.put_lines([name, "=" * len(name)])
        saying.finish(found, alone, _lines(found, options.lang), leading=_VERDICTS)
        if name in pictures:
            output.put_lines(saying.figures([("picture", str(pictures[name]))], options.lang))
        output.put_lines([""])


def _drawn(options: argparse.Namespace, rounds: Mapping[str, Round]) -> dict[str, Path]:
    """A picture for each measurand, beside the name that was given: ``tour.svg`` gives ``tour-plomb.svg``."""
    paths: dict[str, Path] = {}
    for name in rounds:
        words = "-".join(re.findall(r"\w+", name)) or "measurand"
        path = options.svg.with_name(f"{options.svg.stem}-{words[:60]}{options.svg.suffix}")
        if path in paths.values():  # two headings that differ by signs only
            path = path.with_name(f"{path.stem}-{len(paths) + 1}{path.suffix}")
        paths[name] = path
    for name, path in paths.items():
        files.write(path, rounds[name].figure(language=options.lang).encode())
    return paths


def _lines(found: Round, language: Language) -> Iterator[str]:
    yield from saying.figures(
        [
            ("assigned_value", found.assigned_value), ("u_assigned", found.u_assigned), ("sd", found.sd),
            ("sigma_pt", found.sigma_pt),
        ],
        language,
        found.inputs.unit,
    )  # fmt: skip
    yield from saying.figures(
        [
            ("laboratories", found.laboratories), ("satisfactory", found.satisfactory),
            ("questionable", found.questionable), ("unsatisfactory", found.unsatisfactory),
        ],
        language,
    )  # fmt: skip
    yield ""
    rows = [
        (
            one.lab,
            one.value,
            *map(_rounded, (one.z, one.z_prime, one.zeta, one.En)),
            saying.word(f"verdict_{one.verdict}", language),
        )
        for one in found.scores
    ]
    yield from saying.table(("lab", "value", "z", "z′", "ζ", "En", "verdict"), rows, language)


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, _SCORE_DIGITS)
