"""What every law answers, the law as it was fitted, and the normal one."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

import numpy as np
from scipy import special

from jawda.core.statistics.result import Floats, plain


class Law(Protocol):
    """A continuous law. Probabilities of either tail are computed on their own side, so that small ones keep digits."""

    @property
    def name(self) -> str:
        """Its usual name in lower case."""

    @property
    def parameters(self) -> Mapping[str, float]:
        """By name."""

    def below(self, values: Floats) -> Floats:
        """P(X <= x)."""

    def above(self, values: Floats) -> Floats:
        """P(X > x)."""

    def quantile(self, probabilities: Floats) -> Floats:
        """The x with P(X <= x) = p."""

    def log_density(self, values: Floats) -> Floats:
        """Of each value; minus infinity where the law puts none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goodness:
    """How well a law fits: the Anderson-Darling statistic of normal scores and its probability.

    After Chen and Balakrishnan (Journal of Quality Technology 27, 1995) scores of any fitted law are judged as normal
    values are; a law with one parameter or none estimated, by its own law of the statistic. Above 5 000 values a
    probability says nothing, and none is given.
    """

    anderson_darling: float | None = None
    p: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A law that was tried: Bayes' criterion (less is better), with its goodness."""

    law: Law
    bic: float
    goodness: Goodness

    @property
    def name(self) -> str:
        """Of the law."""
        return self.law.name

    def to_dict(self) -> dict[str, Any]:
        """Name, parameters, criterion and goodness."""
        return {
            "name": self.name,
            "parameters": plain(self.law.parameters),
            "bic": self.bic,
            "goodness": plain(self.goodness),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedLaw:
    """A law with how it came about: by ``likelihood``, ``moments``, ``percentiles``, or ``given``.

    ``candidates`` are what the automatic choice compared.
    """

    law: Law
    how: str
    goodness: Goodness = Goodness()
    candidates: tuple[Candidate, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """Name, parameters, how, goodness and candidates."""
        return {
            "name": self.law.name,
            "parameters": plain(self.law.parameters),
            "how": self.how,
            "goodness": plain(self.goodness),
            "candidates": plain(self.candidates),
        }


def parameters_of(law: Any) -> Mapping[str, float]:
    """The fields of a law by name.

    >>> parameters_of(Normal(1.0, 2.0))["sigma"]
    2.0
    """
    return {part.name: getattr(law, part.name) for part in dataclasses.fields(law)}


def positive(**parameters: float) -> None:
    """``ValueError`` for one that is not finite and above 0.

    >>> positive(scale=2.0)
    """
    for name, value in parameters.items():
        if not (value > 0 and math.isfinite(value)):
            raise ValueError(f"the {name} of a law is above 0, not {value}")


@dataclass(frozen=True, slots=True)
class Normal:
    """The normal law.

    >>> float(Normal(10, 1).above(np.array(14.0)).round(9))
    3.1671e-05
    """

    name: ClassVar[str] = "normal"

    mean: float
    sigma: float

    def __post_init__(self) -> None:
        positive(sigma=self.sigma)

    @property
    def parameters(self) -> Mapping[str, float]:
        """Mean and standard deviation."""
        return parameters_of(self)

    def below(self, values: Floats) -> Floats:
        """P(X <= x)."""
        found: Floats = special.ndtr((values - self.mean) / self.sigma)
        return found

    def above(self, values: Floats) -> Floats:
        """P(X > x)."""
        found: Floats = special.ndtr((self.mean - values) / self.sigma)
        return found

    def quantile(self, probabilities: Floats) -> Floats:
        """The x with P(X <= x) = p."""
        found: Floats = self.mean + self.sigma * special.ndtri(probabilities)
        return found

    def log_density(self, values: Floats) -> Floats:
        """Of each value."""
        found: Floats = -0.5 * ((values - self.mean) / self.sigma) ** 2 - np.log(self.sigma) - 0.5 * np.log(2 * np.pi)
        return found
