"""Every living page in the three languages: strict HTML, nothing inline, every text translated."""

from __future__ import annotations

import io
import re
from pathlib import Path

import html5lib
import pypdf
import pytest
from babel.messages.pofile import read_po
from django.http import Http404
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation
from tests.pages import strict_page

from jawda.core.languages import LANGUAGES
from jawda.foundation.tenancy.routes import Declaration
from jawda.foundation.ui import __file__ as package
from jawda.foundation.ui import samples, views

UI = Path(package).parent
ERRORS = ("400.html", "403.html", "403_csrf.html", "404.html", "500.html")
PAGES = [(name, language) for name in views.NAMES for language in LANGUAGES]


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_a_page_is_strict_html_with_nothing_inline(show, name, language):
    """Content-Security-Policy: default-src 'self', so no style, script or handler in the page."""
    page = strict_page(show(name, language), language=language)
    assert page.heading
    assert " – " in page.title


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", ERRORS)
def test_an_error_page_stands_without_request_or_frame(template, language):
    """Django renders 500 and the CSRF page with no request: neither frame nor user may be needed."""
    with translation.override(language):
        html = get_template(template).render()
    strict_page(html, language=language)
    assert "<script" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_holds_at_most_seven_and_leads_to_every_page(show, language):
    assert len(views.MENU) <= 7
    written = "".join(show(name, language) for name in views.MENU)
    assert [name for name in views.NAMES if f"/design/{name}/" not in written] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_document_is_printed(language):
    answer = views.sample_pdf(RequestFactory().get("/design/document.pdf", {"language": language}))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    assert reader.trailer["/Root"]["/Lang"].startswith(language)
    assert len(reader.pages) >= 3


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
