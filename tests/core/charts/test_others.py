"""Histogram, Pareto, heat map, radar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.charts.drawings import SVG, parsed, rectangles

from jawda.core.charts import (
    Axis,
    Cause,
    Cell,
    HeatMap,
    Histogram,
    Level,
    Pareto,
    Radar,
    heat_map,
    histogram,
    pareto,
    radar,
)  # fmt: skip


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30), st.floats(-1e5, 1e5))
def test_histogram_bars_stand_on_the_axis_within_the_plot(counts: list[int], start: float) -> None:
    edges = tuple(start + index for index in range(len(counts) + 1))
    drawing = histogram(Histogram(title="t", edges=edges, counts=tuple(counts)))
    found = rectangles(drawing, "c-bar")
    assert len(found) == len(counts)
    for (x, y, width, height), count in zip(found, counts, strict=True):
        assert x >= 0
        assert x + width <= 640
        assert y >= 12
        assert abs(y + height - 276) < 0.11
        assert (height > 0) or count <= max(counts) / 100


def test_levels_beyond_the_data_widen_the_axis() -> None:
    levels = (Level(value=-5, kind="tolerance", name="basse"), Level(value=9, kind="tolerance", name="haute"))
    drawing = histogram(Histogram(title="t", edges=(0, 1, 2), counts=(1, 2), levels=levels))
    places = [item.attrib["d"] for item in parsed(drawing).iter(f"{SVG}path") if item.get("class") == "c-tolerance"]
    assert len(set(places)) == 2
    assert max(x + width for x, _, width, _ in rectangles(drawing, "c-bar")) < float(places[1][1:].split()[0])


@pytest.mark.parametrize(
    ("edges", "counts", "said"),
    [
        ((1, 2), (), "one edge more"),
        ((1, 2), (1, 2), "one edge more"),
        ((2, 1), (1,), "ascend"),
        ((1, 2), (-1,), "count"),
    ],
)
def test_a_histogram_that_is_none(edges: tuple[float, ...], counts: tuple[int, ...], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        histogram(Histogram(title="t", edges=edges, counts=counts))


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=12))
def test_pareto_bars_fall_and_the_cumulated_share_rises(counts: list[float]) -> None:
    drawing = pareto(Pareto(title="t", causes=tuple(Cause(label="c", count=count) for count in counts)))
    heights = [height for _, _, _, height in rectangles(drawing, "c-bar")]
    assert heights == sorted(heights, reverse=True)
    rising = [float(item.attrib["cy"]) for item in parsed(drawing).iter(f"{SVG}circle")]
    assert rising == sorted(rising, reverse=True)
    if sum(counts) > 1e-6:
        assert rising[-1] == 14


def test_others_stand_last_and_paler() -> None:
    chart = Pareto(
        title="t", causes=(Cause(label="autres", count=50, rest=True), Cause(label="outil", count=3)), mark=None
    )
    drawing = pareto(chart)
    assert rectangles(drawing, "c-ghost")[0][0] > rectangles(drawing, "c-bar")[0][0]
    assert "80" not in {(item.text or "")[:2] for item in parsed(drawing).iter(f"{SVG}text")}


@pytest.mark.parametrize("causes", [(), (Cause(label="c", count=-1),), (Cause(label="c", count=float("nan")),)])
def test_no_pareto_of_nothing(causes: tuple[Cause, ...]) -> None:
    with pytest.raises(ValueError, match="Pareto"):
        pareto(Pareto(title="t", causes=causes))


@given(st.lists(st.floats(-50, 150), min_size=1, max_size=6))
def test_a_darker_cell_is_never_a_smaller_value(values: list[float]) -> None:
    cells = (tuple(Cell(value=value, shown="") for value in sorted(values)),)
    drawing = heat_map(HeatMap(title="t", rows=("r",), columns=("c",) * len(values), cells=cells))
    tints = [float(item.attrib["fill-opacity"]) for item in parsed(drawing).iter(f"{SVG}rect")]
    assert tints == sorted(tints)
    assert max(tints) <= 0.5


def test_a_withheld_cell_is_hatched_whatever_the_reason() -> None:
    cells = ((Cell(value=None, shown="masqué"), Cell(value=float("nan"), shown="masqué")),)
    root = parsed(heat_map(HeatMap(title="t", rows=("r",), columns=("a", "b"), cells=cells)))
    assert [item.get("class") for item in root.iter(f"{SVG}rect")] == ["axis", "axis"]


def test_an_arabic_heat_map_is_read_from_the_right() -> None:
    cells = ((Cell(value=1), Cell(value=99)),)
    tints = {}
    for language in ("fr", "ar"):
        chart = HeatMap(title="t", rows=("r",), columns=("a", "b"), cells=cells, language=language)
        first, second = parsed(heat_map(chart)).iter(f"{SVG}rect")
        tints[language] = float(first.attrib["x"]) < float(second.attrib["x"])
    assert tints == {"fr": True, "ar": False}


@pytest.mark.parametrize(
    "chart",
    [
        HeatMap(title="t", rows=(), columns=("c",), cells=()),
        HeatMap(title="t", rows=("r",), columns=("c",), cells=()),
        HeatMap(title="t", rows=("r",), columns=("c",), cells=((),)),
        HeatMap(title="t", rows=("r",), columns=("c",), cells=((Cell(value=1),),), low=5, high=5),
    ],
)
def test_a_heat_map_is_rows_by_columns(chart: HeatMap) -> None:
    with pytest.raises(ValueError, match="heat map"):
        heat_map(chart)


@given(st.lists(st.none() | st.floats(), min_size=3, max_size=8))
def test_a_radar_stays_within_its_last_ring(values: list[float | None]) -> None:
    drawing = radar(Radar(title="t", axes=tuple(Axis(label="chapitre", value=value) for value in values)))
    for item in parsed(drawing).iter(f"{SVG}circle"):
        x, y = float(item.attrib["cx"]) - 240, float(item.attrib["cy"]) - 180
        assert (x * x + y * y) ** 0.5 <= 140.2


@pytest.mark.parametrize("count", [2, 9])
def test_a_radar_has_three_to_eight_axes(count: int) -> None:
    with pytest.raises(ValueError, match="sorted bars"):
        radar(Radar(title="t", axes=(Axis(label="a", value=1),) * count))
