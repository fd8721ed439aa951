"""Slips of the finger are forgiven, other words are not taken for one another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.search import alike, edits, fragments

LETTERS = st.text("abcdéم", max_size=9)


@pytest.mark.parametrize("typed", ["metrolgie", "metorlogie", "mertologie", "metrologei", "metrologiee", "metrolo"])
def test_a_slip_is_forgiven(typed: str) -> None:
    assert alike(typed, ["legale", "metrologie"])


@pytest.mark.parametrize(("typed", "other"), [("audit", "aucun"), ("site", "cote"), ("iso", "ice"), ("essai", "")])
def test_another_word_is_another_word(typed: str, other: str) -> None:
    assert not alike(typed, [other])


@given(LETTERS, LETTERS)
def test_the_distance_is_the_same_from_both_sides_and_zero_for_the_same_alone(one: str, other: str) -> None:
    assert edits(one, other, 20) == edits(other, one, 20)
    assert (edits(one, other, 20) == 0) == (one == other)


@given(LETTERS, LETTERS, st.integers(0, 4))
def test_a_limit_only_cuts_off(one: str, other: str, limit: int) -> None:
    assert edits(one, other, limit) == min(edits(one, other, 20), limit + 1)


@given(LETTERS, st.integers(0, 8), st.sampled_from("abم"))
def test_one_more_letter_is_one_edit(word: str, place: int, letter: str) -> None:
    assert edits(word, word[:place] + letter + word[place:], 3) == 1


@given(st.text("abcd", min_size=2, max_size=9), st.integers(0, 7))
def test_two_neighbours_swapped_are_one_edit_at_most(word: str, place: int) -> None:
    swapped = word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
    assert edits(word, swapped, 3) <= 1


@given(st.text("abcd", min_size=4, max_size=9), st.integers(0, 8), st.sampled_from("abx"))
def test_one_slip_leaves_a_fragment_whole(word: str, place: int, letter: str) -> None:
    """So that an index that looks for fragments misses no word one slip away."""
    place = place % len(word)
    changed = word[:place] + letter + word[place + 1 :]
    swapped = word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
    for typed in (changed, swapped):
        assert any(word.startswith(begins) and word.endswith(ends) for begins, ends in fragments(typed)), typed
        assert alike(typed, [word])
