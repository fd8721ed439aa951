"""PDFs read back with another library: pages, words, metadata, standards; and what happens when there is none."""

import io
import re
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import datetime
from time import perf_counter

import pypdf
import pytest
from tests.foundation.printing import reports
from tests.foundation.printing.reports import MOMENT, every_block, report

from jawda.core.languages import LANGUAGES, Language
from jawda.foundation.printing import (
    Document,
    Figure,
    Heading,
    KeyValues,
    Paragraph,
    PrintingFailed,
    Table,
    Verdict,
    compiling,
    render,
    render_pdf,
)  # fmt: skip
from jawda.foundation.printing.fixed_words import WORDS

_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u064b-\u0652\u0640]")


def opened(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf), strict=True)


def said(text: str) -> str:
    """Letters only, presentation forms folded (NFKC), direction marks, vowel signs and spaces dropped."""
    return re.sub(r"\s+", "", _MARKS.sub("", unicodedata.normalize("NFKC", text)))


def stands(words: str, text: str) -> bool:
    """Whether ``words`` stand in a page's ``text`` (as of ``said``).

    pypdf gives the letters of an Arabic word run by run as they are drawn, so that only their order within the word may
    differ: each word is looked for as a window with the same letters.
    """
    if not re.search("[\u0600-\u06ff]", words):
        return said(words) in text
    for word in map(said, words.split()):
        letters, size = sorted(word), len(word)
        if not any(sorted(text[start : start + size]) == letters for start in range(len(text) - size + 1)):
            return False
    return True


def small(text: str, language: Language = "fr") -> Document:
    return Document(
        title="Titre", organisation_name="Câblages", reference="AD-1", date="12", language=language, fictitious=False,
        blocks=(Paragraph(text=text),),
    )  # fmt: skip


