"""The result: a weighted mean over what is answered and applicable, apart from progress."""

from __future__ import annotations

import math
import sys
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given as check
from hypothesis import strategies as st
from tests import machine
from tests.core.assessment.examples import CATALOGUE, GRID, STANDARD, answers, assessments, referential, requirement

from jawda.core.assessment import Answer, Result, Target, assess
from jawda.core.languages import Text
from jawda.core.referentials.model import Referential

Given = tuple[Referential, list[Answer]]


def values(result: Result) -> list[float]:
    of = {level.code: level.value for level in result.referential.scale.levels}
    return [of[answer.level] for answer in result.counted.values() if answer.level is not None]


def test_nothing_answered_has_no_result() -> None:
    """Null where there is none: a result of nothing is not 0."""
    result = assess(STANDARD, [])
    assert (result.whole.score, result.whole.progress, result.whole.assessable) == (None, 0.0, 5)
    assert all(node.score is None for node in result.nodes.values())


def test_worked_example() -> None:
    """The result is the sum of weight times value over the sum of weights: (100 + 3·50 + 0) / 5 = 50."""
    result = assess(CATALOGUE, answers(a="C", c="P", d="X", e="n/a"))
    whole = result.whole
    assert (whole.score, whole.weight, whole.weighted) == (50.0, 5.0, 250.0)
    assert (whole.answered, whole.assessable, whole.not_applicable, whole.unanswered) == (4, 5, 1, 1)
    assert whole.progress == 0.8
    assert whole.levels == {"X": 1, "P": 1, "C": 1}
    assert (result.nodes["c1"].score, result.nodes["c2"].score, result.nodes["c"].score) == (100.0, 37.5, 50.0)
    assert (result.nodes["b"].score, result.nodes["e"].score) == (None, None)


def test_maturity_level_is_worth_twenty() -> None:
    """Maturity level n is worth 20 n."""
    assert assess(GRID, answers(a="3")).whole.score == 60.0


def test_profile_decides_what_applies() -> None:
    """A requirement applies when its conditions hold; an unanswered profile question hides nothing."""
    assert [item.id for item in assess(STANDARD, []).applicable] == ["a", "b", "c", "d", "e"]
    assert [item.id for item in assess(STANDARD, [], profile={"design": "yes"}).applicable] == ["a", "b", "c", "d", "e"]
    without = assess(STANDARD, answers(e="X", a="C"), profile={"design": "no"})
    assert [item.id for item in without.applicable] == ["a", "b", "c", "d"]
    assert (without.whole.answered, without.whole.score, set(without.answers)) == (1, 100.0, {"a", "e"})
    assert without.nodes["e"].assessable == 0
    assert without.nodes["e"].progress == 0.0


def test_targets_by_chapter_and_whole() -> None:
    """A target is for chapters or for the whole, from 0 to 100."""
    result = assess(STANDARD, [], target=Target(whole=80, chapters={"c2": 85}))
    assert (result.target, dict(result.targets)) == (80, {"c1": 80, "c2": 85})
    assert (assess(STANDARD, []).target, dict(assess(STANDARD, []).targets)) == (None, {})
    assert dict(assess(STANDARD, [], target=70.5).targets) == {"c1": 70.5, "c2": 70.5}
    with pytest.raises(ValueError, match="between 0 and 100"):
        Target(chapters={"c1": 101})


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (answers(a="C") * 2, "stands twice"),
        (answers(z="C"), "is unknown"),
        (answers(c1="C"), "heading_answered"),
        (answers(a="3"), "unknown_level"),
    ],
)
def test_answers_that_say_nothing_here_are_refused(wrong: list[Answer], message: str) -> None:
    """At most one answer for each requirement, at a level of the referential's own scale."""
    with pytest.raises(ValueError, match=message):
        assess(STANDARD, wrong)


def test_answers_that_do_not_count_are_told() -> None:
    """Not applicable needs a reason; a knock-out of a certifiable referential always applies (ISO 9001:2015, 4.3)."""
    doubtful = [
        Answer(requirement="a", not_applicable=True, reason="we never do"),
        Answer(requirement="c", not_applicable=True, reason=" "),
        Answer(requirement="d", level="P", not_applicable=True, reason="both"),
    ]
    result = assess(STANDARD, doubtful)
    assert [(finding.id, finding.place.path, str(finding.level)) for finding in result.findings] == [
        ("assessment.knock_out_not_applicable", "a", "warning"),
        ("assessment.reason_missing", "c", "warning"),
        ("assessment.level_and_not_applicable", "d", "warning"),
    ]
    assert set(result.counted) == {"d"}
    assert result.whole.score == 50.0
    assert set(assess(CATALOGUE, doubtful[:1]).counted) == {"a"}


