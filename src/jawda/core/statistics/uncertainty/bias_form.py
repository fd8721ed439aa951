"""The bias of a top-down form: reference materials, proficiency rounds or recoveries (ISO 11352, 8.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jawda.core.statistics.uncertainty.amounts import Amounts
from jawda.core.statistics.uncertainty.component import Component, Scale, per_cent
from jawda.core.statistics.uncertainty.components import (
    bias_from_deviations,
    bias_from_recovery,
    bias_from_reference_material,
    bias_from_rounds,
    u_of_volume,
)
from jawda.core.statistics.uncertainty.document import Tree
from jawda.core.statistics.uncertainty.stated import bias_from_summary

WAYS: Final = ("reference_materials", "rounds", "recovery")
MATERIAL_KEYS: Final = ("name", "value", "u", "U", "k", "results", "mean", "sd", "n")
ROUND_KEYS: Final = ("name", "deviation", "u", "result", "assigned", "s_R", "laboratories")
RECOVERY_KEYS: Final = ("results", "u_concentration", "u_volume", "volume_error", "volume_repeatability")


#: Where the library's arguments stand in the form.
_PLACES: Final = {"value": "results", "reference": "value", "u_reference": "u", "count": "n"}


def read_bias(form: Amounts) -> Component | None:
    """The component; None with faults where it cannot be made."""
    given = form.keys(form.tree.get("bias"), "bias", (*WAYS, "assigned_by", "average"))
    way = form.one_of(given, "bias", WAYS)
    if way is None:
        return None
    if way != "rounds":
        form.alone(given, "bias", way, ("assigned_by", "average"))
    if way == "recovery":
        return _recovery(form, given[way])
    items = form.list(given[way], f"bias.{way}")
    if not items:
        form.fault("part_missing", f"bias.{way}", key=way)
        return None
    return _materials(form, items) if way == "reference_materials" else _rounds(form, items, given)


def _choice(form: Amounts, tree: Tree, path: str, known: tuple[str, ...]) -> str | None:
    value = form.text(tree, path)
    if value is not None and value not in known:
        form.fault("unknown_choice", path, value=value[:60], known=", ".join(known))
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class _Material:
    """One material, all in the unit of the results."""

    value: float
    u: float
    results: Sequence[float | None] | None
    mean: float
    sd: float
    count: int


def _materials(form: Amounts, items: Sequence[Tree]) -> Component | None:
    """One material with the spread of its results; of several, their deviations (8.3.2)."""
    path = "bias.reference_materials"
    several = len(items) > 1
    found = [_material(form, item, f"{path}[{index}]", several) for index, item in enumerate(items, 1)]
    whole = [one for one in found if one is not None]
    if form.faults:
        return None
    if several:
        return form.made(path, lambda: _of_several(whole, form))
    return form.made(f"{path}[1]", lambda: _of_one(whole[0], form), _PLACES)


def _of_one(material: _Material, form: Amounts) -> Component:
    known: dict[str, Any] = {
        "reference": material.value, "u_reference": material.u, "scale": form.scale, "unit": form.unit,
    }  # fmt: skip
    if material.results is not None:
        return bias_from_reference_material(material.results, **known)
    return bias_from_summary(mean=material.mean, sd=material.sd, count=material.count, **known)


def _of_several(materials: Sequence[_Material], form: Amounts) -> Component:
    factors = [per_cent(one.value) if form.scale == "relative" else 1.0 for one in materials]
    return bias_from_deviations(
        [(one.mean - one.value) * factor for one, factor in zip(materials, factors, strict=True)],
        u_reference=[one.u * abs(factor) for one, factor in zip(materials, factors, strict=True)],
        scale=form.scale,
        unit=form.unit,
    )


def _material(form: Amounts, item: Tree, path: str, several: bool) -> _Material | None:
    given = form.keys(item, path, MATERIAL_KEYS)
    form.text(given.get("name"), f"{path}.name")
    value = form.measured(given.get("value"), f"{path}.value")
    u = u_of(form, given, path, value, scale="absolute")
    form.needed(given, path, "value")
    way = form.one_of(given, path, ("results", "mean"))
    results = form.all_measured(given.get("results"), f"{path}.results")
    mean = form.measured(given.get("mean"), f"{path}.mean")
    sd = form.spread(given.get("sd"), f"{path}.sd", at=mean, scale="absolute")
    count = form.count(given.get("n"), f"{path}.n", least=1 if several else 2)
    if way == "results":
        form.alone(given, path, "results", ("sd", "n"))
        present = [one for one in results if one is not None]
        if not present:
            form.fault("part_missing", f"{path}.results", key="results")
        mean = sum(present) / len(present) if present else None
    elif way == "mean" and not several:
        form.needed(given, path, "sd", "n")
    if form.faults or value is None or u is None or mean is None:
        return None
    return _Material(
        value=value, u=u, results=results if way == "results" else None, mean=mean, sd=sd or 0.0, count=count or 1
    )


def u_of(
    form: Amounts, given: Mapping[str, Tree], path: str, at: float | None, *, scale: Scale | None = None
) -> float | None:
    """A standard uncertainty from ``u``, or from ``U`` and ``k`` of a certificate."""
    way = form.one_of(given, path, ("u", "U"))
    u = form.spread(given.get("u"), f"{path}.u", at=at, scale=scale)
    expanded = form.spread(given.get("U"), f"{path}.U", at=at, scale=scale)
    factor = form.number(given.get("k"), f"{path}.k")
    if way == "u":
        form.alone(given, path, "u", ("k",))
        return u
    if way == "U" and form.needed(given, path, "k") and factor is not None:
        if factor > 0:
            return None if expanded is None else expanded / factor
        form.fault("not_positive", f"{path}.k", key="k", value=factor)
    return None


def _rounds(form: Amounts, items: Sequence[Tree], given: Mapping[str, Tree]) -> Component | None:
    """Deviations with the uncertainty of each assigned value, or results with the figures of each round (8.3.3)."""
    path = "bias.rounds"
    assigned_by = _choice(form, given.get("assigned_by"), "bias.assigned_by", ("robust", "mean"))
    average = _choice(form, given.get("average"), "bias.average", ("rounds", "means"))
    maps = [form.keys(item, f"{path}[{index}]", ROUND_KEYS) for index, item in enumerate(items, 1)]
    studied = [one for one in maps if "s_R" in one or "laboratories" in one]
    read = _studied if studied else _deviating
    if studied and len(studied) < len(maps):
        index = next(index for index, one in enumerate(maps, 1) if one not in studied)
        form.needed(maps[index - 1], f"{path}[{index}]", "s_R", "laboratories")
        return None
    if not studied:
        form.alone(given, "bias", "rounds", ("assigned_by", "average"))
    rows = [read(form, one, f"{path}[{index}]") for index, one in enumerate(maps, 1)]
    if form.faults:
        return None
    columns: list[list[float]] = [list(column) for column in zip(*rows, strict=True)]
    scaled: dict[str, Any] = {"scale": form.scale, "unit": form.unit}
    if not studied:
        return form.made(
            path, lambda: bias_from_deviations(columns[0], u_reference=columns[1], source="rounds", **scaled), {}
        )
    how: dict[str, Any] = {"robust": assigned_by != "mean", "average": average or "rounds", **scaled}
    return form.made(
        path,
        lambda: bias_from_rounds(columns[0], columns[1], reproducibility=columns[2], laboratories=columns[3], **how),
        {},
    )


def _deviating(form: Amounts, given: Mapping[str, Tree], path: str) -> tuple[float, float]:
    """Deviation and uncertainty in the scale of the form."""
    form.text(given.get("name"), f"{path}.name")
    way = form.one_of(given, path, ("deviation", "result"))
    assigned = form.measured(given.get("assigned"), f"{path}.assigned")
    result = form.measured(given.get("result"), f"{path}.result")
    deviation = form.amount(given.get("deviation"), f"{path}.deviation", at=assigned)
    u = form.spread(given.get("u"), f"{path}.u", at=assigned)
    form.needed(given, path, "u", *(("assigned",) if way == "result" else ()))
    if way == "result" and result is not None and assigned is not None:
        found = form.made(path, lambda: per_cent(assigned) if form.scale == "relative" else 1.0, {"": "assigned"})
        deviation = (result - assigned) * (found or 1.0)
    return deviation or 0.0, u or 0.0


def _studied(form: Amounts, given: Mapping[str, Tree], path: str) -> tuple[float, float, float, float]:
    """Result, assigned value, s_R in the unit of the results, and number of laboratories."""
    form.text(given.get("name"), f"{path}.name")
    form.needed(given, path, "result", "assigned", "s_R", "laboratories")
    form.alone(given, path, "s_R", ("deviation", "u"))
    result = form.measured(given.get("result"), f"{path}.result")
    assigned = form.measured(given.get("assigned"), f"{path}.assigned")
    spread = form.spread(given.get("s_R"), f"{path}.s_R", at=assigned, scale="absolute")
    count = form.count(given.get("laboratories"), f"{path}.laboratories")
    return result or 0.0, assigned or 0.0, spread or 0.0, float(count or 1)


def _recovery(form: Amounts, tree: Tree) -> Component | None:
    """Recoveries of additions, in per cent (8.3.4)."""
    path = "bias.recovery"
    given = form.keys(tree, path, RECOVERY_KEYS)
    form.needed(given, path, "results", "u_concentration")
    if form.scale != "relative":
        form.fault("recovery_relative", path)
    results = form.per_cents(given.get("results"), f"{path}.results")
    keys = RECOVERY_KEYS[1:]
    concentration, volume, error, repeatability = (form.per_cent(given.get(key), f"{path}.{key}") for key in keys)
    if "u_volume" in given:
        form.alone(given, path, "u_volume", ("volume_error", "volume_repeatability"))

    def make() -> Component:
        u_volume = volume if volume is not None else u_of_volume(error or 0.0, repeatability or 0.0)
        return bias_from_recovery(results, u_concentration=concentration or 0.0, u_volume=u_volume)

    return form.made(
        path,
        make,
        {"recovery": "results", "largest_error": "volume_error", "repeatability": "volume_repeatability"},
    )
