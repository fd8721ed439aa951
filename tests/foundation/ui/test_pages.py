"""Every living page in the three languages: strict HTML, nothing inline, every text translated."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib
import pytest
from babel.messages.pofile import read_po
from django.http import Http404
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation

from jawda.core.languages import LANGUAGES
from jawda.foundation.tenancy.routes import Declaration
from jawda.foundation.ui import __file__ as package
from jawda.foundation.ui import samples, views

UI = Path(package).parent
ERRORS = ("400.html", "403.html", "403_csrf.html", "404.html", "500.html")
XHTML = "{http://www.w3.org/1999/xhtml}"
PAGES = [(name, language) for name in views.NAMES for language in LANGUAGES]


def parse(html: str):
    """The tree of a page; any error of HTML's grammar raises."""
    return html5lib.HTMLParser(strict=True).parse(html)


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_a_page_is_strict_html_with_nothing_inline(show, name, language):
    """Content-Security-Policy: default-src 'self', so no style, script or handler in the page."""
    tree = parse(show(name, language))
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag != f"{XHTML}style"
        assert not (element.tag == f"{XHTML}script" and "src" not in element.attrib)
        assert not [key for key in element.attrib if key == "style" or key.startswith(("on", "hx-on"))]
    ids = [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    assert len(list(tree.iter(f"{XHTML}h1"))) == 1
    root = tree if tree.tag == f"{XHTML}html" else tree.find(f"{XHTML}html")
    assert root.attrib["lang"] == language
    assert root.attrib["dir"] == ("rtl" if language == "ar" else "ltr")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", ERRORS)
def test_an_error_page_stands_without_request_or_frame(template, language):
    """Django renders 500 and the CSRF page with no request: neither frame nor user may be needed."""
    with translation.override(language):
        html = get_template(template).render()
    parse(html)
    assert "<h1>" in html
    assert "<script" not in html


def test_an_unknown_page_is_not_found():
    with pytest.raises(Http404):
        views.page(RequestFactory().get("/design/none/"), "none")


def test_the_pages_are_declared_public():
    assert views.page.declaration == Declaration("public")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_catalogue_is_complete(language):
    with (UI / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    missing = [m.id for m in catalogue if m.id and not all(m.string if isinstance(m.string, tuple) else (m.string,))]
    assert missing == []
    assert not [m.id for m in catalogue if m.id and m.fuzzy]


def test_french_keeps_its_signs_with_their_words():
    """Typography: a no-break space before : ; ? ! % » and after «."""
    text = (UI / "locale/fr/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    translations = " ".join(re.findall(r'^msgstr(?:\[\d\])? "(.*)"$', text, re.MULTILINE))
    assert not re.findall(r" [:;?!»]|« |\w'\w", translations)


def test_the_list_of_errors_leads_to_the_fields():
    """WCAG 2.2, 3.3.1: the item in error is identified and the error is described in text."""
    html = str(samples.form())
    tree = html5lib.parseFragment(html)
    ids = {element.attrib["id"] for element in tree.iter() if "id" in element.attrib}
    links = re.findall(r'href="#([^"]+)"', html)
    assert len(links) == 3
    assert set(links) <= ids
    described = re.findall(r'aria-describedby="([^"]+)"', html)
    assert all(set(each.split()) <= ids for each in described)
    assert html.count('aria-invalid="true"') >= 2
    assert 'id="id_identifier_error"' in html


def test_a_form_without_error_has_no_list_of_errors():
    assert "data-summary" not in str(samples.ExampleForm())


def test_a_table_refuses_a_row_of_another_width():
    columns = samples.table("#").columns
    with pytest.raises(ValueError, match="1 cells for 5 columns"):
        samples.Table(caption="x", columns=columns, rows=(("only",),))
