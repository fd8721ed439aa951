"""Large chapters in pieces: every question once, in order, 8 to 15 where the tree allows."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.factories import a_referential, a_requirement

from jawda.core.assessment import Section, sections
from jawda.core.referentials import Referential, Requirement, read_referential


def tree(*chapters: object) -> Referential:
    """Chapters from nested lists: a number is so many questions, a list is a heading; a tuple a question with some."""
    rows: list[Requirement] = []

    def grow(parent: str | None, name: str, inside: object) -> None:
        rows.append(a_requirement(name, parent=parent, assessable=isinstance(inside, tuple)))
        assert isinstance(inside, list | tuple)
        for number, part in enumerate(inside):
            if isinstance(part, int):
                rows.extend(a_requirement(f"{name}.{number}q{place}", parent=name) for place in range(part))
            else:
                grow(name, f"{name}.{number}", part)

    for number, chapter in enumerate(chapters):
        grow(None, f"c{number}", chapter)
    return a_referential(*rows)


def sizes(found: tuple[Section, ...]) -> list[int]:
    return [len(item.questions) for item in found]


inside = st.recursive(
    st.lists(st.integers(1, 20), min_size=1, max_size=3),
    lambda deeper: st.lists(st.one_of(deeper, deeper.map(tuple), st.integers(1, 18)), min_size=1, max_size=4),
    max_leaves=8,
)


@given(st.lists(inside, min_size=1, max_size=3))
def test_every_question_stands_in_exactly_one_section_in_order(chapters: list[object]) -> None:
    referential = tree(*chapters)
    found = sections(referential)
    assert [item for section in found for item in section.questions] == list(referential.assessable)
    assert len({section.id for section in found}) == len(found)
    for section in found:
        assert 1 <= len(section.questions) <= 15
        assert {referential.chapter_of[item.id] for item in section.questions} == {section.chapter.id}
        assert section.heads
        assert section.id in referential.by_id


@given(st.lists(inside, min_size=1, max_size=3))
def test_a_chapter_of_fifteen_stays_whole_and_keeps_its_name(chapters: list[object]) -> None:
    referential = tree(*chapters)
    by_chapter: dict[str, list[Section]] = {}
    for section in sections(referential):
        by_chapter.setdefault(section.chapter.id, []).append(section)
    for name, found in by_chapter.items():
        assert found[0].id == name
        if sum(sizes(tuple(found))) <= 15:
            assert len(found) == 1
            assert found[0].heads[0].id == name or len(found[0].heads) == 1


@given(st.lists(st.integers(1, 9), min_size=2, max_size=9))
def test_nothing_lacks_to_eight_where_the_headings_allow(counts: list[int]) -> None:
    """Against every way to cut a chapter between its headings: none has less lacking."""
    found = sections(tree([[count] for count in counts]))
    lacking = sum(max(0, 8 - size) for size in sizes(found))
    if sum(counts) <= 15:
        return

    def ways() -> list[list[int]]:
        places = range(1, len(counts))
        cuts = [chosen for many in range(len(counts)) for chosen in combinations(places, many)]
        return [[sum(counts[a:b]) for a, b in pairwise((0, *chosen, len(counts)))] for chosen in cuts]

    allowed = [way for way in ways() if max(way) <= 15]
    assert lacking == min(sum(max(0, 8 - size) for size in way) for way in allowed)


def test_a_large_chapter_is_cut_at_its_headings() -> None:
    found = sections(tree([[6], [5], [9], [4], [8]]))
    assert sizes(found) == [11, 9, 12]
    assert [[head.id for head in item.heads] for item in found] == [["c0.0", "c0.1"], ["c0.2"], ["c0.3", "c0.4"]]
    assert [item.id for item in found] == ["c0", "c0.2", "c0.3"]


def test_only_a_heading_of_more_than_fifteen_is_cut_inside() -> None:
    found = sections(tree([[20], [9]]))
    assert sizes(found) == [14, 15]
    assert [item.id for item in found] == ["c0", "c0.0.0q14"]
    assert [[head.id for head in item.heads] for item in found] == [["c0.0"], ["c0.0.0q14", "c0.1"]]
    assert sizes(sections(tree([40]))) == [13, 13, 14]


def test_breaks_stand_as_high_as_they_can() -> None:
    """Both ways give sections of 8 and more: the one between top headings is taken."""
    found = sections(tree([[[4], [4]], [[4], [4]]]))
    assert [item.id for item in found] == ["c0", "c0.1"]


def test_headings_without_a_question_and_questions_with_some_of_their_own() -> None:
    referential = tree([[0], [3]], [(14,), (6,)])
    found = sections(referential)
    assert sizes(found) == [3, 11, 11]
    assert sections(tree([[0]], [1]))[0].chapter.id == "c1"


ROOT = Path(__file__).resolve().parents[3]
ISO_9001 = next(path for folder in ("docs", "src", "data") for path in (ROOT / folder).rglob("iso-9001-2015.yaml"))


def test_iso_9001_is_filled_in_by_pieces() -> None:
    """Its chapter 8 alone has some fifty questions."""
    found = sections(read_referential(ISO_9001.read_bytes(), file=ISO_9001.name))
    large = [item for item in found if item.heads != (item.chapter,)]
    assert len(large) > 4
    assert [item.id for item in large if not 8 <= len(item.questions) <= 15] == ["iso9001-4-4"], "16 questions: 9 and 7"
