"""What of a panel may be shown, and what never."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given as check
from hypothesis import strategies as st
from tests.core.assessment.examples import answers, referential, requirement

from jawda.core.assessment import Mean, Member, by_disagreement, disclosed, panel, summed
from jawda.core.assessment.panel_disclosure import ENOUGH, ENOUGH_OF_A_COLLEGE
from jawda.core.referentials.scales import MATURITY

TWO = referential([requirement("a"), requirement("b")], scale=MATURITY)


def said(*levels: tuple[str, dict[str, str]]) -> list[Member]:
    return [
        Member(id=str(number), college=college, answers=tuple(answers(**given)))
        for number, (college, given) in enumerate(levels)
    ]


def test_below_five_nothing_is_said() -> None:
    """Four voices: neither levels, median, disagreement nor a college, and not how many they were."""
    found = disclosed(panel(TWO, said(*[("labs", {"a": "3"})] * 4))[0])
    assert (found.counts, found.middle, found.disagreement, found.colleges, found.answered) == (
        None, None, None, {}, None,
    )  # fmt: skip


def test_colleges_from_three_and_in_whole_points() -> None:
    """Three of each are shown, and how far they lie apart."""
    members = said(*[("labs", {"a": level}) for level in "334"], *[("consumers", {"a": level}) for level in "112"])
    found = disclosed(panel(TWO, members)[0])
    assert found.colleges == {"labs": Mean(67), "consumers": Mean(27)}
    assert (found.distance, found.answered) == (40, 6)


def test_one_withheld_voice_takes_the_smallest_college_with_it() -> None:
    """All levels less the means of the others would be the answer of the one who stands alone."""
    members = said(
        *[("labs", {"a": "3"})] * 4, *[("consumers", {"a": "2"})] * 3, ("ministry", {"a": "0"})
    )  # fmt: skip
    found = disclosed(panel(TWO, members)[0])
    assert list(found.colleges) == ["labs"]
    assert found.distance is None


def test_a_unanimous_college_at_an_end_is_bounded() -> None:
    """Three who all say 0, or 5, are not shown to have said so, each of them."""
    low, high = [("labs", {"a": "0"})] * 3, [("consumers", {"a": "5"})] * 3
    found = disclosed(panel(TWO, said(*low, *high))[0])
    assert found.colleges == {"labs": Mean(10, "at most"), "consumers": Mean(90, "at least")}


def test_a_chapter_is_made_of_what_is_shown() -> None:
    """A question with too few voices adds nothing, not even to the counts."""
    members = said(*[("labs", {"a": "2"})] * 3, *[("consumers", {"a": "4", "b": "0"})] * 3)
    items = [disclosed(item) for item in panel(TWO, members)]
    found = summed(TWO, items)
    assert found.questions == 1
    assert (found.counts["0"], found.counts["2"], found.counts["4"]) == (0, 3, 3)
    assert found.colleges == {"labs": 40, "consumers": 80}
    assert (found.distance, found.middle and found.middle.code) == (40, "2")
    nothing = summed(TWO, items[1:])
    assert (nothing.questions, nothing.middle, nothing.disagreement, nothing.distance) == (0, None, None, None)


def test_the_most_disputed_stands_first_then_the_weakest() -> None:
    """Of two questions that divide alike, the weaker one; what is withheld stands last."""
    tree = referential([requirement(name) for name in "abcd"], scale=MATURITY)
    rows = [{"a": "3", "b": "1", "c": level, "d": "2"} for level in "00555"]
    for row in rows[1:]:
        del row["d"]
    items = [disclosed(item) for item in panel(tree, said(*(("labs", row) for row in rows)))]
    assert [item.requirement.id for item in by_disagreement(items)] == ["c", "b", "a", "d"]


@check(
    st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from("012345")), max_size=16),
)
def test_no_difference_of_what_is_shown_stands_for_fewer_than_three(given: list[tuple[str, str]]) -> None:
    """Any union of shown colleges, and its complement in the whole, holds nobody or at least three."""
    opinion = panel(TWO, said(*((college, {"a": level}) for college, level in given)))[0]
    found = disclosed(opinion)
    if opinion.answered < ENOUGH:
        assert found.counts is None
        assert not found.colleges
        return
    for size in range(len(found.colleges) + 1):
        for chosen in combinations(found.colleges, size):
            inside = sum(opinion.voices[name] for name in chosen)
            assert inside == 0 or inside >= ENOUGH_OF_A_COLLEGE
            rest = opinion.answered - inside
            assert rest == 0 or rest >= ENOUGH_OF_A_COLLEGE
