"""A top-down uncertainty from its YAML form (docs/reference/statistics/uncertainty-top-down.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, Literal

from jawda.core.findings import Refused
from jawda.core.statistics.uncertainty.amounts import Amounts
from jawda.core.statistics.uncertainty.bias_form import read_bias
from jawda.core.statistics.uncertainty.component import Component
from jawda.core.statistics.uncertainty.components import precision
from jawda.core.statistics.uncertainty.document import Document, Tree, read_document
from jawda.core.statistics.uncertainty.stated import precision_from_figures
from jawda.core.statistics.uncertainty.top_down import (
    Effect,
    LaboratoryCheck,
    TopDown,
    combine,
    from_interlaboratory_study,
)

KEYS: Final = ("title", "unit", "scale", "value", "coverage_factor", "precision", "bias", "study")
#: One of these tells a top-down form from a measurement model.
MARKS: Final = ("precision", "bias", "study")
PRECISION_KEYS: Final = (
    "control", "duplicates", "estimator", "s_Rw", "n", "mean_range", "pairs", "between_batches",
)  # fmt: skip
STUDY_KEYS: Final = (
    "s_R", "s_r", "laboratories", "results_per_laboratory", "u_reference", "u_bias", "replicates", "others",
    "laboratory",
)  # fmt: skip
EFFECT_KEYS: Final = ("name", "u", "unit", "sensitivity")


def is_top_down(document: Document) -> bool:
    """Whether the form describes precision and bias, or a study, and no equation.

    >>> is_top_down(read_document("study: {}", file="a.yaml")), is_top_down(read_document("equation: y = a", file="b"))
    (True, False)
    """
    return any(key in document.tree for key in MARKS)


def read_top_down(content: bytes | str, *, file: str = "uncertainty.yaml") -> TopDown:
    """Read a form and evaluate it; ``Refused`` with every fault, its line and its path.

    >>> found = read_top_down('''
    ... unit: mg/L
    ... value: 12
    ... precision: {s_Rw: 1.67 %}
    ... bias:
    ...   rounds:
    ...     - {deviation: 2.9 %, u: 1.6 %}
    ...     - {deviation: -1.4 %, u: 1.4 %}
    ... ''')
    >>> round(found.U, 1), round(found.U_at_value, 2)
    (6.4, 0.77)
    """
    return evaluate_top_down(read_document(content, file=file))


def evaluate_top_down(document: Document, *, coverage_factor: float | None = None) -> TopDown:
    """The same of a document; ``coverage_factor`` goes before that of the form."""
    return _Form(document).read(coverage_factor)


class _Form(Amounts):
    def read(self, coverage_factor: float | None) -> TopDown:
        self.known_keys(self.tree, KEYS, "")
        title = self.text(self.tree.get("title"), "title") or ""
        value = self.measured(self.tree.get("value"), "value")
        factor = self.number_at("coverage_factor")
        factor = 2.0 if factor is None else factor
        known: dict[str, Any] = {"value": value, "unit": self.unit, "coverage_factor": coverage_factor or factor}
        found = self._study(known) if "study" in self.tree else self._records(known)
        if found is None:
            raise Refused(self.faults)
        return replace(found, title=title, inputs=replace(found.inputs, file=self.document.file))

    def _records(self, known: Mapping[str, Any]) -> TopDown | None:
        self.needed(self.tree, "", "precision", "bias")
        within = self._precision() if self.tree.get("precision") is not None else None
        bias = read_bias(self) if self.tree.get("bias") is not None else None
        if within is None or bias is None:
            return None
        return self.made("", lambda: combine(within, bias, **known))

    def _precision(self) -> Component | None:
        path = "precision"
        given = self.keys(self.tree.get(path), path, PRECISION_KEYS)
        between = self.amount(given.get("between_batches"), f"{path}.between_batches")
        results = [key for key in ("control", "duplicates") if given.get(key) is not None]
        figures = [key for key in ("s_Rw", "mean_range") if given.get(key) is not None]
        if results:  # results, or figures that were made of results: not both
            self.alone(given, path, results[0], ("s_Rw", "n", "mean_range", "pairs"))
        else:
            self.alone(given, path, figures[0] if figures else "between_batches", ("estimator",))
        for key, of in (("n", "s_Rw"), ("pairs", "mean_range")):
            if key in given and not results:
                self.needed(given, path, of)
        if "estimator" in given and results:
            self.needed(given, path, "duplicates")
        scaled: dict[str, Any] = {"between_batches": between, "scale": self.scale, "unit": self.unit}
        if not results:
            return self._figures(given, scaled)
        control = None if given.get("control") is None else self.all_measured(given["control"], f"{path}.control")
        pairs = None if given.get("duplicates") is None else self._pairs(given["duplicates"], f"{path}.duplicates")
        estimator = self._estimator(given.get("estimator"))
        return self.made(
            path,
            lambda: precision(control, duplicates=pairs, estimator=estimator, **scaled),
            {"first": "duplicates", "second": "duplicates"},
        )

    def _figures(self, given: Mapping[str, Tree], scaled: Mapping[str, Any]) -> Component | None:
        path = "precision"
        figures: dict[str, Any] = {
            "within_laboratory": self.amount(given.get("s_Rw"), f"{path}.s_Rw"),
            "mean_range": self.amount(given.get("mean_range"), f"{path}.mean_range"),
            "count": self.count(given.get("n"), f"{path}.n", least=2),
            "pairs": self.count(given.get("pairs"), f"{path}.pairs", least=2),
        }
        names = {"within_laboratory": "s_Rw"}
        return self.made(path, lambda: precision_from_figures(**figures, **scaled), names)

    def _estimator(self, tree: Tree) -> Literal["range", "pooled"]:
        value = self.text(tree, "precision.estimator")
        if value not in (None, "range", "pooled"):
            self.fault("unknown_choice", "precision.estimator", value=str(value)[:60], known="range, pooled")
        return "pooled" if value == "pooled" else "range"

    def _pairs(self, tree: Tree, path: str) -> tuple[list[float | None], list[float | None]]:
        first, second = [], []
        for index, item in enumerate(self.list(tree, path), 1):
            pair = self.all_measured(item, f"{path}[{index}]")
            if len(pair) != 2:
                self.fault("bad_duplicates", f"{path}[{index}]")
                continue
            first.append(pair[0])
            second.append(pair[1])
        return first, second

    def _study(self, known: Mapping[str, Any]) -> TopDown | None:
        path = "study"
        self.alone(self.tree, "", path, ("precision", "bias"))
        given = self.keys(self.tree[path], path, STUDY_KEYS)
        self.needed(given, path, "s_R", "s_r")
        at = known["value"]
        spreads = {key: self.spread(given.get(key), f"{path}.{key}", at=at) for key in ("s_R", "s_r", "u_reference")}
        counts = {
            key: self.count(given.get(key), f"{path}.{key}")
            for key in ("laboratories", "results_per_laboratory", "replicates")
        }
        if "u_bias" in given:
            self.alone(given, path, "u_bias", ("laboratories", "results_per_laboratory", "u_reference"))
        elif "results_per_laboratory" in given:
            self.needed(given, path, "laboratories")
        others = self._others(given, path, at)
        laboratory = self._laboratory(given.get("laboratory"), f"{path}.laboratory", at)
        return self.made(
            "",
            lambda: from_interlaboratory_study(
                s_reproducibility=spreads["s_R"] or 0.0,
                s_repeatability=spreads["s_r"] or 0.0,
                laboratories=counts["laboratories"],
                results_per_laboratory=counts["results_per_laboratory"] or 1,
                u_reference=spreads["u_reference"] or 0.0,
                replicates=counts["replicates"],
                others=others,
                laboratory=laboratory,
                scale=self.scale,
                **known,
            ),
            {
                "s_reproducibility": f"{path}.s_R", "s_repeatability": f"{path}.s_r", "others": f"{path}.others",
                "laboratory": f"{path}.laboratory",
            },
        )  # fmt: skip

    def _others(self, given: Mapping[str, Tree], path: str, at: float | None) -> dict[str, float | Effect]:
        found: dict[str, float | Effect] = {}
        if given.get("u_bias") is not None:
            found["bias of the method"] = self.spread(given["u_bias"], f"{path}.u_bias", at=at) or 0.0
        for index, item in enumerate(self.list(given.get("others"), f"{path}.others"), 1):
            where = f"{path}.others[{index}]"
            effect = self.keys(item, where, EFFECT_KEYS)
            self.needed(effect, where, "name", "u")
            name = self.text(effect.get("name"), f"{where}.name") or ""
            if name in found:
                self.fault("name_twice", f"{where}.name", name=name[:60])
            found[name] = self._effect(effect, where, at)
        return found

    def _effect(self, given: Mapping[str, Tree], path: str, at: float | None) -> Effect:
        """In the scale of the form; with a sensitivity, in a unit of its own that is not looked at."""
        unit = self.text(given.get("unit"), f"{path}.unit")
        if given.get("sensitivity") is None:
            self.alone(given, path, "u", ("unit",))
            return Effect(u=self.spread(given.get("u"), f"{path}.u", at=at) or 0.0)
        u = self.number(given.get("u"), f"{path}.u") or 0.0
        if u < 0:
            self.fault("negative", f"{path}.u", key="u", value=u)
        return Effect(u=u, sensitivity=self.number(given["sensitivity"], f"{path}.sensitivity") or 0.0, unit=unit)

    def _laboratory(self, tree: Tree, path: str, at: float | None) -> LaboratoryCheck | None:
        if tree is None:
            return None
        given = self.keys(tree, path, ("deviation", "sd", "n"))
        self.needed(given, path, "deviation", "sd", "n")
        deviation = self.amount(given.get("deviation"), f"{path}.deviation", at=at)
        sd = self.spread(given.get("sd"), f"{path}.sd", at=at)
        count = self.count(given.get("n"), f"{path}.n", least=2)
        return LaboratoryCheck(deviation=deviation or 0.0, sd=sd or 0.0, count=count or 2)
