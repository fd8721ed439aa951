"""The strict reader of pages sees each kind of fault."""

from __future__ import annotations

import pytest
from tests.pages import strict_page

GOOD = (
    '<!DOCTYPE html><html lang="fr" dir="ltr"><head><meta charset="utf-8"><title>Titre</title></head><body><main>'
    '<h1>Un titre</h1><form method="post" action="/envoi"><label for="a">Nom</label><input id="a" name="a"></form>'
    "</main></body></html>"
)


def test_a_sound_page_says_its_title_heading_and_actions():
    page = strict_page(GOOD, language="fr")
    assert (page.title, page.heading, page.actions) == ("Titre", "Un titre", ("/envoi",))


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("<!DOCTYPE html>", "", "strict"),
        ("</h1>", "</h2>", "strict"),
        ("<h1>Un titre</h1>", "", "h1"),
        ("<h1>Un titre</h1>", "<h1>Un</h1><h1>Deux</h1>", "h1"),
        ("<title>Titre</title>", "<title></title>", "title"),
        ('dir="ltr"', 'dir="rtl"', "direction"),
        ('lang="fr"', 'lang="en"', "expected fr"),
        ("<main>", '<main style="color:red">', "inline style"),
        ("<main>", '<main onclick="x()">', "inline onclick"),
        ("<main>", "<main><script>x()</script>", "inline script"),
        ("<main>", '<main id="a">', "stands twice"),
        ('for="a"', 'for="b"', "leads to nothing"),
        ('<label for="a">Nom</label>', "", "no label"),
        ("<h1>", '<a href="/x"></a><h1>', "without words"),
        ('action="/envoi"', 'action=""', "empty address"),
        ("<h1>", '<img src="/x.png"><h1>', "no words"),
        ("<h1>", "<table><tbody><tr><td>1</td></tr></tbody></table><h1>", "without headings"),
    ],
)
def test_each_fault_is_named(right, wrong, said):
    assert right in GOOD
    with pytest.raises(AssertionError, match=said):
        strict_page(GOOD.replace(right, wrong), language="fr")
