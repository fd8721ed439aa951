"""After the answers: an expert reviews, five actions are agreed, one is closed with evidence, the report is printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pypdf import PdfReader
from tests.journeys import walk
from tests.journeys.walk import enter, follow, is_accessible

pytestmark = [pytest.mark.journey, pytest.mark.long, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


@pytest.fixture
def pages(browser: Any) -> Iterator[Callable[[], Any]]:
    """A new person's page; no fault in any console."""
    contexts, faults = [], []

    def new() -> Any:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield new
    for context in contexts:
        context.close()
    assert faults == []


def answer_everything(page: Any) -> None:
    """Every question, mostly at level 2; each is told to be saved before the page is left."""
    while True:
        questions = page.locator(".q").all()
        for number, question in enumerate(questions):
            level = question.locator(f"input[name=level][value='{1 + number % 3}']")
            level.evaluate("field => field.click()")
        page.wait_for_function("() => !document.querySelector('.saved.failed, .saved.pending')")
        following = page.locator(".dock a.main")
        going_on = "/chapitre/" in following.get_attribute("href")
        follow(page, following)
        if not going_on:
            return


def grade(page: Any, base: str) -> None:
    """The expert sees the first chapter's questions a level lower, with a remark, and signs."""
    page.goto(f"{base}revue/")
    is_accessible(page)
    page.locator("main a[href*='/revue/chapitre/']").first.click()
    page.wait_for_url(re.compile("/revue/chapitre/"))
    is_accessible(page)
    for question in page.locator(".q").all():
        question.locator("input[type=radio][value='0']").evaluate("field => field.click()")
        question.locator("textarea").fill("Rien n’a pu être montré lors de la visite.")
    follow(page, page.locator(".dock button[name=next]"))
    page.goto(f"{base}revue/")
    page.fill("#conclusion", "Commencer par la direction.")
    page.locator("form.form button.main").click()
    page.locator("h1", has_text="au-dessus").wait_for()


def plan_five(page: Any, base: str, home: str) -> list[str]:
    """Five gaps become actions; their addresses."""
    page.goto(f"{home}actions/depuis/{base.rstrip('/').rsplit('/', 1)[-1]}/")
    is_accessible(page)
    boxes = page.locator("input[name=gap]")
    assert boxes.count() >= 5
    for number in range(boxes.count()):
        box = boxes.nth(number)
        box.check() if number < 5 else box.uncheck()
        name = box.get_attribute("value")
        if number < 5:
            page.locator(f"select[name='owner-{name}']").select_option(index=1)
            page.fill(f"input[name='due-{name}']", "2027-06-30")
    before = set(found(page, home))
    page.locator(".dock button.main").click()
    page.wait_for_url(re.compile(r"/actions/"))
    return [address for address in found(page, home) if address not in before]


def found(page: Any, home: str) -> list[str]:
    """The addresses of the plan's actions."""
    rows = page.request.get(f"{home}actions/liste.json").json()
    return [f"{home}actions/{row['id']}/" for row in rows]


def test_an_expert_reviews_five_actions_are_agreed_one_is_closed_the_report_is_printed(
    pages: Callable[[], Any], server: str, tmp_path: Any
) -> None:
    manager = pages()
    enter(manager, server, "qualite@cablages.example")
    home = manager.url
    walk.begin(manager, home, "premiers-pas-1")
    base = re.sub(r"(profil|chapitre)/.*", "", manager.url)
    if "/profil/" in manager.url:
        manager.locator("form .btn.main").click()
        manager.wait_for_url(re.compile("/chapitre/"))
    answer_everything(manager)

    expert = pages()
    walk.sign_in(expert.context, server, "expert@exemple.example")
    grade(expert, base)

    # The company reads it, takes one level over, and keeps one answer for a reason.
    manager.goto(f"{base}revue/")
    is_accessible(manager)
    follow(manager, manager.locator("button", has_text="Reprendre le niveau de l’expert").first)
    assert manager.locator("dd", has_text="Le niveau de l’expert a été repris.").count() == 1

    actions = plan_five(manager, base, home)
    assert len(actions) == 5
    for address in actions:
        manager.goto(address)
        follow(manager, manager.locator("#agree button.main"))
        assert manager.locator("#agree").count() == 0
    manager.goto(actions[0])
    follow(manager, manager.locator("#start button"))
    is_accessible(manager)
    manager.fill("#ev-text", "Note de direction affichée le 2 décembre, classeur A")
    follow(manager, manager.locator("form[action$='/preuves/'] button", has_text="Ajouter cette preuve"))
    manager.locator("#finish summary").click() if manager.locator("#finish:not([open]) > summary").count() else None
    follow(manager, manager.locator("#finish button"))
    states = {row["id"]: row["state"] for row in manager.request.get(f"{home}actions/liste.json").json()}
    assert states[actions[0].rstrip("/").rsplit("/", 1)[-1]] == "Terminée, efficacité à vérifier"

    manager.goto(f"{base}resultat/")
    verdict = manager.locator(".verdict h1").inner_text()
    for language in ("fr", "ar", "en"):
        answer = manager.request.get(f"{base}rapport.pdf?langue={language}")
        assert answer.status == 200
        file = tmp_path / f"{language}.pdf"
        file.write_bytes(answer.body())
        reader = PdfReader(file)
        assert len(reader.pages) >= 3
        if language == "fr":
            assert verdict in "\n".join(part.extract_text() for part in reader.pages)
