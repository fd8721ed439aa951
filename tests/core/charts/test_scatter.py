"""Points over two axes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.charts import Level, Scatter, scatter

POINTS = st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1, max_size=30)


def centres(drawn: str) -> list[tuple[float, float]]:
    found = re.findall(r'<circle [^>]*cx="([-\d.]+)" cy="([-\d.]+)"', drawn)
    return [(float(x), float(y)) for x, y in found]


@given(POINTS, st.sampled_from([358.0, 640.0, 960.0]))
def test_every_point_stands_within_the_drawing(points: list[tuple[float, float]], width: float) -> None:
    found = centres(scatter(Scatter(title="Points", points=tuple(points)), width=width, height=300))
    assert len(found) == len(points)
    assert all(0 <= x <= width and 0 <= y <= 300 for x, y in found)


def test_higher_stands_higher_and_later_further_right() -> None:
    low, high = centres(scatter(Scatter(title="Deux", points=((1.0, 1.0), (2.0, 5.0)))))
    assert low[0] < high[0]
    assert low[1] > high[1]


def test_rows_of_ones_own_replace_the_figures_of_the_axis() -> None:
    rows = ((-1.0, "16 %"), (0.0, "50 %"), (1.0, "84 %"))
    drawn = scatter(Scatter(title="Papier", points=((9.0, 0.2),), line=((8.0, -1.0), (10.0, 1.0)), rows=rows))
    assert all(f">{text}<" in drawn for _, text in rows)
    assert drawn.count('class="c-grid"') == 3
    assert drawn.count('class="c-line"') == 1


def test_levels_and_captions_are_named() -> None:
    level = Level(value=3.0, kind="tolerance", name="limite")
    chart = Scatter(title="T", points=((1.0, 2.0),), levels=(level,), caption="hauteur", bottom_caption="échantillon")
    drawn = scatter(chart, width=358)
    assert all(word in drawn for word in ("limite", "hauteur", "échantillon", "c-tolerance"))


def test_words_are_escaped() -> None:
    assert "<b>" not in scatter(Scatter(title="<b>", points=((0.0, 0.0),), caption="<b>", bottom_caption="<b>"))


def test_no_point_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one point"):
        scatter(Scatter(title="Rien", points=()))
