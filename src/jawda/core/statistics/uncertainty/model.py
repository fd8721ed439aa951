"""A measurement model: equations, the input quantities they use, and the correlations between these (GUM 4.1, 5.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from jawda.core.findings import Finding, Place, Refused
from jawda.core.statistics.result import NAMED_ROWS, Exclusion, Floats, Inputs
from jawda.core.statistics.uncertainty.derivatives import Series, expand
from jawda.core.statistics.uncertainty.expression import Expression, is_name, parse
from jawda.core.statistics.uncertainty.quantity import Quantity, standard_uncertainty_of_mean

MAXIMUM_QUANTITIES: Final = 200
MAXIMUM_EQUATIONS: Final = 100
#: Steps of all equations together, and the same times the square of the number of inputs, which derivatives take.
MAXIMUM_STEPS: Final = 20_000
MAXIMUM_WORK: Final = 100_000_000
#: Smallest eigenvalue of a correlation matrix that is told from a rounding error of written coefficients.
SMALLEST_EIGENVALUE: Final = -1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """Made and checked by :func:`measurement_model`.

    ``definitions`` are intermediate quantities, worked out in order before the ``equations``, whose left sides are the
    measurands. ``correlation`` is the matrix of the inputs in the order of ``quantities``; ``groups`` are the inputs
    that depend on each other, by index.
    """

    title: str
    equations: Mapping[str, Expression]
    definitions: Mapping[str, Expression]
    quantities: Mapping[str, Quantity]
    correlation: Floats
    groups: tuple[tuple[int, ...], ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    excluded: tuple[Exclusion, ...] = ()
    file: str | None = None

    @property
    def uncertainties(self) -> Floats:
        """Standard uncertainties of the inputs, in order."""
        return np.array([quantity.u for quantity in self.quantities.values()])

    @property
    def estimates(self) -> dict[str, float]:
        """Of the inputs, by name."""
        return {name: quantity.value for name, quantity in self.quantities.items()}

    def root(self) -> Floats:
        """A square root of the covariance matrix: inputs are estimates plus this times independent unit variables."""
        values, vectors = np.linalg.eigh(self.correlation)
        within = vectors * np.sqrt(np.clip(values, 0.0, None))
        root: Floats = self.uncertainties[:, None] * (within if self.groups else np.eye(len(values)))
        return root

    def evaluate(self, values: Mapping[str, float | Floats]) -> dict[str, Floats]:
        """The measurands for values of the inputs, numbers or arrays of one shape."""
        known: dict[str, float | Floats] = dict(values)
        for name, expression in (*self.definitions.items(), *self.equations.items()):
            known[name] = expression.evaluate(known)
        return {name: np.asarray(known[name]) for name in self.equations}

    def expand(self, directions: Floats) -> dict[str, Series]:
        """The series of each measurand when input i moves by ``directions[i]``."""
        known = {
            name: Series.along(quantity.value, directions[index])
            for index, (name, quantity) in enumerate(self.quantities.items())
        }
        for name, expression in (*self.definitions.items(), *self.equations.items()):
            known[name] = expand(expression, known, directions=directions.shape[1])
        return {name: known[name] for name in self.equations}

    def choose(self, output: str | None) -> str:
        """The measurand that is asked for; ``Refused`` where there are several and none is named."""
        if output is not None and output not in self.equations:
            raise ValueError(f"the model has no equation for {output}")
        if output is None and len(self.equations) > 1:
            names = ", ".join(self.equations)
            raise Refused([_finding("several_measurands", self.file, "equations", names=names[:200])])
        return output or next(iter(self.equations))

    def unused(self) -> tuple[str, ...]:
        """Inputs that no equation uses."""
        used = {name for part in (self.equations, self.definitions) for text in part.values() for name in text.names}
        return tuple(name for name in self.quantities if name not in used)

    def inputs(self, unit: str | None) -> Inputs:
        """The account for a result: how many inputs, and all that is known of them."""
        readings = {
            name: quantity.readings.values
            for name, quantity in self.quantities.items()
            if quantity.readings is not None
        }
        rows = [(q.value, q.u, q.degrees_of_freedom, q.shape) for q in self.quantities.values()]
        expressions = {**self.definitions, **self.equations}
        data = {
            "equations": [f"{name} = {expression.text}" for name, expression in expressions.items()],
            "names": list(self.quantities),
            "distributions": [quantity.distribution for quantity in self.quantities.values()],
            "quantities": np.array(rows).ravel(),
            "correlation": self.correlation.ravel(),
            **{f"readings of {name}": values for name, values in readings.items()},
        }
        return Inputs(
            count=len(self.quantities),
            missing=sum(int(np.isnan(values).sum()) for values in readings.values()),
            excluded=self.excluded,
            unit=unit,
            file=self.file,
            data=data,
        )


def measurement_model(
    equations: str | Mapping[str, str],
    quantities: Mapping[str, Quantity],
    *,
    definitions: Mapping[str, str] | None = None,
    correlations: Mapping[tuple[str, str], float] | None = None,
    paired: Sequence[Sequence[str]] = (),
    units: Mapping[str, str] | None = None,
    title: str = "",
    file: str | None = None,
) -> Model:
    """Check and build a model.

    ``equations`` is ``"y = a * b"`` or several by name; a later one may use an earlier. ``correlations`` are
    coefficients by pairs of inputs. ``paired`` are inputs read at the same time, whose correlations come from their
    readings (GUM 5.2.3); a row that lacks one of them is left out and counted. ``Refused`` with every fault and its
    path.

    >>> from jawda.core.statistics.uncertainty.quantity import quantity
    >>> model = measurement_model("P = U * I", {"U": quantity(230.0, u=1.0), "I": quantity(2.0, u=0.01)})
    >>> float(model.evaluate(model.estimates)["P"])
    460.0
    """
    faults: list[Finding] = []
    texts = _split(equations, file)
    read = {
        "definitions": _read(definitions or {}, "definitions", file, faults),
        "equations": _read(texts, "equations", file, faults),
    }
    unreadable = {*texts, *(definitions or {})} - {*read["equations"], *read["definitions"]}
    faults += _faults_of_names(read, quantities, unreadable, file)
    taken, excluded = _complete_rows(quantities, paired, file, faults)
    matrix = np.eye(len(taken))
    names = {name: index for index, name in enumerate(taken)}
    _enter_paired(matrix, names, taken, paired)
    _enter_written(matrix, names, correlations or {}, file, faults)
    if faults:
        raise Refused(faults)
    smallest = float(np.linalg.eigvalsh(matrix)[0])
    if smallest < SMALLEST_EIGENVALUE * len(matrix):
        raise Refused([_finding("impossible_correlations", file, "correlations", eigenvalue=smallest)])
    return Model(
        title=title,
        equations=read["equations"],
        definitions=read["definitions"],
        quantities=taken,
        correlation=matrix,
        groups=_groups(matrix, [[names[name] for name in group] for group in paired]),
        units=dict(units or {}),
        excluded=excluded,
        file=file,
    )


def _finding(name: str, file: str | None, path: str, /, **arguments: str | int | float) -> Finding:
    return Finding(id=f"uncertainty.{name}", place=Place(file=file, path=path), arguments=arguments)


def _split(equations: str | Mapping[str, str], file: str | None) -> Mapping[str, str]:
    if not isinstance(equations, str):
        return equations
    left, sign, right = equations.partition("=")
    if not sign:
        raise Refused([_finding("no_left_side", file, "equations", equation=equations[:200])])
    return {left.strip(): right}


def _read(texts: Mapping[str, str], path: str, file: str | None, faults: list[Finding]) -> dict[str, Expression]:
    found = {}
    for name, text in texts.items():
        try:
            found[name] = parse(text, place=Place(file=file, path=f"{path}.{name}"))
        except Refused as refused:
            faults += refused.findings
    return found


def _faults_of_names(
    read: Mapping[str, Mapping[str, Expression]],
    quantities: Mapping[str, Quantity],
    unreadable: set[str],
    file: str | None,
) -> list[Finding]:
    """Every name is a name, stands for one thing, and is known where it is used."""
    faults = [_finding("bad_name", file, f"inputs.{n[:60]}", name=n[:60]) for n in quantities if not is_name(n)]
    known = set(quantities) | unreadable  # what is told already is not told again where it is used
    for path, expressions in read.items():
        for name, expression in expressions.items():
            where = f"{path}.{name[:60]}"
            if not is_name(name):
                faults.append(_finding("bad_name", file, where, name=name[:60]))
            if name in known:
                faults.append(_finding("name_twice", file, where, name=name[:60]))
            faults += [
                _finding("unknown_name", file, where, name=used[:60], known=", ".join(sorted(known))[:200])
                for used in expression.names
                if used not in known
            ]
            known.add(name)
    if not read["equations"] and not unreadable:
        faults.append(_finding("no_equation", file, "equations"))
    if not quantities:
        faults.append(_finding("no_input", file, "inputs"))
    for path, count, most in (
        ("inputs", len(quantities), MAXIMUM_QUANTITIES),
        ("equations", sum(map(len, read.values())), MAXIMUM_EQUATIONS),
    ):
        if count > most:
            faults.append(_finding("too_many", file, path, count=count, most=most))
    steps = sum(len(expression.steps) for expressions in read.values() for expression in expressions.values())
    if steps > MAXIMUM_STEPS or steps * len(quantities) ** 2 > MAXIMUM_WORK:
        faults.append(_finding("too_much", file, "equations", steps=steps))
    return faults


def _complete_rows(
    quantities: Mapping[str, Quantity], paired: Sequence[Sequence[str]], file: str | None, faults: list[Finding]
) -> tuple[dict[str, Quantity], tuple[Exclusion, ...]]:
    """Inputs with their means over the rows where all those of their pair were read."""
    taken, excluded = dict(quantities), []
    seen: set[str] = set()
    for number, group in enumerate(paired, 1):
        path = f"paired[{number}]"
        columns = [quantities[name].readings for name in group if name in quantities]
        readings = [column.values for column in columns if column is not None]
        if len(readings) < len(group) or len(group) < 2 or len(set(map(len, readings))) > 1 or seen & set(group):
            faults.append(_finding("bad_pair", file, path, names=", ".join(group)[:200]))
            continue
        seen |= set(group)
        whole = ~np.isnan(np.array(readings)).any(axis=0)
        if np.count_nonzero(whole) < 2:
            faults.append(_finding("few_pairs", file, path, count=int(np.count_nonzero(whole))))
            continue
        partial = ~whole & ~np.isnan(np.array(readings)).all(axis=0)
        if partial.any():
            rows = tuple(int(row) + 1 for row in np.flatnonzero(partial)[:NAMED_ROWS])
            excluded.append(Exclusion(reason="incomplete pair", count=int(partial.sum()), rows=rows))
        for name, values in zip(group, readings, strict=True):
            mean, u = standard_uncertainty_of_mean(values[whole])
            if not u:
                faults.append(_finding("equal_readings", file, f"inputs.{name}"))
            degrees = float(np.count_nonzero(whole) - 1)
            taken[name] = replace(quantities[name], value=mean, u=u, distribution="t", degrees_of_freedom=degrees)
    return taken, tuple(excluded)


def _enter_paired(
    matrix: Floats, names: Mapping[str, int], taken: Mapping[str, Quantity], paired: Sequence[Sequence[str]]
) -> None:
    """Correlations of the means are those of the readings (GUM 5.2.3, equation 17)."""
    for group in paired:
        columns = [taken[name].readings for name in group if name in taken]
        readings = [column.values for column in columns if column is not None]
        if len(readings) < len(group) or len(set(map(len, readings))) > 1:
            continue  # told already
        rows = np.array(readings)
        rows = rows[:, ~np.isnan(rows).any(axis=0)]
        if rows.shape[1] < 2 or (np.ptp(rows, axis=1) == 0).any():
            continue
        places = [names[name] for name in group]
        matrix[np.ix_(places, places)] = np.corrcoef(rows)


def _enter_written(
    matrix: Floats,
    names: Mapping[str, int],
    correlations: Mapping[tuple[str, str], float],
    file: str | None,
    faults: list[Finding],
) -> None:
    seen: set[frozenset[str]] = set()
    for number, (pair, coefficient) in enumerate(correlations.items(), 1):
        path = f"correlations[{number}]"
        unknown = [name for name in pair if name not in names]
        faults += [
            _finding("unknown_name", file, path, name=name[:60], known=", ".join(names)[:200]) for name in unknown
        ]
        if unknown:
            continue
        first, second = names[pair[0]], names[pair[1]]
        if first == second or frozenset(pair) in seen or matrix[first, second]:
            faults.append(_finding("correlation_twice", file, path, names=" / ".join(pair)))
        elif not -1 <= coefficient <= 1:
            faults.append(_finding("bad_correlation", file, path, value=float(coefficient)))
        else:
            matrix[first, second] = matrix[second, first] = coefficient
        seen.add(frozenset(pair))


def _groups(matrix: Floats, paired: Iterable[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """Inputs joined by a correlation, however many steps away; those that stand alone are not listed."""
    joined = matrix != 0
    for group in paired:
        joined[np.ix_(group, group)] = True
    found, left = [], set(range(len(matrix)))
    while left:
        members, fresh = set[int](), {min(left)}
        while fresh:
            members |= fresh
            fresh = {int(other) for one in fresh for other in np.flatnonzero(joined[one])} - members
        left -= members
        if len(members) > 1:
            found.append(tuple(sorted(members)))
    return tuple(found)
