import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.charts.drawings import SVG, parsed, rectangles

from jawda.core.charts import Answers, BarRow, Funnel, SortedBars, Stage, bar_row, funnel, sorted_bars, stacked_strip

figures = st.none() | st.floats(allow_nan=True, allow_infinity=True)
rows = st.builds(BarRow, label=st.text(max_size=30), value=figures, previous=figures, target=figures)


@given(rows)
def test_a_bar_stays_within_its_row(row: BarRow) -> None:
    drawing = bar_row(row)
    for css in ("c-bar", "c-ghost"):
        for x, y, width, height in rectangles(drawing, css):
            assert x >= 0
            assert width >= 0
            assert x + width <= 100
            assert y >= 0
            assert y + height <= 22


def test_a_bar_is_as_long_as_its_value() -> None:
    """The look: 9 units for now, 5 beneath for last time, a 2 px tick for the target, a grid at quarters."""
    drawing = bar_row(BarRow(value=38, previous=30, target=80))
    assert rectangles(drawing, "c-bar") == [(0, 4, 38, 9)]
    assert rectangles(drawing, "c-ghost") == [(0, 13, 30, 5)]
    paths = [(item.get("class"), item.get("d")) for item in parsed(drawing).iter(f"{SVG}path")]
    assert paths[-1] == ("c-target", "M80 1v20")
    assert [path for css, path in paths if css == "c-grid"] == [f"M{place} 0v22" for place in (0, 25, 50, 75, 100)]


@given(st.lists(rows, max_size=8), st.sampled_from(["fr", "ar"]), st.sampled_from([1, 40, 100, 1e6]))
def test_bars_stay_within_the_plot(found: list[BarRow], language: str, maximum: float) -> None:
    drawing = sorted_bars(SortedBars(title="t", rows=tuple(found), maximum=maximum, language=language))
    height = float(parsed(drawing).attrib["viewBox"].split()[3])
    for css in ("c-bar", "c-ghost"):
        for x, y, width, high in rectangles(drawing, css):
            assert width >= 0
            assert (52 if language == "ar" else 230.4) - 0.1 <= x
            assert x + width <= (640 - 230.4 if language == "ar" else 640 - 52) + 0.1
            assert y + high <= height


def test_widest_gap_first_and_unknown_last() -> None:
    chart = SortedBars(
        title="t",
        rows=(
            BarRow(label="b", value=81, target=80),
            BarRow(label="none", target=80),
            BarRow(label="a", value=38, target=80),
        ),
    )
    texts = [item.text for item in parsed(sorted_bars(chart)).iter(f"{SVG}text") if item.text in ("a", "b", "none")]
    assert texts == ["a", "b", "none"]


def test_the_given_order_betrays_no_company() -> None:
    chart = SortedBars(title="t", order="given", rows=(BarRow(label="A", value=90), BarRow(label="B", value=10)))
    texts = [item.text for item in parsed(sorted_bars(chart)).iter(f"{SVG}text") if item.text in ("A", "B")]
    assert texts == ["A", "B"]


def test_arabic_bars_grow_from_the_right() -> None:
    row = BarRow(label="تقييم الأداء", value=50)
    french = rectangles(sorted_bars(SortedBars(title="t", rows=(row,))), "c-bar")
    arabic = rectangles(sorted_bars(SortedBars(title="t", rows=(row,), language="ar")), "c-bar")
    assert [(round(640 - x - width, 1), width) for x, _, width, _ in arabic] == [
        (x, width) for x, _, width, _ in french
    ]


def test_a_long_label_takes_two_lines() -> None:
    long = BarRow(label="Maîtrise des processus, produits et services fournis par des prestataires externes", value=1)
    texts = [item.text or "" for item in parsed(sorted_bars(SortedBars(title="t", rows=(long,)))).iter(f"{SVG}text")]
    assert "Maîtrise des processus," in texts[5]
    assert texts[6].endswith("…")


def test_a_maximum_is_positive() -> None:
    with pytest.raises(ValueError, match="maximum"):
        sorted_bars(SortedBars(title="t", rows=(), maximum=0))


@given(st.tuples(*[st.integers(0, 10**9)] * 4))
def test_a_strip_has_a_part_per_kind_within_its_width(counts: tuple[int, int, int, int]) -> None:
    drawing = stacked_strip(
        Answers(conform=counts[0], partial=counts[1], not_conform=counts[2], not_applicable=counts[3])
    )
    found = [found for css in ("c-bar", "c-p", "c-x", "c-n") for found in rectangles(drawing, css)]
    assert len(found) == sum(1 for count in counts if count)
    assert all(width > 0 for _, _, width, _ in found)
    for before, after in itertools.pairwise(found):
        assert before[0] + before[2] <= after[0] + 0.02
    assert all(x >= 0 and x + width <= 100.02 for x, _, width, _ in found)


def test_parts_are_told_apart_without_colour() -> None:
    """The look: full height, half height, hollow, thin line."""
    drawing = stacked_strip(Answers(conform=1, partial=1, not_conform=1, not_applicable=1))
    assert [rectangles(drawing, css)[0][3] for css in ("c-bar", "c-p", "c-x", "c-n")] == [14, 7, 12, 2]
    hollow = next(item for item in parsed(drawing).iter(f"{SVG}rect") if item.get("class") == "c-x")
    assert hollow.get("stroke") == "#a52a1d"


def test_no_negative_answers() -> None:
    with pytest.raises(ValueError, match="not negative"):
        stacked_strip(Answers(conform=-1))


@given(st.lists(st.none() | st.integers(0, 10**6), min_size=1, max_size=8))
def test_a_funnel_draws_what_is_known(counts: list[int | None]) -> None:
    drawing = funnel(Funnel(title="t", stages=tuple(Stage(label="s", count=count) for count in counts)))
    bars, ghosts = rectangles(drawing, "c-bar"), rectangles(drawing, "c-ghost")
    assert len(bars) == len([count for count in counts if count is not None])
    assert all(bar[0] == ghost[0] and bar[2] <= ghost[2] for bar, ghost in zip(bars, ghosts, strict=True))


@pytest.mark.parametrize("stages", [(), (Stage(label="s", count=-1),)])
def test_no_funnel_of_nothing(stages: tuple[Stage, ...]) -> None:
    with pytest.raises(ValueError, match="funnel"):
        funnel(Funnel(title="t", stages=stages))
