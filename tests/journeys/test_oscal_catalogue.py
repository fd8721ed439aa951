"""A catalogue from elsewhere: published by the operator, assessed by a company, exported again as it came.

The large one (150 controls, public domain) is not ours to copy: it is read beside the checkout, or where
JAWDA_REFERENCE says, and its journey is skipped where it is not found.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pypdf import PdfReader
from tests.journeys.walk import PASSWORD, enter, is_accessible

pytestmark = [
    pytest.mark.journey,
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
REFERENCE = Path(os.environ.get("JAWDA_REFERENCE", Path(__file__).resolve().parents[3] / "shared" / "reference"))
LARGE = REFERENCE / "referentials" / "oscal-nist-800-53-rev5-low.json"


def our_own(folder: Path) -> Path:
    """A small catalogue with members that no model of ours knows."""
    control = {
        "class": "workshop",
        "params": [{"id": "p-days", "label": "days", "x-origin": "kept"}],
        "parts": [
            {
                "id": "part-s",
                "name": "statement",
                "prose": "Every instrument is checked each {{ insert: param, p-days }} and its state is written on it. "
                + "The check follows a written instruction, and whoever checks signs. " * 12,
            },
            {"id": "part-g", "name": "guidance", "prose": "A label with a date is enough."},
        ],
        "x-unknown": {"deep": [1, {"kept": True}]},
    }
    document = {
        "catalog": {
            "uuid": str(uuid4()),
            "metadata": {
                "title": "Workshop rules",
                "last-modified": "2026-01-01T00:00:00Z",
                "version": "1",
                "oscal-version": "1.1.2",
                "x-note": "kept",
            },
            "groups": [
                {
                    "id": name,
                    "title": f"Group {name}",
                    "x-group": name,
                    "controls": [
                        {"id": f"{name}-{number}", "title": f"Rule {name} {number}", **control}
                        for number in range(1, 5)
                    ],
                }
                for name in ("wa", "wb")
            ],
        }
    }
    file = folder / "workshop.json"
    file.write_text(json.dumps(document))
    return file


@pytest.mark.parametrize("which", ["our own", "large"])
def test_a_catalogue_is_published_assessed_printed_and_exported(
    page: Any, server: str, tmp_path: Path, which: str
) -> None:
    if which == "large" and not LARGE.is_file():
        pytest.skip(f"the reference catalogue is not beside the checkout ({LARGE})")
    source = LARGE if which == "large" else our_own(tmp_path)
    title = json.loads(source.read_text())["catalog"]["metadata"]["title"]
    # The operator reads it, sees what it holds, and publishes it.
    page.goto(f"{server}/compte/login/?next=/referentiels/importer/")
    page.fill("input[name=login]", "operateur@jawda.example")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server}/referentiels/importer/")
    is_accessible(page)
    page.set_input_files("input[type=file]", source)
    page.locator("form .btn.main").click()
    page.wait_for_url(re.compile("/importer/[0-9a-f-]{36}/"))
    assert title in page.locator("h1").inner_text()
    is_accessible(page)
    page.locator("main form .btn.main").click()
    page.wait_for_url(re.compile("/referentiels/[^/]+/$"))
    is_accessible(page)
    address = page.url
    # It comes out again as it came in.
    with page.expect_download() as exported:
        page.locator("a[href$='fichier/oscal']").click()
    exported.value.save_as(tmp_path / "again.json")
    assert json.loads((tmp_path / "again.json").read_text()) == json.loads(source.read_text())
    # A company assesses itself against it.
    page.context.clear_cookies()
    enter(page, server, "qualite@argane.example")
    home = page.url
    page.goto(f"{home}diagnostic/choisir/")
    page.locator(f".choice-list li:has(a[href$='{address.removeprefix(server)}']) form button").click()
    page.wait_for_url(re.compile("/chapitre/"))
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        is_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{width} px scrolls sideways"
    page.locator(".q .choices input").first.focus()
    for key in ("C", "P", "X"):
        page.keyboard.press(key)
        page.locator("[data-saved]:not(.pending):not(.failed)", has_text=re.compile(r"\d\d:\d\d")).wait_for()
        page.keyboard.press("J")
    page.keyboard.press("N")
    reason = page.locator(".q.now textarea[name=reason]")
    reason.fill("Nothing of that kind is done here.")
    reason.blur()
    page.locator("[data-progress]", has_text=re.compile(r"^\s*(4\b|Toutes)")).wait_for()
    page.reload()
    ticked = [page.locator(".ticks i").nth(number).get_attribute("class") for number in range(4)]
    assert ticked == ["c", "p", "x", "n"]
    # The result says it in words, and prints.
    page.goto(re.sub(r"chapitre/.*", "resultat/", page.url))
    is_accessible(page)
    said = page.locator(".verdict h1").inner_text()
    with page.expect_download() as report:
        page.locator("a[href$='rapport.pdf']").first.click()
    report.value.save_as(tmp_path / "report.pdf")
    text = "\n".join(part.extract_text() for part in PdfReader(tmp_path / "report.pdf").pages)
    assert said in text
    assert "Nothing of that kind is done here." in " ".join(text.split())
