"""The law of a study by its name, or chosen among several by a criterion that is stated.

The automatic choice keeps the normal law where nothing speaks against it (Anderson-Darling p at least 0.05; above 5 000
values, farthest percentiles within a tenth). Else it takes the law with the least Bayesian information criterion,
-2 ln L + k ln n with k parameters (Schwarz, Annals of Statistics 6, 1978), among normal, lognormal, Weibull, gamma,
exponential, lognormal and Weibull with a threshold, and Johnson's. A law that does not hold every value is left out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from jawda.core.findings import Finding, Refused
from jawda.core.statistics.capability.laws import fitting
from jawda.core.statistics.capability.laws.goodness import goodness_of
from jawda.core.statistics.capability.laws.johnson import fit_johnson
from jawda.core.statistics.capability.laws.law import Candidate, FittedLaw, Goodness, Law, Normal
from jawda.core.statistics.capability.laws.transformed import Empirical
from jawda.core.statistics.result import Floats
from jawda.core.statistics.samples import TOLD, Column, refuse

#: Names of models that ask for values above 0.
POSITIVE: Final = frozenset({"lognormal", "weibull", "gamma", "box_cox"})
#: Fewer values cannot tell a threshold or four parameters.
LEAST: Final[Mapping[str, int]] = {"lognormal3": 20, "weibull3": 20, "johnson": 20, "percentile": 20}


def fit_normal(values: Floats) -> Normal:
    """Mean and standard deviation (n - 1).

    >>> fit_normal(np.array([1.0, 3.0])).mean
    2.0
    """
    return Normal(float(values.mean()), float(values.std(ddof=1)))


_FITS: Final[Mapping[str, Callable[[Floats], Law | None]]] = {
    "normal": fit_normal,
    "lognormal": fitting.fit_lognormal,
    "weibull": fitting.fit_weibull,
    "gamma": fitting.fit_gamma,
    "exponential": fitting.fit_exponential,
    "lognormal3": fitting.fit_lognormal3,
    "weibull3": fitting.fit_weibull3,
    "johnson": fit_johnson,
    "box_cox": fitting.fit_box_cox,
    "percentile": lambda values: Empirical(np.sort(values)),
}
#: What ``capability`` takes for a model.
MODELS: Final = (*_FITS, "auto")
_TRIED: Final = ("normal", "lognormal", "weibull", "gamma", "exponential", "lognormal3", "weibull3", "johnson")
_HOW: Final[Mapping[str, str]] = {"normal": "moments", "johnson": "percentiles", "percentile": "values"}


def fitted(model: str, values: Floats, column: Column) -> FittedLaw:
    """The law of a name, fitted to ``values``; ``column`` names the rows of a refusal.

    Refused: values at or below 0 for a law that has none there (below 0 for the exponential), too few values for three
    or four parameters, a law that the values do not determine.

    >>> values = np.array([1.0, 2.0, 4.0])
    >>> fitted("exponential", values, Column(values=values)).law.name
    'exponential'
    """
    _check_sign(model, column)
    least = LEAST.get(model, 2)
    if len(values) < least:
        raise refuse("samples.too_few", column=column, count=len(values), least=least)
    used = values if model == "percentile" else fitting.thinned(values)
    law = _FITS[model](used)
    if law is None:
        raise refuse("capability.law_not_determined", column=column, model=model)
    goodness = Goodness() if model == "percentile" else goodness_of(law, values)
    return FittedLaw(law=law, how=_HOW.get(model, "likelihood"), goodness=goodness)


def chosen(values: Floats) -> FittedLaw:
    """The law with the least criterion of those that can be fitted.

    >>> chosen(np.exp(np.linspace(-2, 2, 60))).law.name in ("weibull", "weibull3", "johnson_sb")
    True
    """
    used = fitting.thinned(values)
    found = []
    for name in _TRIED:
        law = _tried(name, used)
        if law is None:
            continue
        count = len(law.parameters) - (name in ("lognormal", "weibull"))
        criterion = count * math.log(len(used)) - 2 * float(law.log_density(used).sum())
        found.append((criterion, name, law))
    found.sort(key=lambda one: one[0])
    _, name, law = found[0]
    candidates = tuple(
        Candidate(law=one, bic=criterion, goodness=goodness_of(one, used)) for criterion, _, one in found
    )
    goodness = goodness_of(law, values)
    return FittedLaw(law=law, how=_HOW.get(name, "likelihood"), goodness=goodness, candidates=candidates)


def _tried(name: str, values: Floats) -> Law | None:
    least = float(values.min())
    if (name in POSITIVE and least <= 0) or (name == "exponential" and least < 0) or len(values) < LEAST.get(name, 2):
        return None
    return _FITS[name](values)


def _check_sign(model: str, column: Column) -> None:
    """Each cell that the law cannot hold is named."""
    if model in POSITIVE:
        faults, name = np.flatnonzero(column.values <= 0), "capability.not_positive"
    elif model == "exponential":
        faults, name = np.flatnonzero(column.values < 0), "capability.negative"
    else:
        return
    if faults.size:
        raise Refused(
            Finding(id=name, place=column.place(int(at)), arguments={"value": float(column.values[at]), "model": model})
            for at in faults[:TOLD]
        )
