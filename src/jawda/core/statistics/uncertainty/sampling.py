"""Draws of a model's inputs: each by its distribution, those that are correlated together (JCGM 101:2008, 6.4.8)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from jawda.core.statistics.result import Floats
from jawda.core.statistics.uncertainty.distributions import NORMAL_FAMILY, draw
from jawda.core.statistics.uncertainty.model import Model


def draw_inputs(model: Model, generator: np.random.Generator, count: int) -> dict[str, float | Floats]:
    """``count`` values of each input that an equation uses; constants as one number.

    Correlated inputs are drawn from a joint normal distribution, or from a joint Student's t where their degrees of
    freedom are finite: one chi-squared draw serves the group, so that each margin is the t of JCGM 101, 6.4.9. Their
    own shapes, if they have others, are lost: :func:`lost_shapes` names those inputs.
    """
    names, quantities = list(model.quantities), list(model.quantities.values())
    unused = set(model.unused())
    drawn: dict[str, float | Floats] = {}
    for group in model.groups:
        for index, values in zip(group, _draw_group(model, group, generator, count), strict=True):
            drawn[names[index]] = values
    for name, quantity in zip(names, quantities, strict=True):
        if name in drawn:
            continue
        if quantity.u == 0 or name in unused:
            drawn[name] = quantity.value
            continue
        drawn[name] = draw(
            generator,
            count,
            distribution=quantity.distribution,
            value=quantity.value,
            u=quantity.u,
            degrees_of_freedom=quantity.degrees_of_freedom,
            shape=quantity.shape,
        )
    return drawn


def group_degrees(model: Model, group: Sequence[int]) -> float:
    """The degrees of freedom with which a group is drawn: the fewest of its Student members."""
    quantities = [list(model.quantities.values())[index] for index in group]
    return min((q.degrees_of_freedom for q in quantities if q.distribution == "t"), default=math.inf)


def lost_shapes(model: Model) -> tuple[str, ...]:
    """Correlated inputs whose distribution is neither normal nor Student's: they are drawn as if it were."""
    items = list(model.quantities.items())
    joined = [items[index] for group in model.groups for index in group]
    return tuple(name for name, quantity in joined if quantity.distribution not in NORMAL_FAMILY)


def without_variance(model: Model) -> tuple[str, ...]:
    """Inputs drawn from Student's t with two degrees of freedom or fewer: it has no standard deviation."""
    names = list(model.quantities)
    grouped = {index for group in model.groups for index in group}
    found = {names[index] for group in model.groups if group_degrees(model, group) <= 2 for index in group}
    found |= {
        name
        for index, (name, quantity) in enumerate(model.quantities.items())
        if index not in grouped and quantity.distribution == "t" and quantity.degrees_of_freedom <= 2
    }
    return tuple(name for name in names if name in found)


def _draw_group(model: Model, group: Sequence[int], generator: np.random.Generator, count: int) -> list[Floats]:
    places = list(group)
    values, vectors = np.linalg.eigh(model.correlation[np.ix_(places, places)])
    root = model.uncertainties[places][:, None] * (vectors * np.sqrt(np.clip(values, 0.0, None)))
    joint = root @ generator.standard_normal((len(places), count))
    degrees = group_degrees(model, group)
    if not math.isinf(degrees):
        joint /= np.sqrt(generator.standard_gamma(degrees / 2, count) * (2 / degrees))
    estimates = np.array(list(model.estimates.values()))[places]
    return list(joint + estimates[:, None])
