"""The choices of a question, on a page of many."""

from __future__ import annotations

from typing import Any

from django.template import Context, Template
from django.test.signals import template_rendered

from jawda.foundation.ui.forms import Choice
from jawda.foundation.ui.marks import Mark

CHOICES = (Choice("C", "Conforms", "C", Mark.CONFORMS), Choice("X", "Does not", "X", Mark.DOES_NOT))
WHOLE = '{% include "ui/choices.html" with name="level" choices=choices chosen=one as_levels=levels %}'
TAG = "{% answers choices one legend as_levels=levels %}"


def written(source: str, chosen: tuple[str, ...], **more: object) -> tuple[str, int]:
    """The questions as they are written, and how often the choices were rendered for them."""
    seen: list[str] = []

    def see(template: Any, **_: object) -> None:
        seen.append(template.name)

    context = {"chosen": chosen, "choices": CHOICES, "legend": "Your <answer>", "levels": False, **more}
    template_rendered.connect(see)
    try:
        page = Template("{% load ui %}{% for one in chosen %}" + source + "{% endfor %}").render(Context(context))
    finally:
        template_rendered.disconnect(see)
    return page, seen.count("ui/choices.html")


def test_questions_with_the_same_answer_are_rendered_once_and_read_as_if_each_were():
    chosen = ("C", "X", "C", "", "C", "X")
    page, rendered = written(TAG, chosen)
    assert page == written(WHOLE, chosen)[0]
    assert page.count(" checked") == 5
    assert rendered == 3


def test_what_one_page_shows_is_not_kept_for_the_next():
    assert "<kbd" in written(TAG, ("C",), levels=True)[0]
    for legend, levels in (("Your answer", True), ("Votre réponse", False)):
        page, rendered = written(TAG, ("C",), legend=legend, levels=levels)
        assert legend in page
        assert ("choices levels" in page) is levels
        assert rendered == 1


def test_questions_on_different_choices_keep_their_own():
    """A knock-out requirement of a certifiable referential offers no “not applicable”."""
    both = (CHOICES, (*CHOICES, Choice("N", "Not applicable", "N", Mark.NOT_APPLICABLE)))
    page, rendered = written("{% for choices in both %}" + TAG + "{% endfor %}", ("C",), both=both)
    assert page.count('value="N"') == 1
    assert rendered == 2
