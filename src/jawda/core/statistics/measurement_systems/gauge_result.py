"""The result of a gauge study, whatever its method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar, Literal, TypeAlias

from jawda.core.charts import BarRow, Level, LineChart, Series, SortedBars, line_chart, sorted_bars
from jawda.core.languages import Language
from jawda.core.statistics.measurement_systems.components import AnovaRow, Component, Components
from jawda.core.statistics.measurement_systems.figure_words import WORDS, decimal
from jawda.core.statistics.result import Estimate, Floats, Result, Width

Picture: TypeAlias = Literal["components", "parts", "operators", "ranges"]

_BARS = ("repeatability", "operator", "interaction", "reproducibility", "grr", "part")
#: Lines that a chart can tell apart.
_MOST_LINES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class AverageRange:
    """The steps of the average and range method: what is read from the form, and the factors."""

    average_range: float
    operator_difference: float | None
    part_range: float | None
    K1: float
    K2: float | None
    K3: float | None


@dataclass(frozen=True, kw_only=True)
class GaugeRR(Result):
    """A gauge study.

    - ``components``: repeatability (EV), operator, interaction, reproducibility (AV), grr, part (PV), total (TV), each
      with ``variance``, ``sd``, ``percent_contribution``, ``percent_study``, ``percent_tolerance``, ``low``, ``high``;
    - ``ndc``: distinct categories, cut off; ``ndc_unrounded`` before;
    - ``anova``: the table with the interaction; ``anova_reduced``: the table without it where it was pooled;
    - ``intervals``: of ``percent_study_grr``, ``percent_contribution_grr``, ``percent_tolerance_grr`` and ``ndc``;
    - ``cell_means[part][operator]`` for pictures (nested: the parts of each operator, NaN elsewhere), and
      ``cell_ranges`` of the repeated trials with the limit that they should keep to, where the plan is balanced.
    """

    schema: ClassVar[str] = "gauge-rr/1"

    design: Literal["crossed", "nested", "without-operator"]
    parts: int
    operators: int
    trials: int | None
    mean: float
    tolerance: float | None
    components: Components
    ndc: int | None
    ndc_unrounded: float | None
    anova: tuple[AnovaRow, ...] = ()
    anova_reduced: tuple[AnovaRow, ...] = ()
    interaction_pooled: bool | None = None
    intervals: Mapping[str, Estimate] = field(default_factory=dict)
    average_range: AverageRange | None = None
    log_likelihood: float | None = None
    part_names: tuple[str, ...] = ()
    operator_names: tuple[str, ...] = ()
    cell_means: Floats | None = field(default=None, compare=False)
    cell_ranges: Floats | None = field(default=None, compare=False)
    range_limit: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Every field; a component that the method cannot tell has every key, without a value."""
        found = super().to_dict()
        unknown = dict.fromkeys(part.name for part in fields(Component))
        found["components"] = {name: one or unknown for name, one in found["components"].items()}
        return found

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each component."""
        return [{"component": name, **asdict(component)} for name, component in self.components.items()]

    def figure(self, *, language: Language = "fr", width: Width = 960, picture: Picture = "components") -> str:
        """Bars of the components, or a line of means: ``parts`` (a line for each operator) or ``operators``; or
        ``ranges`` of the repeated trials by part, a line for each operator.

        More than four operators do not fit apart in one picture of parts: their common mean is drawn, or the greatest
        of their ranges. A nested plan, and a method that does not keep means, has bars only (``NotImplementedError``
        otherwise).
        """
        if picture == "components":
            return self._bars(language, width)
        if picture == "ranges":
            return self._ranges(language, width)
        if self.cell_means is None or self.design != "crossed":
            raise NotImplementedError(f"no picture of {picture} for this study")
        return self._means(language, width, picture)

    def _title(self, language: Language) -> str:
        """The verdict, else what the picture is about."""
        told = (one.sentence(language) for one in self.findings if one.id.startswith("measurement_systems.grr_"))
        return next(told, WORDS["gauge"][language])

    def _bars(self, language: Language, width: Width) -> str:
        known = [
            (WORDS[name][language], component.percent_study)
            for name, component in self.components.items()
            if name in _BARS and component.percent_study is not None
        ]
        if not known:
            raise NotImplementedError("the range method knows one component only: no picture")
        known = sorted(known, key=lambda one: -one[1])
        rows = tuple(BarRow(label=name, value=value, shown=f"{decimal(value, language)} %") for name, value in known)
        chart = SortedBars(
            title=self._title(language),
            description=WORDS["bars"][language],
            rows=rows,
            order="given",
            language=language,
        )
        return sorted_bars(chart, width=width)

    def _means(self, language: Language, width: Width, picture: Picture) -> str:
        means = self.cell_means
        assert means is not None
        series: tuple[Series, ...]
        if picture == "operators":
            names, series = self.operator_names, (Series(values=tuple(means.mean(axis=0).tolist())),)
        else:
            names, series = self.part_names, self._lines(means, means.mean(axis=1))
        chart = LineChart(
            title=WORDS[f"title_{picture}"][language],
            description=WORDS[f"description_{picture}"][language],
            series=series,
            marks=tuple((float(at + 1), name) for at, name in enumerate(names)),
            caption=WORDS[f"caption_{picture}"][language],
            language=language,
        )
        return line_chart(chart, width=width)

    def _lines(self, cells: Floats, common: Floats) -> tuple[Series, ...]:
        """A line for each operator; what is common where they are too many to be told apart."""
        few = len(self.operator_names) <= _MOST_LINES
        lines = zip(self.operator_names, cells.T, strict=True) if few else [("", common)]
        return tuple(Series(values=tuple(line.tolist()), name=name) for name, line in lines)

    def _ranges(self, language: Language, width: Width) -> str:
        ranges = self.cell_ranges
        if ranges is None or self.range_limit is None:
            raise NotImplementedError("no picture of ranges for this study")
        chart = LineChart(
            title=WORDS["title_ranges"][language],
            description=WORDS["description_ranges"][language],
            series=self._lines(ranges, ranges.max(axis=1)),
            levels=(
                # without a name: those of the lines stand at the same place
                Level(value=float(ranges.mean()), kind="centre"),
                Level(value=self.range_limit, kind="limit", name=WORDS["upper"][language]),
            ),
            marks=tuple((float(at + 1), name) for at, name in enumerate(self.part_names)),
            caption=WORDS["caption_parts"][language],
            language=language,
        )
        return line_chart(chart, width=width)
