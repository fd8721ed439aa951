"""Studies that several tests use."""

from __future__ import annotations

from typing import Any

import numpy as np

from jawda.core.statistics.result import Floats


def crossed(seed: int = 1, *, parts: int = 10, operators: int = 3, trials: int = 3, interaction: float = 0.4) -> Floats:
    """A study drawn from the model."""
    draw = np.random.default_rng(seed)
    return (
        10
        + 2.0 * draw.normal(size=(parts, 1, 1))
        + 0.5 * draw.normal(size=(1, operators, 1))
        + interaction * draw.normal(size=(parts, operators, 1))
        + 0.5 * draw.normal(size=(parts, operators, trials))
    )


def long(study: Floats) -> tuple[list[Any], list[str], list[str]]:
    """The same as columns of value, part, operator."""
    rows = [
        (float(study[part, operator, trial]), f"p{part + 1}", f"o{operator + 1}")
        for trial in range(study.shape[2])
        for part in range(study.shape[0])
        for operator in range(study.shape[1])
    ]
    values, parts, operators = zip(*rows, strict=True)
    return list(values), list(parts), list(operators)
