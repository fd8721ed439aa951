"""Rules that tell a special cause from chance, as data: kinds with parameters, and the sets that authors published.

Every rule signals at the point that completes its pattern. Unless a parameter says otherwise, comparisons are strict (a
point on a line is not beyond it), a point on the centre line ends a run, and a missing point ends every pattern.

Sources: Nelson, "The Shewhart control chart - tests for special causes", Journal of Quality Technology 16 (1984)
237-239; Western Electric, Statistical Quality Control Handbook (1956), part B; AIAG, Statistical Process Control, 2nd
edition (2005), chapter II; Minitab's tests for special causes 1 to 8.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal, TypeAlias

#: A point on the centre line ends a run, belongs to both sides, or is passed over.
OnCentre: TypeAlias = Literal["breaks", "counts", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A pattern; ``id`` is its name in its set and in the signals. ``spread``: it also suits ranges and deviations."""

    kind: ClassVar[str]

    id: str
    spread: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The kind and every parameter."""
        values = {part.name: getattr(self, part.name) for part in dataclasses.fields(self)}
        return {"id": values.pop("id"), "kind": self.kind, **values}


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond(Rule):
    """One point beyond a control limit, or beyond ``sigmas`` standard deviations where that is given."""

    kind: ClassVar[str] = "beyond"

    spread: bool = True
    sigmas: float | None = None
    strict: bool = True

    def __post_init__(self) -> None:
        _positive(self.sigmas)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Rule):
    """``length`` points in a row on one side of the centre line."""

    kind: ClassVar[str] = "run"

    spread: bool = True
    length: int
    on_centre: OnCentre = "breaks"

    def __post_init__(self) -> None:
        _at_least(self.length, 2)
        if self.on_centre not in ("breaks", "counts", "skipped"):
            raise ValueError(f"a point on the centre line breaks, counts or is skipped, not {self.on_centre!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend(Rule):
    """``length`` points in a row, each above the one before, or each below; not ``strict``: equal ones go on."""

    kind: ClassVar[str] = "trend"

    spread: bool = True
    length: int
    strict: bool = True

    def __post_init__(self) -> None:
        _at_least(self.length, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternating(Rule):
    """``length`` points in a row going up and down in turn; two equal ones end it."""

    kind: ClassVar[str] = "alternating"

    spread: bool = True
    length: int

    def __post_init__(self) -> None:
        _at_least(self.length, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeBeyond(Rule):
    """``count`` of the last ``of`` points beyond ``sigmas`` standard deviations on one side (0: beyond the centre).

    ``last_beyond``: the point that completes it is itself one of them. ``full_window``: ``of`` points must have been
    drawn before the rule can signal.
    """

    kind: ClassVar[str] = "some-beyond"

    count: int
    of: int
    sigmas: float
    last_beyond: bool = True
    full_window: bool = True

    def __post_init__(self) -> None:
        if not self.sigmas >= 0:
            raise ValueError(f"a distance in standard deviations is 0 or more, not {self.sigmas}")
        _at_least(self.count, 1)
        _at_least(self.of, self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart(Rule):
    """A point beyond ``sigmas`` standard deviations and another of the last ``of`` beyond it on the other side."""

    kind: ClassVar[str] = "apart"

    of: int = 2
    sigmas: float

    def __post_init__(self) -> None:
        _positive(self.sigmas)
        _at_least(self.of, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class AllWithin(Rule):
    """``length`` points in a row within ``sigmas`` standard deviations of the centre: they hug it."""

    kind: ClassVar[str] = "all-within"

    length: int
    sigmas: float = 1.0

    def __post_init__(self) -> None:
        _positive(self.sigmas)
        _at_least(self.length, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOutside(Rule):
    """``length`` points in a row, none within ``sigmas``: they avoid the centre.

    ``sides``: "both" wants points on both sides among them (Nelson), "either" asks nothing (Minitab).
    """

    kind: ClassVar[str] = "all-outside"

    length: int
    sigmas: float = 1.0
    sides: Literal["both", "either"] = "both"

    def __post_init__(self) -> None:
        _positive(self.sigmas)
        _at_least(self.length, 1)
        if self.sides not in ("both", "either"):
            raise ValueError(f"points stand on both sides or on either, not {self.sides!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """Rules under one name, in the order of their source; edit one by making another.

    >>> NELSON_1984.only("1", "2").with_changed("2", length=8).rules[1].length
    8
    """

    name: str
    rules: tuple[Rule, ...]
    source: str = ""

    def __post_init__(self) -> None:
        names = [rule.id for rule in self.rules]
        if len(set(names)) < len(names):
            raise ValueError(f"two rules of a set have one id: {names}")
        if len(names) > 32:
            raise ValueError(f"a set holds at most 32 rules, not {len(names)}")

    def only(self, *ids: str) -> RuleSet:
        """The set with these rules alone."""
        self._check(ids)
        return self._named(rule for rule in self.rules if rule.id in ids)

    def without(self, *ids: str) -> RuleSet:
        """The set without these rules."""
        self._check(ids)
        return self._named(rule for rule in self.rules if rule.id not in ids)

    def with_changed(self, identifier: str, **parameters: Any) -> RuleSet:
        """The set with other parameters for one rule."""
        self._check([identifier])
        return self._named(
            dataclasses.replace(rule, **parameters) if rule.id == identifier else rule for rule in self.rules
        )

    def for_spread(self) -> RuleSet:
        """The rules that hold for ranges and standard deviations, whose law is not symmetric: no zones."""
        return RuleSet(name=self.name, rules=tuple(rule for rule in self.rules if rule.spread), source=self.source)

    def to_dict(self) -> dict[str, Any]:
        """Name, source and every rule with its parameters."""
        return {"name": self.name, "source": self.source, "rules": [rule.to_dict() for rule in self.rules]}

    def _check(self, ids: Iterable[str]) -> None:
        known = {rule.id for rule in self.rules}
        for identifier in ids:
            if identifier not in known:
                raise ValueError(f"{self.name} has no rule {identifier!r}, only {sorted(known)}")

    def _named(self, rules: Iterable[Rule]) -> RuleSet:
        name = self.name if self.name.endswith("*") else f"{self.name}*"
        return RuleSet(name=name, rules=tuple(rules), source=self.source)


#: What a chart takes for rules: the name of a published set, a set, or rules.
Rules: TypeAlias = "str | RuleSet | Iterable[Rule]"


def rule_set(rules: Rules) -> RuleSet:
    """The set meant; ``ValueError`` names the known ones for another name.

    >>> rule_set("weco1956").rules[3].length
    8
    """
    if isinstance(rules, RuleSet):
        return rules
    if isinstance(rules, str):
        if rules not in RULE_SETS:
            raise ValueError(f"no rules {rules!r}; known: {', '.join(RULE_SETS)}")
        return RULE_SETS[rules]
    return RuleSet(name="own", rules=tuple(rules))


def _positive(sigmas: float | None) -> None:
    if sigmas is not None and not sigmas > 0:
        raise ValueError(f"a distance in standard deviations is above 0, not {sigmas}")


def _at_least(value: int, least: int) -> None:
    if value < least:
        raise ValueError(f"a pattern of {value} points: at least {least}")


def _eight(run: int, sides: Literal["both", "either"]) -> tuple[Rule, ...]:
    return (
        Beyond(id="1"),
        Run(id="2", length=run),
        Trend(id="3", length=6),
        Alternating(id="4", length=14),
        SomeBeyond(id="5", count=2, of=3, sigmas=2.0),
        SomeBeyond(id="6", count=4, of=5, sigmas=1.0),
        AllWithin(id="7", length=15),
        AllOutside(id="8", length=8, sides=sides),
    )


NELSON_1984: Final = RuleSet(
    name="nelson1984", rules=_eight(9, "both"), source="Nelson, Journal of Quality Technology 16 (1984) 237-239"
)
#: Numbered as the handbook's zone tests: beyond A, two of three in A, four of five in B, eight in C.
WECO_1956: Final = RuleSet(
    name="weco1956",
    rules=(
        Beyond(id="1"),
        SomeBeyond(id="2", count=2, of=3, sigmas=2.0),
        SomeBeyond(id="3", count=4, of=5, sigmas=1.0),
        Run(id="4", length=8),
    ),
    source="Western Electric, Statistical Quality Control Handbook, 1956",
)
MINITAB: Final = RuleSet(name="minitab", rules=_eight(9, "either"), source="Minitab, tests for special causes 1 to 8")
AIAG_SPC2: Final = RuleSet(
    name="aiag_spc2", rules=_eight(7, "either"), source="AIAG, Statistical Process Control, 2nd edition, 2005"
)
#: Shewhart's own rule.
LIMITS: Final = RuleSet(name="limits", rules=(Beyond(id="1"),), source="Shewhart 1931")
NONE: Final = RuleSet(name="none", rules=())

#: By name. The AIAG-VDA manual announced for 2026 was not at hand: its set is added here once a copy confirms it, and
#: until then its name is refused rather than guessed at.
RULE_SETS: Final[Mapping[str, RuleSet]] = {
    rules.name: rules for rules in (NELSON_1984, WECO_1956, MINITAB, AIAG_SPC2, LIMITS, NONE)
}
