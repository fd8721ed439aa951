"""What a command of ``jawda stats`` says: a verdict in words first, then figures, then what was checked; or JSON."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from jawda.core.findings import Finding, Refused
from jawda.core.findings.words import number
from jawda.core.languages import Language
from jawda.core.statistics.reading import ReadReport
from jawda.core.statistics.result import Estimate, Result, Status
from jawda.foundation.ui.formats import NOTHING
from jawda.site.commands import files, output
from jawda.site.commands.statistics.words import WORDS

Figure: TypeAlias = "str | float | int | bool | Estimate | tuple[float | None, float | None] | None"

#: Rows of a table written out; the rest is in the JSON.
MOST_ROWS: Final = 40
_ISOLATE, _POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_COLON: Final[Mapping[Language, str]] = {"fr": "\N{NO-BREAK SPACE}: ", "ar": ": ", "en": ": "}


def finish(
    result: Result,
    options: argparse.Namespace,
    lines: Iterable[str],
    *,
    reading: ReadReport | None = None,
    more: Mapping[str, Any] | None = None,
    draw: Callable[[Language], str] | None = None,
    verdict: Sequence[str] = (),
    leading: Sequence[str] = (),
    failing: str = "",
) -> int:
    """Draw where asked, then say the result; the exit status: 1 where a finding is a failure, or is ``failing``.

    ``verdict`` are the sentences that come first; without them the findings ``leading`` by name, or else the first
    finding. ``lines`` are the figures.
    ``more`` joins the JSON. The picture is that of the result, unless ``draw`` makes another.
    """
    language: Language = options.lang
    if options.svg is not None:
        files.write(options.svg, _drawn(result, draw, language).encode())
    if options.json:
        document = {**result.to_dict(), **(more or {})}
        if reading is not None:
            document["reading"] = reading.to_dict()
        output.put_json(document)
    else:
        output.put_lines(_all_lines(result, language, lines, reading, verdict, leading))
    return 1 if any(check.status is Status.FAIL or check.id == failing for check in result.findings) else 0


def figures(rows: Iterable[tuple[str, Figure]], language: Language, unit: str | None = None) -> Iterator[str]:
    """A line for each figure: its name in words, its value; those without a value are left out."""
    for name, value in rows:
        if value is not None:
            yield named(name, shown(value, language, unit), language)


def named(name: str, value: str, language: Language) -> str:
    """``  name: value``."""
    return f"  {word(name, language)}{_COLON[language]}{value}"


def word(name: str, language: Language) -> str:
    """A word of the table of :mod:`.words`; a name that has none there is shown as it is."""
    return WORDS[name][language] if name in WORDS else name


def shown(value: Figure, language: Language, unit: str | None = None) -> str:
    """A figure as people read it, to six significant digits; an estimate with its interval. The unit 1 is not written.

    >>> shown(74.00117600000001, "fr", "mm") == "74,0012\\xa0mm", shown(None, "en"), shown(2.5, "en", "1")
    (True, '–', '2.5')
    """
    if isinstance(value, Estimate):
        between = "" if value.low is None and value.high is None else f" ({_range((value.low, value.high), language)})"
        return f"{shown(value.value, language, unit)}{between}"
    if isinstance(value, bool):
        return word("yes" if value else "no", language)
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return _isolated(value, language)
    if isinstance(value, tuple):
        return _range(value, language)
    text = number(value, language) if math.isfinite(value) else "∞"
    return _isolated(text if unit in (None, "", "1") else f"{text}\N{NO-BREAK SPACE}{unit}", language)


def table(headings: Sequence[str], rows: Sequence[Sequence[Figure]], language: Language) -> Iterator[str]:
    """Columns of equal width under their names; what is over :data:`MOST_ROWS` is counted."""
    cells = [[shown(value, language) for value in row] for row in rows[:MOST_ROWS]]
    heads = [word(name, language) for name in headings]
    widths = [max(len(row[place]) for row in [heads, *cells]) for place in range(len(heads))]
    for row in [heads, *cells]:
        first, *others = row
        padded = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
        yield ("  " + "  ".join(padded)).rstrip()
    if len(rows) > MOST_ROWS:
        yield named("more_rows", shown(len(rows) - MOST_ROWS, language), language)


def _all_lines(
    result: Result,
    language: Language,
    lines: Iterable[str],
    reading: ReadReport | None,
    verdict: Sequence[str],
    leading: Sequence[str],
) -> Iterator[str]:
    rest = list(result.findings)
    if not verdict and rest:
        first = [check for check in rest if check.id in leading] or rest[:1]
        verdict = [check.sentence(language) for check in first]
        rest = [check for check in rest if check not in first]
    rest = [check for check in rest if check.sentence(language) not in verdict]  # nothing is said twice
    yield from verdict
    yield ""
    yield from lines
    if rest:
        yield ""
        yield from output.checked(rest, language)
    told = [] if reading is None else [check for check in reading.findings if check.status is not Status.OK]
    if told:
        yield ""
        yield word("reading", language)
        yield from output.checked(told, language)


def _drawn(result: Result, draw: Callable[[Language], str] | None, language: Language) -> str:
    try:
        return result.figure(language=language) if draw is None else draw(language)
    except NotImplementedError as fault:
        raise Refused([Finding(id="statistics_commands.no_figure", arguments={"option": "--svg"})]) from fault


def _range(ends: tuple[float | None, float | None], language: Language) -> str:
    low, high = (shown(end, language) for end in ends)
    return word("from_to", language).format(low=low, high=high)


def _isolated(text: str, language: Language) -> str:
    return f"{_ISOLATE}{text}{_POP}" if language == "ar" else text
