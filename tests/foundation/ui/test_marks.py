"""Shape first, colour second."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template, TemplateSyntaxError

from jawda.foundation.ui.marks import ICONS, MARKS, SEALS, TURNING, Mark, Seal


def without_colour(inside: str) -> str:
    return re.sub(r'(fill|stroke)="[^"]*"', "", inside)


@pytest.mark.parametrize("drawings", [MARKS, SEALS])
def test_every_state_keeps_its_own_shape_in_grey(drawings):
    """README of the look: a state is readable in grey, by a colour-blind eye, and by ear."""
    assert len({without_colour(inside) for _, inside in drawings.values()}) == len(drawings)


def test_every_state_has_a_drawing():
    assert set(MARKS) == set(Mark)
    assert set(SEALS) == set(Seal)
    assert set(ICONS) >= TURNING


def draw(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_a_tag_says_the_word_and_escapes_it():
    html = draw("{% tag 'partly' word %}", word="<b>moitié</b>")
    assert "&lt;b&gt;moitié&lt;/b&gt;" in html
    assert 'class="tag fair"' in html
    assert 'aria-hidden="true"' in html


def test_a_knock_out_is_framed():
    assert "tag key poor" in draw("{% tag 'knock_out' 'x' %}")


def test_the_colour_of_a_verdict_follows_its_seal():
    assert draw("{{ 'withdrawn'|tone }} {{ 'conforms'|tone }}") == "poor good"


def test_an_unknown_state_is_refused():
    with pytest.raises(ValueError, match="fine"):
        draw("{% mark 'fine' %}")


def test_icons_along_the_text_turn_round():
    assert 'class="i i-turn"' in draw("{% icon 'next' %}")
    assert 'class="i"' in draw("{% icon 'search' %}")


def test_a_bar_keeps_to_its_scale():
    html = draw("{% bar 130 target=80 previous=-5 %}")
    assert 'width="100.0"' in html
    assert 'width="0.0"' in html
    assert "M80.0 1v20" in html
    assert "c-bar" not in draw("{% bar None %}")


def test_a_strip_shows_each_count_by_its_own_height():
    heights = re.findall(r'height="(\d+)"', draw("{% parts 60 39 21 4 %}"))
    assert len(set(heights)) == 4
    assert "<rect" not in draw("{% parts 0 0 0 0 %}")


def test_a_negative_number_is_isolated():
    assert draw("{{ n|number }}", n=-3) == '<bdi dir="ltr">−3</bdi>'
    assert draw("{{ n|exact }}", n=4.25) == "4,25"


def test_a_reference_is_isolated_and_escaped():
    assert draw("{{ reference|code }}", reference="A<1") == '<bdi class="code" dir="ltr">A&lt;1</bdi>'


def test_an_unknown_tag_is_an_error():
    with pytest.raises(TemplateSyntaxError):
        draw("{% sparkle %}")
