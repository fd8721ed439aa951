"""From which value on 0-100 a requirement is met, and which value is aimed for.

On a conformity scale a requirement is met when it conforms: partly is not met. On a maturity scale it is met from
level 3, where a way of doing things is established and followed (ISO 9004:2018, annex A, grades from a base
level to best practice; what lies below 3 there is still informal or reactive).
"""

from __future__ import annotations

from typing import Final

from jawda.core.referentials.model import Scale, ScaleKind, ScaleLevel

#: Level 3 of 5.
IN_PLACE: Final = 60.0


def met_from(scale: Scale) -> float:
    """The value from which a requirement is met.

    >>> from jawda.core.referentials.scales import CONFORMITY, MATURITY
    >>> met_from(CONFORMITY), met_from(MATURITY)
    (100.0, 60.0)
    """
    top = scale.levels[-1].value
    return top if scale.kind is ScaleKind.CONFORMITY else min(IN_PLACE, top)


def wanted(scale: Scale, target: float | None) -> float:
    """The value aimed for. A target asks for more than what is met, never for less: it hides no gap.

    >>> from jawda.core.referentials.scales import CONFORMITY, MATURITY
    >>> wanted(MATURITY, None), wanted(MATURITY, 80), wanted(MATURITY, 20), wanted(CONFORMITY, 80)
    (60.0, 80, 60.0, 100.0)
    """
    least = met_from(scale)
    return least if target is None else max(least, target)


def level_from(scale: Scale, value: float) -> ScaleLevel:
    """The lowest level that reaches ``value``, or the highest where none does.

    >>> from jawda.core.referentials.scales import MATURITY
    >>> level_from(MATURITY, 70).code
    '4'
    """
    return next((level for level in scale.levels if level.value >= value), scale.levels[-1])
