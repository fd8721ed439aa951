import itertools
import math
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.charts.drawings import SVG, parsed, rectangles

from jawda.core.charts import Level, LineChart, Run, Series, Signal, line_chart


def points(path: str) -> list[tuple[float, float]]:
    """Where a path of M, l, v and h0 steps goes."""
    here, found = (0.0, 0.0), []
    for step, arguments in re.findall(r"([Mlvh])([^Mlvh]*)", path):
        numbers = [float(one) for one in re.findall(r"-?\d*\.?\d+", arguments)]
        if step == "M":
            here = (numbers[0], numbers[1])
        elif step == "l":
            here = (here[0] + numbers[0], here[1] + numbers[1])
        elif step == "v":
            here = (here[0], here[1] + numbers[0])
        else:
            continue
        found.append(here)
    return found


def line_of(drawing: str, css: str = "c-line") -> str:
    return next(item.attrib["d"] for item in parsed(drawing).iter(f"{SVG}path") if item.get("class") == css)


@settings(deadline=None)
@given(st.lists(st.none() | st.floats(-1e9, 1e9), max_size=60), st.sampled_from([960, 640, 358]))
def test_points_stay_within_the_drawing(values: list[float | None], width: int) -> None:
    drawing = line_chart(LineChart(title="t", series=(Series(values=values),)), width=width)
    known = [value for value in values if value is not None]
    assert ("c-line" in drawing) == bool(known)
    if known:
        drawn = points(line_of(drawing))
        assert len(drawn) == len(known)
        assert all(0 <= x <= width and 0 <= y <= 330 for x, y in drawn)


def test_a_hundred_thousand_points_in_about_thirteen_kilobytes() -> None:
    """And the one peak among them is where it was."""
    chance = random.Random(7)
    values = [20 * math.sin(index / 4000) + chance.gauss(0, 3) for index in range(100_000)]
    values[50_000] = 70
    drawing = line_chart(LineChart(title="t", series=(Series(values=values),)))
    assert len(drawing) < 14_000
    drawn = points(line_of(drawing))
    assert len(drawn) <= 2 * 960
    tops = sorted(y for _, y in drawn)
    assert tops[1] - tops[0] > 50


def test_a_missing_value_breaks_the_line() -> None:
    drawing = line_chart(LineChart(title="t", series=(Series(values=(1, 2, None, 3)),)))
    assert line_of(drawing).count("M") == 2


def test_dots_where_there_is_room() -> None:
    few = line_chart(LineChart(title="t", series=(Series(values=tuple(range(20))),)))
    many = line_chart(LineChart(title="t", series=(Series(values=tuple(range(400))),)))
    assert (few.count("<circle"), many.count("<circle")) == (20, 0)


def test_a_signal_changes_shape() -> None:
    """The look: a diamond beyond a limit, a square for a run; read in grey."""
    chart = LineChart(
        title="t",
        series=(Series(values=(1, 9, 2, 3)),),
        signals=(Signal(index=1, kind="beyond", words="hors limite"), Signal(index=3, kind="run", words="suite")),
    )
    shapes = [item.attrib["d"] for item in parsed(line_chart(chart)).iter(f"{SVG}path") if item.get("class") == "c-sig"]
    assert shapes[0].endswith("l7 7-7 7-7-7z")
    assert shapes[1].endswith("h8v8h-8z")
    anchors = {item.text: item.get("text-anchor") for item in parsed(line_chart(chart)).iter(f"{SVG}text")}
    assert anchors["hors limite"] is None
    assert anchors["suite"] == "end"


def test_one_shape_per_pixel_column_and_the_diamond_wins() -> None:
    chart = LineChart(
        title="t",
        series=(Series(values=tuple(index % 7 for index in range(5000))),),
        signals=(*(Signal(index=index, kind="run") for index in range(5000)), Signal(index=0, kind="beyond")),
    )
    drawing = line_chart(chart)
    assert drawing.count("c-sig") <= 960
    assert drawing.count("l7 7-7 7-7-7z") == 1


