"""A measurement model from its YAML form (docs/reference/statistics/uncertainty.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from jawda.core.findings import Finding, Refused
from jawda.core.statistics.uncertainty.document import Document, Tree, has_decimal_comma, number_of, read_document
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
    return _Form(read_document(content, file=file)).read()


class _Form:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.tree = document.tree
        self.faults: list[Finding] = []

    def read(self) -> ModelForm:
        self._known_keys(self.tree, KEYS, "")
        equations, single = self._equations()
        quantities = self._quantities()
        definitions = self._texts("definitions")
        correlations, paired = self._correlations(), self._paired()
        units = self._units(equations, single)
        confidence, factor = self._number("confidence"), self._number("coverage_factor")
        self._check_range(confidence, factor)
        title = self._text(self.tree.get("title"), "title") or ""
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

    def _fault(self, name: str, path: str, /, **arguments: str | int | float) -> None:
        self.faults.append(self.document.finding(name, path, **arguments))

    def _known_keys(self, tree: Mapping[str, Tree], known: tuple[str, ...], path: str) -> None:
        for key in tree:
            if key not in known:
                where = f"{path}.{key}" if path else key
                self._fault("unknown_key", where, key=key[:60], known=", ".join(known))

    def _map(self, tree: Tree, path: str) -> Mapping[str, Tree]:
        if isinstance(tree, dict):
            return tree
        if tree is not None:
            self._fault("map_expected", path)
        return {}

    def _list(self, tree: Tree, path: str) -> list[Tree]:
        if isinstance(tree, list):
            return tree
        if tree is not None:
            self._fault("list_expected", path)
        return []

    def _text(self, tree: Tree, path: str) -> str | None:
        if tree is None or isinstance(tree, str):
            return tree
        self._fault("text_expected", path)
        return None

    def _texts(self, key: str) -> dict[str, str]:
        found = {}
        for name, tree in self._map(self.tree.get(key), key).items():
            text = self._text(tree, f"{key}.{name}")
            if text is not None:
                found[name] = text
            elif tree is None:
                self._fault("text_expected", f"{key}.{name}")
        return found

    def _number(self, key: str) -> float | None:
        return self._as_number(self.tree.get(key), key)

    def _as_number(self, tree: Tree, path: str) -> float | None:
        if tree is None:
            return None
        found = number_of(tree) if isinstance(tree, str) else None
        if found is None:
            value = tree[:60] if isinstance(tree, str) else "…"
            comma = isinstance(tree, str) and has_decimal_comma(tree)
            self._fault("decimal_comma" if comma else "number_expected", path, value=value)
        return found

    def _equations(self) -> tuple[dict[str, str], str | None]:
        single = self._text(self.tree.get("equation"), "equation")
        equations = self._texts("equations")
        if (single is None) == (not equations) and not self.faults:
            self._fault("one_equation_key", "equation")
        return equations, single

    def _units(self, equations: Mapping[str, str], single: str | None) -> dict[str, str]:
        units = self._texts("units")
        names = list(equations) if single is None else [single.partition("=")[0].strip()]
        unit = self._text(self.tree.get("unit"), "unit")
        for name in units:
            if name not in names:
                self._fault("unknown_name", f"units.{name}", name=name[:60], known=", ".join(names)[:200])
        return units if unit is None else {**dict.fromkeys(names, unit), **units}

    def _check_range(self, confidence: float | None, factor: float | None) -> None:
        if confidence is not None and not 0 < confidence < 1:
            self._fault("bad_confidence", "confidence", value=confidence)
        if factor is not None and not 0 < factor < float("inf"):
            self._fault("not_positive", "coverage_factor", key="coverage_factor", value=factor)

    def _quantities(self) -> dict[str, Quantity]:
        found = {}
        for name, tree in self._map(self.tree.get("inputs"), "inputs").items():
            path = f"inputs.{name}"
            before = len(self.faults)
            given = {"value": tree} if isinstance(tree, str) else self._map(tree, path)
            self._known_keys(given, INPUT_KEYS, path)
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
        written = {argument: key for key, argument in NUMBER_KEYS.items()}
        arguments = dict(finding.arguments)
        if "key" in arguments:
            arguments["key"] = written.get(str(arguments["key"]), arguments["key"])
            path = f"{path}.{arguments['key']}"
        if finding.place.row is not None:
            path = f"{path.removesuffix('.readings')}.readings[{finding.place.row}]"
        return replace(finding, arguments=arguments, place=self.document.place(path))

    def _arguments(self, given: Mapping[str, Tree], path: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        readers: dict[str, Callable[[Tree, str], Any]] = {
            **dict.fromkeys(NUMBER_KEYS, self._as_number),
            **dict.fromkeys(TEXT_KEYS, self._text),
            "readings": self._readings,
        }
        for key, tree in given.items():
            if key in readers:
                value = readers[key](tree, f"{path}.{key}")
                if value is not None:
                    found[NUMBER_KEYS.get(key, key)] = value
        return found

    def _readings(self, tree: Tree, path: str) -> list[float | None]:
        return [self._as_number(item, f"{path}[{index}]") for index, item in enumerate(self._list(tree, path), 1)]

    def _correlations(self) -> dict[tuple[str, str], float]:
        found: dict[tuple[str, str], float] = {}
        for index, item in enumerate(self._list(self.tree.get("correlations"), "correlations"), 1):
            path = f"correlations[{index}]"
            given = self._map(item, path)
            self._known_keys(given, ("between", "r"), path)
            names = self._names(given.get("between"), f"{path}.between")
            r = self._as_number(given.get("r"), f"{path}.r")
            if len(names) != 2 or r is None:
                self._fault("bad_correlation_form", path)
                continue
            pair = (names[0], names[1])
            if pair in found:
                self._fault("correlation_twice", path, names=" / ".join(pair))
            found[pair] = r
        return found

    def _paired(self) -> list[list[str]]:
        items = self._list(self.tree.get("paired"), "paired")
        return [self._names(item, f"paired[{index}]") for index, item in enumerate(items, 1)]

    def _names(self, tree: Tree, path: str) -> list[str]:
        texts = [self._text(item, f"{path}[{index}]") for index, item in enumerate(self._list(tree, path), 1)]
        return [text for text in texts if text is not None]
