"""Tags and filters of the pages: shapes by name, and values as people read them in the active language."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Final, cast

from django import template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from jawda.core.languages import LANGUAGES, Language, Text
from jawda.foundation.ui import formats
from jawda.foundation.ui.forms import Choice
from jawda.foundation.ui.marks import ICONS, LOGO, MARKS, SEALS, STAR, TURNING, Mark, Seal

register = template.Library()

#: One number of each plural form, by the form's name (CLDR), for sentences that the script completes.
_PLURAL_SAMPLES: Final[dict[Language, dict[str, int]]] = {
    "fr": {"one": 1, "many": 1_000_000, "other": 2},
    "en": {"one": 1, "other": 2},
    "ar": {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100},
}


def language() -> Language:
    """The active language; French where another or none is active."""
    code = (get_language() or "fr").split("-")[0]
    return cast(Language, code) if code in LANGUAGES else "fr"


def _drawing(kind: str, box: int, inside: str) -> SafeString:
    """A drawing that the eye sees and the ear skips."""
    return mark_safe(  # noqa: S308 - kind and inside are constants of marks.py and whole numbers, never a person's
        f'<svg class="{kind}" viewBox="0 0 {box} {box}" aria-hidden="true" focusable="false">{inside}</svg>'
    )


@register.simple_tag
def mark(state: Mark | str, plain: bool = False) -> SafeString:
    """The shape of a state: ``{% mark "conforms" %}``; ``plain`` takes the colour of the words around it."""
    tone_class, inside = MARKS[Mark(state)]
    return _drawing("mk" if plain else f"mk {tone_class}", 16, inside)


@register.simple_tag
def tag(state: Mark | str, text: str) -> SafeString:
    """A state in shape, word and colour: ``{% tag row.state row.label %}``. A knock-out has a frame."""
    state = Mark(state)
    key = " key" if state is Mark.KNOCK_OUT else ""
    return format_html('<span class="tag{} {}">{}<span>{}</span></span>', key, MARKS[state][0], mark(state), text)


@register.simple_tag
def seal(state: Seal | str) -> SafeString:
    """The shape of a verdict: ``{% seal "valid" %}``."""
    tone_class, inside = SEALS[Seal(state)]
    return _drawing(f"seal {tone_class}", 48, inside)


@register.filter
def tone(state: str) -> str:
    """The colour class that goes with a seal or a mark, for ``.verdict`` and ``.callout``."""
    return str(SEALS[Seal(state)][0] if state in set(Seal) else MARKS[Mark(state)][0])


register.filter("seal_colour", tone)


@register.simple_tag
def star(n: int) -> SafeString:
    """The eight-pointed star with the number of a step."""
    return _drawing("star", 44, f'<path d="{STAR}"/><text x="22" y="27.5">{int(n)}</text>')


@register.simple_tag
def logo() -> SafeString:
    """The house's sign."""
    return _drawing("logo", 24, LOGO)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of ``marks.py``; those that point along the text turn round in Arabic."""
    return _drawing("i i-turn" if name in TURNING else "i", 16, ICONS[name])


@register.simple_tag(takes_context=True)
def answers(
    context: template.Context, choices: tuple[Choice, ...], chosen: str, legend: str, as_levels: bool = False
) -> str:
    """``ui/choices.html`` for a page that asks many questions on one scale: ``{% answers item.choices "C" legend %}``.

    Those with the same answer look the same, so that a page of many renders as many as there are levels.
    """
    rendered: dict[object, str] = context.render_context.dicts[0].setdefault("ui.answers", {})
    key = (choices, chosen, legend, as_levels)
    if key not in rendered:
        shown = {"name": "level", "choices": choices, "chosen": chosen, "legend": legend, "as_levels": as_levels}
        rendered[key] = render_to_string("ui/choices.html", shown)
    return rendered[key]


@register.simple_tag
def bar(
    value: formats.Number | None, target: formats.Number | None = None, previous: formats.Number | None = None
) -> SafeString:
    """The bar of one row on a scale of 0 to 100: ``{% bar now target=80 previous=30 %}``.

    Now, last time beneath, a tick for the target. The words stand in a cell of the same row. Light colours stand
    as attributes too, for the PDF.
    """
    pieces = [f'<path class="c-grid" stroke="#d7ddd7" d="M{x} 0v22"/>' for x in (0, 25, 50, 75, 100)]
    if previous is not None:
        pieces.append(f'<rect class="c-ghost" fill="#c3d3cd" x="0" y="13" width="{_clip(previous)}" height="5"/>')
    if value is not None:
        pieces.append(f'<rect class="c-bar" fill="#1f6f63" x="0" y="4" width="{_clip(value)}" height="9"/>')
    if target is not None:
        pieces.append(f'<path class="c-target" stroke="#12211e" d="M{_clip(target)} 1v20"/>')
    return _strip("".join(pieces))


@register.simple_tag
def parts(*counts: int) -> SafeString:
    """A strip of conform, partial, not conform, not applicable: full height, half, hollow, thin line."""
    shapes = (
        ("c-bar", "#1f6f63", 3, 14),
        ("c-p", "#c98a06", 10, 7),
        ("c-x", "#fbeae7", 4, 12),
        ("c-n", "#76837d", 9, 2),
    )
    total = sum(counts) or 1
    start, pieces = 0.0, []
    for count, (kind, fill, y, height) in zip(counts, shapes, strict=True):
        width = 100 * count / total
        if count:
            pieces.append((kind, fill, f"{start + 0.3:.1f}", y, f"{max(0.4, width - 0.6):.1f}", height))
        start += width
    drawn = '<rect class="{}" fill="{}" x="{}" y="{}" width="{}" height="{}"/>'
    return _strip(format_html_join("", drawn, pieces))


def _strip(inside: str) -> SafeString:
    return mark_safe(  # noqa: S308 - inside is drawn from numbers alone by the two tags above
        f'<svg class="mini" viewBox="0 0 100 22" preserveAspectRatio="none" aria-hidden="true">{inside}</svg>'
    )


def _clip(value: formats.Number) -> str:
    """A length between 0 and 100, one decimal."""
    return f"{min(100.0, max(0.0, float(value))):.1f}"


@register.filter
def in_language(text: Text | None) -> str:
    """A core text in the active language, else in the first that is written."""
    return text.best(language()) if text else ""


@register.filter
def lead(text: str, limit: int = 180) -> str:
    """The first whole sentences of a longer text: ``{{ text|in_language|lead }}``. Nothing is cut in the middle."""
    return formats.lead(text, limit)


@register.filter
def number(value: formats.Number | None, places: int | None = 0) -> str:
    """Rounded: ``{{ score|number }}``, ``{{ 4.25|number:1 }}``. A negative one is isolated: its sign stays put."""
    text = formats.number(value, language(), places)
    return _isolated(text) if text.startswith(formats.MINUS) else text


@register.filter
def exact(value: formats.Number | None) -> str:
    """A number with all the decimals that it has."""
    return number(value, None)


@register.filter
def signed(value: formats.Number | None, places: int = 0) -> SafeString:
    """A difference with its sign, isolated."""
    return _isolated(formats.signed(value, language(), places))


@register.filter
def percent(ratio: formats.Number | None, places: int = 0) -> SafeString:
    """A ratio (0.42) as a percentage, isolated."""
    return _isolated(formats.percent(ratio, language(), places))


@register.filter
def filesize(size: int) -> SafeString:
    """A size in bytes, isolated."""
    return _isolated(formats.filesize(size, language()))


def _isolated(text: str) -> SafeString:
    return format_html('<bdi dir="ltr">{}</bdi>', text)


def _time(value: date, text: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


@register.filter
def date_long(value: date | None) -> str:
    """20 novembre 2026, in a ``time`` element; nothing for None."""
    return _time(value, formats.date_long(value, language())) if value else ""


@register.filter
def date_short(value: date | None) -> str:
    """20/11/2026, in a ``time`` element; nothing for None."""
    return _time(value, formats.date_short(value, language())) if value else ""


@register.filter
def date_text(value: date | None) -> str:
    """20 novembre 2026 as bare text, for attributes and titles."""
    return formats.date_long(value, language()) if value else ""


@register.filter
def time_short(value: datetime | None) -> str:
    """14:32 on the reader's clock, in a ``time`` element; nothing for None."""
    return _time(value, formats.time_short(value)) if value else ""


@register.filter(name="datetime")
def datetime_long(value: datetime | None) -> str:
    """20 novembre 2026 à 14:32 (UTC+1), in a ``time`` element; nothing for None."""
    return _time(value, formats.datetime_long(value, language())) if value else ""


@register.filter
def bdi(value: object) -> SafeString:
    """A name whose direction is its own."""
    return format_html("<bdi>{}</bdi>", value)


@register.filter
def code(value: object) -> SafeString:
    """A code or a reference: isolated, left to right, unbroken."""
    return format_html('<bdi class="code" dir="ltr">{}</bdi>', value)


@register.simple_tag
def page_numbers(page: Page) -> list[int | None]:
    """The numbers to offer below a list; None where some are left out."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [entry if isinstance(entry, int) else None for entry in elided]


@register.simple_tag
def kept_answers() -> str:
    """JSON of plural form to sentence, for the script: ``%s`` stands for the number of answers kept."""
    sentences = {
        form: ngettext(
            "Connection lost. %s answer is kept here and will be sent as soon as possible.",
            "Connection lost. %s answers are kept here and will be sent as soon as possible.",
            count,
        )
        for form, count in _PLURAL_SAMPLES[language()].items()
    }
    return json.dumps(sentences, ensure_ascii=False)
