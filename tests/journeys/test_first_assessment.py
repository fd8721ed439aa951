"""A quality manager's first evening: sign in, answer, leave, come back, import, read, print."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from tests.journeys.walk import begin, enter, is_accessible

pytestmark = [
    pytest.mark.journey,
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def test_answering_importing_and_printing(page: Any, server: str, tmp_path: Path) -> None:
    enter(page, server, "qualite@argane.example")
    home = page.url
    is_accessible(page)
    # She starts a new assessment against the built-in referential.
    page.goto(f"{home}diagnostic/choisir/")
    is_accessible(page)
    begin(page, home, "premiers-pas-1")
    # She says what the company is, so that only what concerns it is asked.
    page.wait_for_url(re.compile("/profil/"))
    is_accessible(page)
    page.locator("input[name=sector][value=chemical]").check()
    page.locator("form .btn.main").click()
    page.wait_for_url(re.compile("/chapitre/"))
    is_accessible(page)
    # She answers with the keyboard; the page says when it was saved.
    page.locator(".q .choices input").first.focus()
    page.keyboard.press("3")
    page.locator("[data-saved]", has_text=re.compile(r"\d\d:\d\d")).wait_for()
    page.reload()
    assert page.locator(".q").first.locator("input[value='3']").is_checked()
    # She takes the rest home as a spreadsheet, and the command line agrees with the page.
    result = re.sub(r"chapitre/.*", "resultat/", page.url)
    page.goto(result)
    is_accessible(page)
    page.locator("button[popovertarget=more]").click()
    with page.expect_download() as download:
        page.locator("a[href$='classeur.xlsx']").click()
    sheet = tmp_path / "reponses.xlsx"
    download.value.save_as(sheet)
    filled = fill(sheet)
    page.goto(result.replace("resultat/", "importer/"))
    is_accessible(page)
    page.set_input_files("input[type=file]", filled)
    page.locator("form button.main").first.click()
    page.wait_for_url(re.compile("/importer/[0-9a-f-]{36}/"))
    is_accessible(page)
    page.locator("main form button.main").click()
    page.wait_for_url(re.compile("/resultat/"))
    with page.expect_download() as report:
        page.locator("a[href$='rapport.pdf']").click()
    report.value.save_as(tmp_path / "rapport.pdf")
    text = "\n".join(part.extract_text() for part in PdfReader(tmp_path / "rapport.pdf").pages)
    said = page.locator(".verdict h1").inner_text()
    assert said in text
    # The command line gives the same from the same spreadsheet, which says also what the company is.
    answer = subprocess.run(
        [sys.executable, "-m", "jawda.site.command_line", "assess", str(filled), "--referential", "premiers-pas-1",
         "--json"],
        capture_output=True, check=True,
    )  # fmt: skip
    document = json.loads(answer.stdout)
    assert document["progress"] == 1.0
    assert f"{document['score']:.0f}" in page.locator(".part").first.inner_text()


def fill(sheet: Path) -> Path:
    """The downloaded template with a level in every row, saved by another program."""
    from openpyxl import load_workbook

    book = load_workbook(sheet)
    rows = book.worksheets[0]
    heading = [cell.value for cell in rows[1]]
    for number, row in enumerate(rows.iter_rows(min_row=2)):
        row[heading.index("level")].value = number % 6
        row[heading.index("level")].data_type = "n"
    filled = sheet.with_name("rempli.xlsx")
    book.save(filled)
    return filled


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_page_is_accessible(browser: Any, server: str, language: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{server}/langue/{language}/?next=/")
    is_accessible(page)
    for path in ("/annuaire/", "/compte/login/", "/compte/signup/", "/nulle-part/"):
        page.goto(server + path)
        is_accessible(page)
    enter(page, server, "qualite@cablages.example")
    home = page.url
    for path in ("", "diagnostic/", "ecosysteme/partages/"):
        page.goto(home + path)
        is_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    context.close()


def test_a_stranger_finds_nothing(page: Any, server: str) -> None:
    enter(page, server, "qualite@cablages.example")
    home = page.url
    page.context.clear_cookies()
    enter(page, server, "qualite@argane.example")
    for path in ("", "diagnostic/", "ecosysteme/partages/"):
        assert page.request.get(home + path).status == 404


def test_the_federation_sees_stages_and_no_answer(page: Any, server: str) -> None:
    enter(page, server, "federation@auto.example")
    home = page.url
    for number, companies in ((1, 50), (2, 10)):
        page.goto(f"{home}ecosysteme/cohorte/?page={number}")
        is_accessible(page)
        assert page.locator("tbody").first.locator("tr").count() == companies
    assert page.request.get(f"{home}diagnostic/").status == 403
