"""Figures with their unit in a top-down form: ``1.67 %``, ``0.25 mg/L``; and what the computation refuses, in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeVar

from jawda.core.findings import Finding, Refused
from jawda.core.statistics.uncertainty.component import Scale
from jawda.core.statistics.uncertainty.document import Document, Tree
from jawda.core.statistics.uncertainty.fields import Fields

#: Beyond these, squares and ratios of figures leave what a number holds.
LARGEST: Final = 1e60
MOST_RESULTS: Final = 1_000_000
Made = TypeVar("Made")


class Amounts(Fields):
    """Fields in the unit of the results or in per cent of them, each as the ``scale`` of the form has it."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.unit = self.text(self.tree.get("unit"), "unit")
        self.scale = self._scale()

    def _scale(self) -> Scale:
        given = self.text(self.tree.get("scale"), "scale")
        if given == "absolute":
            return "absolute"
        if given is None and self.unit == "%":  # of the sample, or of the result?
            self.fault("scale_needed", "unit")
        elif given not in (None, "relative"):
            self.fault("unknown_scale", "scale", value=given[:60])
        return "relative"

    def keys(self, tree: Tree, path: str, known: tuple[str, ...]) -> Mapping[str, Tree]:
        """A map with these keys alone."""
        given = self.map(tree, path)
        self.known_keys(given, known, path)
        return given

    def needed(self, given: Mapping[str, Tree], path: str, *keys: str) -> bool:
        """Whether all are there; each that is not is a fault."""
        if self._told(path):
            return False
        missing = [key for key in keys if given.get(key) is None]
        for key in missing:
            self.fault("part_missing", path, key=key)
        return not missing

    def one_of(self, given: Mapping[str, Tree], path: str, keys: tuple[str, ...]) -> str | None:
        """The one of these keys that is there; more or fewer are a fault."""
        found = [key for key in keys if given.get(key) is not None]
        if self._told(path):
            return None
        if len(found) != 1:
            self.fault("one_of", path, known=", ".join(keys))
            return None
        return found[0]

    def alone(self, given: Mapping[str, Tree], path: str, key: str, others: tuple[str, ...]) -> None:
        """Keys that go with something else than ``key`` are a fault."""
        for other in others:
            if other in given:
                self.fault("not_beside", f"{path}.{other}" if path else other, key=other, other=key)

    def measured(self, tree: Tree, path: str) -> float | None:
        """A measured value, with or without the unit of the results."""
        return self._split(tree, path, (self.unit,))[0]

    def all_measured(self, tree: Tree, path: str) -> list[float | None]:
        """A list of them, None where one is missing."""
        return [self.measured(item, f"{path}[{index}]") for index, item in enumerate(self.list(tree, path), 1)]

    def per_cents(self, tree: Tree, path: str) -> list[float | None]:
        """A list in per cent, with or without the sign."""
        items = enumerate(self.list(tree, path), 1)
        return [self._split(item, f"{path}[{index}]", ("%",))[0] for index, item in items]

    def per_cent(self, tree: Tree, path: str) -> float | None:
        """One figure in per cent, with or without the sign."""
        return self._split(tree, path, ("%",))[0]

    def amount(self, tree: Tree, path: str, *, at: float | None = None, scale: Scale | None = None) -> float | None:
        """A deviation or uncertainty in ``scale`` or that of the form; converted where the value it is at is known."""
        wanted = self.scale if scale is None else scale
        value, unit = self._split(tree, path, ("%", self.unit))
        if value is None:
            return None
        if unit is None and (self.unit is not None or wanted == "relative"):
            self.fault("unit_missing", path, value=str(tree)[:60], known=self._known())
            return None
        given: Scale = "relative" if unit == "%" and (self.unit != "%" or self.scale == "relative") else "absolute"
        if given == wanted:
            return value
        if not at:
            self.fault("other_scale", path, scale=wanted)
            return None
        return value * abs(at) / 100 if given == "relative" else 100 * value / abs(at)

    def spread(self, tree: Tree, path: str, *, at: float | None = None, scale: Scale | None = None) -> float | None:
        """An amount that is not negative."""
        value = self.amount(tree, path, at=at, scale=scale)
        if value is not None and value < 0:
            self.fault("negative", path, key=path.rpartition(".")[2], value=value)
            return None
        return value

    def number(self, tree: Tree, path: str) -> float | None:
        """A number that can be computed with."""
        value = super().number(tree, path)
        if value is not None and value and not 1 / LARGEST <= abs(value) <= LARGEST:
            self.fault("out_of_range", path, value=str(tree)[:60])
            return None
        return value

    def count(self, tree: Tree, path: str, *, least: int = 1) -> int | None:
        """A number of results or laboratories."""
        value = self.number(tree, path)
        if value is None:
            return None
        if value != int(value) or not least <= value <= MOST_RESULTS:
            self.fault("bad_count", path, value=str(tree)[:60], least=least)
            return None
        return int(value)

    def made(self, path: str, make: Callable[[], Made], places: Mapping[str, str] | None = None) -> Made | None:
        """What ``make`` gives, unless there are faults; its refusals stand where ``places`` has what they are about."""
        if self.faults:
            return None
        try:
            return make()
        except Refused as refused:
            self.faults += [self._placed(finding, path, places or {}) for finding in refused.findings]
            return None

    def _placed(self, finding: Finding, path: str, places: Mapping[str, str]) -> Finding:
        about = finding.place.path or finding.place.column or ""
        inner = places.get(about, about)
        where = ".".join(part for part in (path, inner) if part)
        return replace(finding, place=self.document.place(where))

    def _told(self, path: str) -> bool:
        """Whether the place holds no map: nothing more is said of what it lacks."""
        return any(fault.id == "uncertainty.map_expected" and fault.place.path == path for fault in self.faults)

    def _known(self) -> str:
        return ", ".join(unit for unit in ("%", self.unit) if unit is not None)

    def _split(self, tree: Tree, path: str, units: tuple[str | None, ...]) -> tuple[float | None, str | None]:
        """The number and the unit after it, which is one of ``units``."""
        if not isinstance(tree, str):
            return self.number(tree, path), None
        head, *tail = (tree[:-1] + " %" if tree.endswith("%") else tree).split(None, 1) or [tree]
        unit = tail[0].strip() if tail else None
        value = self.number(head, path)
        if value is not None and unit is not None and unit not in units:
            known = ", ".join(one for one in units if one is not None) or "1"
            self.fault("wrong_unit", path, unit=unit[:60], known=known)
            return None, None
        return value, unit
