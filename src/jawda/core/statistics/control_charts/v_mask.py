"""The V-mask, the older form of a cumulative sum chart, and the tabular chart that decides alike.

A mask with its vertex a lead distance d ahead of the last point, arms at a half angle θ, signals when a past sum lies
outside the arms. It is the tabular chart with k = tan θ (in vertical units for each point) and h = d k. Sources:
Johnson & Leone (1962); NIST/SEMATECH e-Handbook 6.3.2.3; ISO 7870-4:2021.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from jawda.core.statistics.result import Inputs, Method, Result


@dataclass(frozen=True, kw_only=True)
class VMask(Result):
    """Both forms: ``lead_distance`` (points), ``half_angle`` (degrees), ``reference_value``, ``decision_interval``."""

    schema: ClassVar[str] = "v-mask/1"

    lead_distance: float
    half_angle: float
    reference_value: float
    decision_interval: float

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """One row."""
        return [
            {
                "lead_distance": self.lead_distance, "half_angle": self.half_angle,
                "reference_value": self.reference_value, "decision_interval": self.decision_interval,
            }
        ]  # fmt: skip


def v_mask(*, reference_value: float, decision_interval: float, scale: float = 1.0) -> VMask:
    """The mask that decides as the tabular chart with K and H; ``scale``: vertical units drawn as long as one point.

    >>> round(v_mask(reference_value=0.5, decision_interval=5.0).lead_distance, 6)
    10.0
    """
    if not (reference_value > 0 and decision_interval > 0 and scale > 0):
        raise ValueError("the reference value, the decision interval and the scale of a mask are positive")
    method = Method(name="V-mask", standard="ISO 7870-4", edition="2021", options={"scale": scale})
    return VMask(
        method=method,
        inputs=Inputs(count=0),
        lead_distance=decision_interval / reference_value,
        half_angle=math.degrees(math.atan(reference_value / scale)),
        reference_value=reference_value,
        decision_interval=decision_interval,
    )


def v_mask_design(*, shift: float, alpha: float, beta: float = 0.0, sigma: float = 1.0, scale: float = 1.0) -> VMask:
    """A mask for a shift (in standard errors) that matters: d = 2 ln((1 - β) / α) / δ², k = δ σ / 2.

    ``alpha`` is the chance of a false alarm on one side, ``beta`` of missing the shift, ``sigma`` the standard error of
    a point. The approximation is that of the sequential test behind the mask: compute the run length of what it gives
    with :func:`~jawda.core.statistics.control_charts.run_length.cusum_run_length`.

    >>> mask = v_mask_design(shift=1.0, alpha=0.00135, sigma=0.635)
    >>> round(mask.reference_value, 4), round(mask.decision_interval, 4)
    (0.3175, 4.1959)
    """
    if not shift > 0 or not 0 < alpha < 1 or not 0 <= beta < 1 - alpha or not sigma > 0:
        raise ValueError("a mask is designed for a positive shift, and chances of error that make less than 1")
    reference_value = shift * sigma / 2
    lead_distance = 2 * math.log((1 - beta) / alpha) / shift**2
    found = v_mask(reference_value=reference_value, decision_interval=lead_distance * reference_value, scale=scale)
    options = {"shift": shift, "alpha": alpha, "beta": beta, "sigma": sigma, "scale": scale}
    return VMask(
        method=Method(name="V-mask", standard="NIST/SEMATECH e-Handbook", clause="6.3.2.3", options=options),
        inputs=found.inputs,
        lead_distance=lead_distance,
        half_angle=found.half_angle,
        reference_value=reference_value,
        decision_interval=found.decision_interval,
    )
