"""Evidence as a hand brings it: by the key, by choosing, by pasting, without script."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.foundation.files.samples import pdf
from tests.journeys.walk import begin, enter, is_accessible

pytestmark = [
    pytest.mark.journey,
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
COPY = """async () => {
  const canvas = document.createElement("canvas");
  canvas.getContext("2d").fillRect(0, 0, 90, 90);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
}"""


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    photo = io.BytesIO()
    Image.linear_gradient("L").resize((800, 600)).save(photo, "JPEG")
    contents = {
        "plan.pdf": pdf(),
        "atelier.jpg": photo.getvalue(),
        "piège.pdf": pdf(catalog=b"/OpenAction << /S /JavaScript /JS (x) >>"),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in contents}


def test_evidence_is_brought_by_key_paste_and_without_script(
    page: Any,
    browser: Any,
    server: str,
    files: dict[str, Path],
) -> None:
    enter(page, server, "qualite@argane.example")
    begin(page, page.url, "premiers-pas-1")
    page.wait_for_url(re.compile("/profil/"))
    page.locator("form .btn.main").click()
    page.wait_for_url(re.compile("/chapitre/"))
    chapter = page.url.partition("#")[0]
    # The key goes to the field of files of the question in hand; two files are sent as soon as they are chosen.
    page.keyboard.press("e")
    field = page.locator(".q.now input[type=file]").first
    assert field.evaluate("element => element === document.activeElement")
    field.set_input_files([files["plan.pdf"], files["atelier.jpg"]])
    listed = page.locator(".q.now [data-upload-list] li")
    listed.nth(1).wait_for()
    # A trap is refused in words, and what stands stays.
    field.set_input_files(files["piège.pdf"])
    page.locator(".q.now [data-upload-error]", has_text="JavaScript").wait_for()
    assert listed.count() == 2
    is_accessible(page)
    # An image that was copied is pasted.
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(COPY)
    page.locator("h1").click()
    page.keyboard.press("Control+V")
    listed.nth(2).wait_for()
    assert "image-" in listed.nth(2).inner_text()
    # It is taken away again; the count follows.
    listed.nth(2).locator("button").click()
    listed.nth(2).wait_for(state="detached")
    assert page.locator(".q.now .evidence [data-count]").inner_text() == "2"
    # Another question uses what exists.
    page.locator(".q").nth(1).locator("a[href$='choisir/']").evaluate("element => element.click()")
    page.wait_for_url(re.compile("/choisir/"))
    is_accessible(page)
    page.fill("#q", "atelier")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=atelier"))
    page.locator(".files button").first.click()
    page.wait_for_url(re.compile("/chapitre/"))
    assert page.locator(".q").nth(1).locator(".files li").count() == 1
    with page.expect_download() as download:
        page.locator(".files a[download]").first.click()
    assert download.value.suggested_filename == "plan.pdf"
    # Without script the same form is sent as any other.
    plain = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    other = plain.new_page()
    other.goto(chapter)
    question = other.locator(".q").nth(2)
    question.locator(".evidence > summary").click()
    question.locator("input[type=file]").first.set_input_files(files["plan.pdf"])
    question.locator(".evidence [data-without-script]").click()
    other.wait_for_url(re.compile("/chapitre/.*#q-"))
    assert other.locator(".q").nth(2).locator(".files li").count() == 1
    plain.close()