def test_zones_are_thirds_of_the_way_to_the_limits() -> None:
    levels = (
        Level(value=3, kind="limit"),
        Level(value=0, kind="centre"),
        Level(value=-3, kind="limit"),
    )
    chart = LineChart(title="t", series=(Series(values=(0, 1)),), levels=levels, zones=True)
    drawing = line_chart(chart)
    zones = sorted(rectangles(drawing, "z-a") + rectangles(drawing, "z-b"), key=lambda zone: zone[1])
    assert re.findall(r"z-[ab]", drawing) == ["z-a", "z-b"] * 2
    assert len({round(zone[3]) for zone in zones}) == 1
    assert "z-a" not in line_chart(LineChart(title="t", series=(Series(values=(0, 1)),), levels=levels))


def test_a_run_has_its_bracket_under_the_points() -> None:
    chart = LineChart(
        title="t", series=(Series(values=(5, 6, 7, 8)),), runs=(Run(first=1, last=3, words="3 de suite"),)
    )
    drawing = line_chart(chart)
    bracket = next(item.attrib["d"] for item in parsed(drawing).iter(f"{SVG}path") if item.get("class") == "c-sigband")
    lowest = max(y for _, y in points(line_of(drawing))[1:])
    assert float(re.match(r"M[\d.]+ ([\d.]+)", bracket)[1]) > lowest


def test_levels_are_labelled_and_kept_apart() -> None:
    levels = tuple(Level(value=value, kind="limit", name=f"L{value}") for value in (1, 1.001, 1.002))
    drawing = line_chart(LineChart(title="t", series=(Series(values=(0, 5)),), levels=levels))
    names = sorted(
        float(item.attrib["y"]) for item in parsed(drawing).iter(f"{SVG}text") if (item.text or "")[:1] == "L"
    )
    assert all(after - before >= 13.9 for before, after in itertools.pairwise(names))
    assert "1,001" in drawing


def test_several_series_are_told_by_dashes_and_names() -> None:
    chart = LineChart(title="t", series=tuple(Series(values=(n, n + 1), name=f"s{n}") for n in range(4)))
    root = parsed(line_chart(chart))
    dashes = [item.get("stroke-dasharray") for item in root.iter(f"{SVG}path") if "line" in item.attrib["class"]]
    assert len(set(dashes)) == 4
    assert {"s0", "s1", "s2", "s3"} <= {item.text for item in root.iter(f"{SVG}text")}


def test_an_empty_series_beside_a_full_one() -> None:
    chart = LineChart(title="t", series=(Series(values=(1, 2), name="a"), Series(values=(None, None), name="b")))
    assert "c-line-2" not in line_chart(chart)


def test_marks_along_time_are_those_given() -> None:
    chart = LineChart(
        title="t",
        series=(Series(values=(1, 2, 3)),),
        places=(10, 20, 30),
        marks=((10, "mai"), (30, "juin"), (40, "août")),
    )
    texts = {item.text for item in parsed(line_chart(chart)).iter(f"{SVG}text")}
    assert {"mai", "juin"} <= texts
    assert "août" not in texts
    plain = LineChart(title="t", series=(Series(values=(1, 2, 3)),), places=(10, 20, 30))
    assert "20,0" in {item.text for item in parsed(line_chart(plain)).iter(f"{SVG}text")}


def test_words_along_time_that_would_touch_are_left_out() -> None:
    marks = tuple((place, f"semaine {place}") for place in range(1, 40))
    chart = LineChart(title="t", series=(Series(values=tuple(range(40))),), marks=marks)
    shown = [
        item.text for item in parsed(line_chart(chart, width=358)).iter(f"{SVG}text") if "semaine" in (item.text or "")
    ]
    assert 2 <= len(shown) < 8


@pytest.mark.parametrize(
    ("chart", "said"),
    [
        (LineChart(title="t", series=()), "one to four series"),
        (LineChart(title="t", series=(Series(values=(1,)),) * 5), "one to four series"),
        (LineChart(title="t", series=(Series(values=(1, 2)),), places=(1,)), "different lengths"),
        (LineChart(title="t", series=(Series(values=(1,)), Series(values=(1, 2)))), "different lengths"),
        (LineChart(title="t", series=(Series(values=(1,)),), signals=(Signal(index=1, kind="run"),)), "no point 1"),
        (
            LineChart(title="t", series=(Series(values=(1, None)),), runs=(Run(first=0, last=1, words=""),)),
            "no point 1",
        ),
    ],
)
def test_what_cannot_be_drawn_is_said(chart: LineChart, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        line_chart(chart)
