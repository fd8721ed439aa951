"""A measurement model from its YAML form (docs/reference/statistics/uncertainty.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from jawda.core.findings import Finding, Refused
from jawda.core.statistics.uncertainty.document import Document, Tree, read_document
from jawda.core.statistics.uncertainty.fields import Fields
from jawda.core.statistics.uncertainty.model import Model, measurement_model
from jawda.core.statistics.uncertainty.quantity import Quantity, quantity

KEYS: Final = (
    "title",
    "unit",
    "units",
    "equation",
    "equations",
    "definitions",
    "inputs",
    "correlations",
    "paired",
    "confidence",
    "coverage_factor",
)
#: Keys of an input, with the arguments of :func:`~jawda.core.statistics.uncertainty.quantity.quantity` they stand for.
NUMBER_KEYS: Final[Mapping[str, str]] = {
    "value": "value", "u": "u", "relative_u": "relative_u", "U": "expanded", "k": "coverage_factor",
    "confidence": "confidence", "half_width": "half_width", "lower": "lower", "upper": "upper",
    "resolution": "resolution", "count": "count", "dof": "degrees_of_freedom", "shape": "shape",
}  # fmt: skip
TEXT_KEYS: Final = ("distribution", "unit", "description")
INPUT_KEYS: Final = (*NUMBER_KEYS, "readings", *TEXT_KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelForm:
    """The model and how its author wants it evaluated."""

    model: Model
    confidence: float = 0.95
    coverage_factor: float | None = None


def read_model(content: bytes | str, *, file: str = "model.yaml") -> ModelForm:
    """Read a model; ``Refused`` with every fault, its line and its path.

    >>> form = read_model('''
    ... equation: P = U * I
    ... unit: W
    ... inputs:
    ...   U: {value: 230, half_width: 1, unit: V}
    ...   I: {readings: [2.01, 2.03, 1.99, 2.01], unit: A}
    ... coverage_factor: 2
    ... ''')
    >>> form.model.quantities["I"].degrees_of_freedom, form.coverage_factor
    (3.0, 2.0)
    """
    return model_form(read_document(content, file=file))


def model_form(document: Document) -> ModelForm:
    """The same of a document that was read."""
    return _Form(document).read()


class _Form(Fields):
    def read(self) -> ModelForm:
        self.known_keys(self.tree, KEYS, "")
        equations, single = self._equations()
        quantities = self._quantities()
        definitions = self._texts("definitions")
        correlations, paired = self._correlations(), self._paired()
        units = self._units(equations, single)
        confidence, factor = self.number_at("confidence"), self.number_at("coverage_factor")
        self._check_range(confidence, factor)
        title = self.text(self.tree.get("title"), "title") or ""
        if self.faults:
            raise Refused(self.faults)
        try:
            model = measurement_model(
                single if single is not None else equations,
                quantities,
                definitions=definitions,
                correlations=correlations,
                paired=paired,
                units=units,
                title=title,
                file=self.document.file,
            )
        except Refused as refused:
            raise Refused(self._placed(refused, single is not None)) from refused
        return ModelForm(model=model, confidence=0.95 if confidence is None else confidence, coverage_factor=factor)

    def _placed(self, refused: Refused, single: bool) -> list[Finding]:
        found = []
        for finding in refused.findings:
            path = finding.place.path or ""
            if single and path.startswith("equations"):
                path = "equation"
            found.append(replace(finding, place=self.document.place(path)))
        return found

    def _texts(self, key: str) -> dict[str, str]:
        found = {}
        for name, tree in self.map(self.tree.get(key), key).items():
            text = self.text(tree, f"{key}.{name}")
            if text is not None:
                found[name] = text
            elif tree is None:
                self.fault("text_expected", f"{key}.{name}")
        return found

    def _equations(self) -> tuple[dict[str, str], str | None]:
        single = self.text(self.tree.get("equation"), "equation")
        equations = self._texts("equations")
        if (single is None) == (not equations) and not self.faults:
            self.fault("one_equation_key", "equation")
        return equations, single

    def _units(self, equations: Mapping[str, str], single: str | None) -> dict[str, str]:
        units = self._texts("units")
        names = list(equations) if single is None else [single.partition("=")[0].strip()]
        unit = self.text(self.tree.get("unit"), "unit")
        for name in units:
            if name not in names:
                self.fault("unknown_name", f"units.{name}", name=name[:60], known=", ".join(names)[:200])
        return units if unit is None else {**dict.fromkeys(names, unit), **units}

    def _check_range(self, confidence: float | None, factor: float | None) -> None:
        if confidence is not None and not 0 < confidence < 1:
            self.fault("bad_confidence", "confidence", value=confidence)
        if factor is not None and not 0 < factor < float("inf"):
            self.fault("not_positive", "coverage_factor", key="coverage_factor", value=factor)

    def _quantities(self) -> dict[str, Quantity]:
        found = {}
        for name, tree in self.map(self.tree.get("inputs"), "inputs").items():
            path = f"inputs.{name}"
            before = len(self.faults)
            given = {"value": tree} if isinstance(tree, str) else self.map(tree, path)
            self.known_keys(given, INPUT_KEYS, path)
            arguments = self._arguments(given, path)
            if len(self.faults) > before:
                continue
            try:
                found[name] = quantity(**arguments)
            except Refused as refused:
                self.faults += [self._at_input(finding, path) for finding in refused.findings]
        return found

    def _at_input(self, finding: Finding, path: str) -> Finding:
        """At the key that the finding is about, in the words of the form, or at the input."""
        written = {argument: key for key, argument in NUMBER_KEYS.items()} | {"limits": "lower"}
        arguments = dict(finding.arguments)
        if "keys" in arguments:
            arguments["keys"] = ", ".join(written.get(key, key) for key in str(arguments["keys"]).split(", "))
        if finding.id == "uncertainty.value_off_middle":
            path = f"{path}.value"
        if "key" in arguments:
            arguments["key"] = written.get(str(arguments["key"]), arguments["key"])
            path = f"{path}.{arguments['key']}"
        if finding.place.row is not None:
            path = f"{path.removesuffix('.readings')}.readings[{finding.place.row}]"
        return replace(finding, arguments=arguments, place=self.document.place(path))

    def _arguments(self, given: Mapping[str, Tree], path: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        readers: dict[str, Callable[[Tree, str], Any]] = {
            **dict.fromkeys(NUMBER_KEYS, self.number),
            **dict.fromkeys(TEXT_KEYS, self.text),
            "readings": self.numbers,
        }
        for key, tree in given.items():
            if key in readers:
                value = readers[key](tree, f"{path}.{key}")
                if value is not None:
                    found[NUMBER_KEYS.get(key, key)] = value
        return found

    def _correlations(self) -> dict[tuple[str, str], float]:
        found: dict[tuple[str, str], float] = {}
        for index, item in enumerate(self.list(self.tree.get("correlations"), "correlations"), 1):
            path = f"correlations[{index}]"
            given = self.map(item, path)
            self.known_keys(given, ("between", "r"), path)
            names = self._names(given.get("between"), f"{path}.between")
            r = self.number(given.get("r"), f"{path}.r")
            if len(names) != 2 or r is None:
                self.fault("bad_correlation_form", path)
                continue
            pair = (names[0], names[1])
            if pair in found:
                self.fault("correlation_twice", path, names=" / ".join(pair))
            found[pair] = r
        return found

    def _paired(self) -> list[list[str]]:
        items = self.list(self.tree.get("paired"), "paired")
        return [self._names(item, f"paired[{index}]") for index, item in enumerate(items, 1)]

    def _names(self, tree: Tree, path: str) -> list[str]:
        texts = [self.text(item, f"{path}[{index}]") for index, item in enumerate(self.list(tree, path), 1)]
        return [text for text in texts if text is not None]
