"""Rules of laboratory control charts: Westgard's multirules, those of Nordtest TR 569, of ISO 7870-2.

They are rules of :mod:`jawda.core.statistics.control_charts.rules`; a laboratory tells apart those that reject a series
of results and those that only warn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jawda.core.statistics.control_charts.rules import Apart, Beyond, Rule, RuleSet, Run, SomeBeyond, Trend


@dataclass(frozen=True, slots=True, kw_only=True)
class LaboratoryRules:
    """A set of rules; ``warnings`` are the ids of those that alone stop nothing."""

    rules: RuleSet
    warnings: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        unknown = self.warnings - {rule.id for rule in self.rules.rules}
        if unknown:
            raise ValueError(f"{self.rules.name} has no rule {sorted(unknown)}")


def _some(identifier: str, count: int, of: int, sigmas: float) -> SomeBeyond:
    """A series is short: the pattern counts as soon as it is there, without waiting for a full window."""
    return SomeBeyond(id=identifier, count=count, of=of, sigmas=sigmas, full_window=False)


_WARNING: Final = Beyond(id="1_2s", sigmas=2.0)
_ACTION: Final = Beyond(id="1_3s", sigmas=3.0)
_TREND: Final = Trend(id="7_trend", length=7)


def _set(name: str, source: str, warnings: set[str], *rules: Rule) -> LaboratoryRules:
    return LaboratoryRules(
        rules=RuleSet(name=name, source=source, rules=(_WARNING, _ACTION, *rules)), warnings=frozenset(warnings)
    )


#: Sets by name; a point beyond 2 standard deviations warns in each.
RULE_SETS: Final[dict[str, LaboratoryRules]] = {
    found.rules.name: found
    for found in (
        _set(
            "westgard", "Westgard et al., Clin. Chem. 27 (1981) 493", {"1_2s"},
            _some("2_2s", 2, 2, 2.0), Apart(id="R_4s", of=2, sigmas=2.0), _some("4_1s", 4, 4, 1.0),
            Run(id="10_x", length=10),
        ),
        _set(
            "nordtest", "Nordtest TR 569", {"1_2s", "7_trend", "10of11_x"},
            _some("2of3_2s", 2, 3, 2.0), _TREND, _some("10of11_x", 10, 11, 0.0),
        ),
        _set(
            "iso_7870_2", "ISO 7870-2:2023", {"1_2s"},
            _some("2of3_2s", 2, 3, 2.0), Run(id="9_x", length=9), _TREND,
        ),
    )
}  # fmt: skip


def laboratory_rules(rules: str | RuleSet | LaboratoryRules) -> LaboratoryRules:
    """The set meant; a set without warnings rejects by every rule. ``ValueError`` names the known ones.

    >>> sorted(laboratory_rules("nordtest").warnings)
    ['10of11_x', '1_2s', '7_trend']
    """
    if isinstance(rules, LaboratoryRules):
        return rules
    if isinstance(rules, RuleSet):
        return LaboratoryRules(rules=rules)
    if rules not in RULE_SETS:
        raise ValueError(f"rules are one of {', '.join(RULE_SETS)}, not {rules!r}")
    return RULE_SETS[rules]