@pytest.fixture(scope="module")
def printed() -> dict[Language, pypdf.PdfReader]:
    return {language: opened(render_pdf(report(language), timestamp=MOMENT)) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_what_it_belongs_to(printed: dict[Language, pypdf.PdfReader], language: Language) -> None:
    pages = printed[language].pages
    assert len(pages) >= 4
    for number, page in enumerate(pages, 1):
        text = said(page.extract_text())
        assert "AD-2026-0042" in text
        assert f"{number}/{len(pages)}" in text
        assert stands(reports.WORDS["title"][language], text)
        assert stands(reports.WORDS["company"][language], text)
        assert stands(WORDS["fictitious"][language], text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_can_be_copied(printed: dict[Language, pypdf.PdfReader], language: Language) -> None:
    text = said("".join(page.extract_text() for page in printed[language].pages))
    for word in ("verdict", "chapter", "gap", "company"):
        assert stands(reports.WORDS[word][language], text)
    for row in range(60):
        assert f"9.{row}" in text
    assert "preuve-2026.pdf" in text
    assert stands(WORDS["signature"][language], text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_metadata_language_and_standards(printed: dict[Language, pypdf.PdfReader], language: Language) -> None:
    """ISO 19005-2, 6.6.4: the file identifies its part and level in XMP; ISO 14289-1, 5: likewise for PDF/UA."""
    reader = printed[language]
    catalogue = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == f"{reports.WORDS['title'][language]} – {reports.WORDS['company'][language]}"
    assert reader.metadata.creation_date == MOMENT
    assert catalogue["/Lang"].startswith(language)
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    xmp = catalogue["/Metadata"].get_object().get_data().decode()
    for name, value in (("pdfaid:part", "2"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1")):
        assert re.search(f"<{name}>{value}</{name}>|{name}=[\"']{value}", xmp), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_our_font_is_used(printed: dict[Language, pypdf.PdfReader], language: Language) -> None:
    fonts = {
        font.get_object()["/BaseFont"].split("+")[-1]
        for page in printed[language].pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert fonts
    assert all(font.lstrip("/").startswith("IBMPlexSansArabic") for font in fonts), fonts


def test_a_real_document_bears_no_mark_of_an_example() -> None:
    reader = opened(render_pdf(report("fr", fictitious=False), timestamp=MOMENT))
    assert not any("fictif" in page.extract_text().lower() for page in reader.pages)


def test_a_cover_has_its_own_page_and_both_titles() -> None:
    reader = opened(render_pdf(report("fr", cover=True), timestamp=MOMENT))
    first = said(reader.pages[0].extract_text())
    assert stands(reports.WORDS["title"]["fr"], first)
    assert stands(reports.WORDS["title"]["ar"], first)
    assert not stands(reports.WORDS["verdict"]["fr"], first)


def test_the_heading_of_a_table_stands_on_each_of_its_pages() -> None:
    table = Table(columns=("Réf.", "Exigence"), widths=("auto", "1fr"), rows=tuple((f"R{n}", "x") for n in range(120)))
    document = replace(small(""), blocks=(table,))
    reader = opened(render_pdf(document, timestamp=MOMENT))
    assert len(reader.pages) >= 3
    assert all("Exigence" in page.extract_text() for page in reader.pages)


def test_equal_documents_give_equal_bytes() -> None:
    assert render_pdf(report("ar"), timestamp=MOMENT) == render_pdf(report("ar"), timestamp=MOMENT)
    assert render_pdf(small("a"), timestamp=MOMENT) != render_pdf(small("b"), timestamp=MOMENT)


ATTACKS = (
    '#panic("in")', '#read("/etc/passwd")', "$x^2$ *b* _i_ `c` @ref <label> = Title", '"] #import "x.typ"', "\\#{1+1}",
    '#sys.inputs', "// comment", '", "blocks": []',
)  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_code_in_any_text_is_only_text(attack: str) -> None:
    """Every text of every block, and of the document itself, arrives as data."""
    say = dict.fromkeys(reports.WORDS, attack)
    texts = ("title", "organisation_name", "reference", "date", "subtitle", "other_title")
    document = replace(report("fr"), blocks=every_block(say, rows=2), **dict.fromkeys(texts, attack))
    reader = opened(render_pdf(document, timestamp=MOMENT))
    text = said("".join(page.extract_text() for page in reader.pages))
    assert text.count(said(attack)) >= 30
    assert {field.name for field in fields(Document)} >= set(texts)


@pytest.mark.parametrize("text", ["", " ", "\x00\x07\ud800", "\u202eno\u2069", "a\nb\r\nc", "n" * 5000, "漢 🙂 Ω"])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_whatever_people_type_is_printed(text: str, language: Language) -> None:
    """PDF/A forbids glyphs that are missing (ISO 19005-2, 6.2.11.8): such letters become a lozenge."""
    assert len(opened(render_pdf(small(text, language), timestamp=MOMENT)).pages) >= 1


def test_letters_beside_a_missing_one_stay() -> None:
    text = opened(render_pdf(small("avant \U0001f642 après é"), timestamp=MOMENT)).pages[0].extract_text()
    assert "avant" in text
    assert "après é" in text
    assert "\N{LOZENGE}" in text


def test_a_missing_letter_costs_no_space_and_no_direction_mark() -> None:
    """One emoji in a note once turned every thin space and every isolate of the document into a lozenge."""
    for text, language in (("1\u202f234 km\u202f; \u2011 \U0001f642", "fr"), ("من −42 إلى A-031 \U0001f642", "ar")):
        pages = opened(render_pdf(small(text, language), timestamp=MOMENT)).pages
        assert sum(page.extract_text().count("\N{LOZENGE}") for page in pages) == 1


@pytest.mark.parametrize("cover", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_conclusion_stands_on_the_first_page(language: Language, cover: bool) -> None:
    """One page says it all: verdict and key figures come with the title, on a cover or at the head."""
    say = {name: texts[language] for name, texts in reports.WORDS.items()}
    document = replace(
        report(language, cover=cover),
        blocks=(Paragraph(text="x"),),
        conclusion=Verdict(seal="not_ready", title=say["verdict"]),
        key_figures=KeyValues(rows=(("66", say["chapter"]), ("2", say["gap"]))),
    )
    first = said(opened(render_pdf(document, timestamp=MOMENT)).pages[0].extract_text())
    for words in ("verdict", "chapter", "title", "company"):
        assert stands(say[words], first), words
    assert "66" in first


def test_a_heading_is_never_the_last_line_of_a_page() -> None:
    """A heading, or a table's caption, stays with what follows, wherever the page ends."""
    for filled in range(36, 42):  # a page holds 40 such lines
        blocks = (*(Paragraph(text="ligne") for _ in range(filled)), Heading(text="TITRE"), Paragraph(text="suite"))
        pages = opened(render_pdf(replace(small(""), blocks=blocks), timestamp=MOMENT)).pages
        text = next(page.extract_text() for page in pages if "TITRE" in page.extract_text())
        assert "suite" in text, filled


def test_a_print_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(PrintingFailed, match="no PDF after"):
        render_pdf(report("fr"), timestamp=MOMENT, time_limit=0.001)


def test_a_figure_that_is_none_fails_clearly_and_leaves_nothing() -> None:
    document = replace(small(""), blocks=(Figure(svg="<svg", alt="x"),))
    with pytest.raises(PrintingFailed, match="SVG"):
        render_pdf(document, timestamp=MOMENT)


def test_a_document_beyond_all_measure_is_refused_before_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "LARGEST", 1000)
    with pytest.raises(PrintingFailed, match="at most 1000"):
        render_pdf(small("x" * 2000), timestamp=MOMENT)


def test_an_interpreter_that_is_gone_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with pytest.raises(PrintingFailed, match="could not be started"):
        render_pdf(small("x"), timestamp=MOMENT)


def test_a_missing_font_package_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "_PACKAGE", "no_such_font_package")
    with pytest.raises(PrintingFailed, match="not installed"):
        render_pdf(small("x"), timestamp=MOMENT)


def test_a_moment_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        render_pdf(small("x"), timestamp=datetime(2026, 1, 1))  # noqa: DTZ001 - the naive moment is the test


def test_several_threads_print_at_once() -> None:
    """As under gunicorn's threads: each has its own child, and equal orders give equal files."""
    with ThreadPoolExecutor(4) as pool:
        files = list(pool.map(lambda _: render_pdf(small("fil"), timestamp=MOMENT), range(8)))
    assert len(set(files)) == 1


@pytest.mark.parametrize("bad", [{"widths": ("auto",)}, {"rows": (("a",),)}, {"alignments": ("start",)}])
def test_a_table_is_rectangular(bad: dict) -> None:
    with pytest.raises(ValueError, match="2 columns"):
        Table(**{"columns": ("a", "b"), "widths": ("auto", "1fr"), "rows": (), **bad})


def test_every_fixed_word_stands_in_three_languages() -> None:
    assert all(set(texts) == set(LANGUAGES) and all(texts.values()) for texts in WORDS.values())


@pytest.mark.long
def test_ten_pages_take_less_than_a_second() -> None:
    document = report("fr", rows=330)
    took = []
    for _ in range(3):
        start = perf_counter()
        pdf = render_pdf(document, timestamp=MOMENT)
        took.append(perf_counter() - start)
    assert len(opened(pdf).pages) >= 10
    assert min(took) < 1


def test_the_compiler_runs_under_a_limit_of_memory() -> None:
    """A runaway document ends its own process, not the machine's."""
    program = """
import resource, runpy, sys
runpy.run_path(sys.argv[1])["limit_memory"]()
print(resource.getrlimit(resource.RLIMIT_AS)[0])
"""
    answer = subprocess.run(
        [sys.executable, "-I", "-c", program, str(compiling.__file__)], capture_output=True, text=True, check=True
    )
    assert 0 < int(answer.stdout) <= compiling.MEMORY
