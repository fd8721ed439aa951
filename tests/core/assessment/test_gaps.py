"""Gaps, and what to do first."""

from __future__ import annotations

from hypothesis import given as check
from hypothesis import strategies as st
from tests.core.assessment.examples import GRID, STANDARD, answers, assessments, referential, requirement

from jawda.core.assessment import Answer, Gap, Result, Target, assess
from jawda.core.languages import LANGUAGES
from jawda.core.referentials import Referential
from jawda.core.referentials.scales import MATURITY


def ids(result: Result) -> list[str]:
    return [gap.requirement.id for gap in result.gaps]


def test_order() -> None:
    """Rank: knock-outs first, then consequence, then distance, then the lesser effort, then reading order."""
    tree = referential([
        requirement("late", consequence=2),
        requirement("long", consequence=2, effort_days=9.0),
        requirement("short", consequence=2, effort_days=1.0),
        requirement("later", consequence=2),
        requirement("partly", consequence=2, effort_days=0.5),
        requirement("grave", consequence=3, effort_days=20.0),
        requirement("key", consequence=1, knock_out=True),
        requirement("met"),
    ])  # fmt: skip
    result = assess(tree, answers(late="X", long="X", short="X", later="X", partly="P", grave="P", key="P", met="C"))
    assert ids(result) == ["key", "grave", "short", "long", "late", "later", "partly"]
    assert [gap.rank for gap in result.gaps] == [1, 2, 3, 4, 5, 6, 7]
    assert [gap.requirement.id for gap in result.first] == ["key", "grave", "short"]


def test_what_a_gap_tells() -> None:
    """Each gap has its level, distance, consequence, effort, needs, note and why."""
    gap = assess(STANDARD, [Answer(requirement="d", level="P", note="4 sur 31")]).gaps[0]
    told = (gap.level, gap.wanted.code, gap.distance, gap.consequence, gap.effort_days, gap.needs, gap.note)
    assert told == ("P", "C", 50.0, 2, 1.0, ("calibration",), "4 sur 31")
    assert gap.why("en") == "Medium consequence: “Partly”, “Conforms” expected."
    knock_out = assess(STANDARD, answers(a="X")).gaps[0]
    assert knock_out.why("en") == "Knock-out point: “Does not conform”, “Conforms” expected."


def test_a_conformity_requirement_is_met_or_not() -> None:
    """A lower target does not make a requirement that is met in part conform."""
    assert [gap.distance for gap in assess(STANDARD, answers(c="P"), target=40).gaps] == [50.0]


def test_a_maturity_gap_is_measured_from_the_chapter_s_target() -> None:
    """Without a target, level 3 is wanted; a higher target of the chapter, or else of the whole, asks for more."""
    found = answers(a="3", c="3", d="2")
    assert ids(assess(GRID, found)) == ["d"]
    aimed = assess(GRID, found, target=Target(whole=70, chapters={"c1": 100}))
    assert [(gap.requirement.id, gap.distance, gap.wanted.code, gap.knock_out) for gap in aimed.gaps] == [
        ("a", 40.0, "5", False), ("c", 10.0, "4", False), ("d", 30.0, "4", False),
    ]  # fmt: skip


@check(assessments(), st.none() | st.floats(0, 100))
def test_ranks_are_total_and_open_knock_outs_lead(
    given: tuple[Referential, list[Answer]], target: float | None
) -> None:
    """Every open knock-out stands before every other gap; ranks run from 1; a target hides no gap."""
    result = assess(*given, target=target)
    assert [gap.rank for gap in result.gaps] == list(range(1, len(result.gaps) + 1))
    flags = [gap.knock_out for gap in result.gaps]
    assert flags == sorted(flags, reverse=True)
    assert sum(flags) == result.verdict.open_knock_outs
    assert set(ids(assess(*given))) <= set(ids(result))
    assert len(assess(*given).gaps) == result.verdict.gaps
    assert all(0 < gap.distance <= 100 for gap in result.gaps)


@check(assessments(scale=MATURITY))
def test_why_has_words(given: tuple[Referential, list[Answer]]) -> None:
    """Why a gap stands at its rank is said in each language."""
    gaps: tuple[Gap, ...] = assess(*given).gaps
    assert all("{" not in gap.why(language) for gap in gaps for language in LANGUAGES)