def test_a_referential_of_headings_only() -> None:
    """Where nothing is to be assessed, progress is 0 and there is no result."""
    result = assess(referential([requirement("h", assessable=False)]), [])
    assert (result.whole.progress, result.whole.score, str(result.verdict.code)) == (0.0, None, "not_started")


@check(assessments())
def test_mean_lies_between_its_parts(given: Given) -> None:
    """A mean lies between the least and the greatest of what it is made of."""
    result = assess(*given)
    found = values(result)
    if found:
        assert result.whole.score is not None
        assert min(found) <= result.whole.score <= max(found)
    else:
        assert result.whole.score is None


@check(assessments(), st.randoms(use_true_random=False))
def test_order_of_answers_changes_nothing(given: Given, random: Random) -> None:
    """The order in which answers are given has no part in the result."""
    tree, found = given
    shuffled = list(found)
    random.shuffle(shuffled)
    one, other = assess(tree, found), assess(tree, shuffled)
    assert (one.whole, one.nodes, one.verdict, one.gaps) == (other.whole, other.nodes, other.verdict, other.gaps)


@check(assessments())
def test_what_is_not_graded_does_not_move_the_score(given: Given) -> None:
    """The mean is over what is answered and applicable: leaving the rest out gives the same."""
    tree, found = given
    graded = [answer for answer in found if answer.level is not None]
    assert assess(tree, graded).whole.score == assess(tree, found).whole.score
    notes = [
        Answer(requirement=item.id, note="to see")
        for item in tree.assessable
        if item.id not in {a.requirement for a in found}
    ]
    assert assess(tree, [*found, *notes]).whole == assess(tree, found).whole


@check(assessments())
def test_chapters_combine_to_the_whole(given: Given) -> None:
    """The whole is the mean of the chapters, each by the weight that was answered in it."""
    result = assess(*given)
    chapters = [result.nodes[item.id] for item in result.referential.children[None]]
    assert sum(node.answered for node in chapters) == result.whole.answered
    assert sum(node.assessable for node in chapters) == result.whole.assessable == len(result.applicable)
    scored = [node for node in chapters if node.score is not None]
    if scored:
        weight = math.fsum(node.weight for node in scored)
        mean = math.fsum(node.weight * (node.score or 0.0) for node in scored) / weight
        assert result.whole.score == pytest.approx(mean, rel=1e-12, abs=1e-9)


@check(assessments())
def test_counts_add_up(given: Given) -> None:
    """How a result was made: levels and not applicable make the answered, a share of what is assessable."""
    result = assess(*given)
    for node in (result.whole, *result.nodes.values()):
        assert sum(node.levels.values()) + node.not_applicable == node.answered
        assert node.answered + node.unanswered == node.assessable
        assert 0 <= node.progress <= 1


@check(assessments(complete=True), st.data())
def test_improving_never_lowers(given: Given, data: st.DataObject) -> None:
    """A better answer never lowers a result, at any node, and never worsens the verdict."""
    tree, found = given
    codes = [level.code for level in tree.scale.levels]
    chosen = data.draw(st.sampled_from(range(len(found))))
    at = codes.index(found[chosen].level or "")
    better = [
        *found[:chosen],
        replace(found[chosen], level=codes[data.draw(st.integers(at, len(codes) - 1))]),
        *found[chosen + 1 :],
    ]
    dropped = data.draw(st.sets(st.sampled_from([answer.requirement for answer in found])))
    before = assess(tree, [answer for answer in found if answer.requirement not in dropped])
    after = assess(tree, [answer for answer in better if answer.requirement not in dropped])
    for name, node in before.nodes.items():
        later = after.nodes[name].score
        assert (node.score is None) == (later is None)
        assert node.score is None or later is None or later >= node.score
    order = list(type(before.verdict.code))
    assert order.index(after.verdict.code) >= order.index(before.verdict.code)


def test_1375_requirements_in_20_ms() -> None:
    """A referential of 1 375 requirements is assessed in under 20 ms."""
    rows = [requirement(f"c{chapter}", assessable=False) for chapter in range(11)]
    for chapter in range(11):
        rows += [requirement(f"s{chapter}-{section}", assessable=False, parent=f"c{chapter}") for section in range(5)]
    rows += [
        requirement(f"r{number}", parent=f"s{number % 11}-{number % 5}", knock_out=number % 50 == 0, title=Text(en="R"))
        for number in range(1375)
    ]
    tree = referential(rows)
    found = [Answer(requirement=item.id, level="XPC"[n % 3]) for n, item in enumerate(tree.assessable)]
    # measuring coverage slows every line down
    assert machine.least(lambda: assess(tree, found), times=7) < (20 if sys.gettrace() is None else 200)
