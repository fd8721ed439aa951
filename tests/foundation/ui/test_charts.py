"""Charts on pages: a sentence, the drawing that fits, a table; bars by clause."""

from __future__ import annotations

import doctest

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.charts import BarRow, SortedBars, sorted_bars
from jawda.foundation.ui import charts
from jawda.foundation.ui.charts import ChartFigure, ClauseBar, ClauseBars
from jawda.foundation.ui.tables import Column, Table

TABLE = Table(caption="Résultats", columns=(Column(label="Chapitre", heading=True),), rows=(("9",),))
RESULTS = st.none() | st.floats(0, 100)


def drawn(width: float, text: str = "x") -> str:
    return sorted_bars(SortedBars(title=text, rows=(BarRow(label=text, value=3),)), width=width)


def bars(*rows: ClauseBar, **options) -> ClauseBars:
    return ClauseBars(caption="Résultat", heading="Chapitre", rows=rows, now="a", before="b", aim="c", **options)


def page(shown: ClauseBars) -> str:
    return render_to_string("ui/bars.html", {"bars": shown})


def test_the_examples_of_the_documentation():
    assert doctest.testmod(charts).failed == 0


def test_a_figure_has_its_sentence_each_drawing_and_its_table():
    figure = ChartFigure.of(drawn, sentence="Les <écarts> se réduisent.", table=TABLE)
    html = render_to_string("ui/chart.html", {"figure": figure})
    assert "Les &lt;écarts&gt; se réduisent." in html
    assert html.count("<svg") == 2 + html.count('class="i')
    assert "plot-middle" in html
    assert "plot-narrow" in html
    assert '<div class="plots" dir="ltr">' in html
    assert "<caption" in html


def test_words_in_a_drawing_stay_words_on_the_page():
    figure = ChartFigure.of(lambda width: drawn(width, "<script>x</script>"), sentence="s", table=TABLE)
    assert "<script" not in render_to_string("ui/chart.html", {"figure": figure})


@pytest.mark.parametrize("widths", [(), (640, 600), (960,), (960, 358)])
def test_a_figure_leaves_no_column_without_a_drawing(widths):
    with pytest.raises(ValueError, match="one drawing"):
        ChartFigure.of(drawn, sentence="s", table=TABLE, widths=widths)


def test_what_is_no_drawing_is_refused():
    with pytest.raises(ValueError, match="a drawing of"):
        ChartFigure(sentence="s", drawings=("<p>",), table=TABLE)


@given(st.lists(st.tuples(RESULTS, RESULTS), max_size=12))
def test_the_widest_gap_stands_first_and_the_unknown_last(pairs):
    rows = tuple(ClauseBar(code=str(n), name="x", value=a, target=b) for n, (a, b) in enumerate(pairs))
    gaps = [row.gap for row in bars(*rows).ordered]
    known = [gap for gap in gaps if gap is not None]
    assert gaps[: len(known)] == sorted(known)


def test_a_first_assessment_says_nothing_of_a_last_time():
    """A column that would be empty in every row is left out, and so is its word in the legend."""
    html = page(bars(ClauseBar(code="9", name="Évaluation", value=38, target=80)))
    assert ">b<" not in html
    assert html.count("<th ") == 4
    assert ">b<" in page(bars(ClauseBar(code="9", name="x", value=38, previous=0, target=80)))


def test_the_gap_and_the_change_are_said_in_figures():
    html = page(bars(ClauseBar(code="9", name="x", value=38, previous=30, target=80, url="/x", answered="3/4")))
    for said in ("−42", "+8", "<strong>38</strong>", 'href="/x"', "3/4"):
        assert said in html


def test_a_clause_without_an_answer_is_no_zero():
    html = page(bars(ClauseBar(code="8.3", name="x", value=None, target=80)))
    assert "sans réponse" in html
    assert "c-bar" not in html.split("<tbody>")[1]


def test_the_whole_stands_apart_and_last():
    html = page(bars(ClauseBar(code="9", name="x", value=38), whole=ClauseBar(code="", name="Ensemble", value=61)))
    assert html.index("<tfoot>") > html.index("</tbody>")
    assert "Ensemble" in html.split("<tfoot>")[1]


def test_the_order_of_the_referential_may_be_kept():
    rows = (ClauseBar(code="5", name="x", value=81, target=80), ClauseBar(code="9", name="x", value=38, target=80))
    assert bars(*rows, order="given").ordered == rows
