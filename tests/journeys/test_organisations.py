"""A company that signs up by itself invites a colleague; an operator lets a laboratory into the directory."""

from __future__ import annotations

import re
import time
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.journeys.walk import enter, follow, is_accessible

pytestmark = [
    pytest.mark.journey,
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
PASSWORD = "une phrase de passe assez longue"


def mails(folder: Path, to: str) -> list[str]:
    """What the demonstration's mail folder holds for an address, the latest last."""
    found = []
    for path in sorted((folder / "mail").glob("*"), key=lambda path: path.stat().st_mtime_ns):
        for part in path.read_bytes().split(b"-" * 79):
            message = message_from_bytes(part.strip(), policy=default)
            if to in str(message["to"]):
                found.append(message.get_content())
    return found


def waited_mail(folder: Path, to: str, pattern: str) -> str:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        for text in reversed(mails(folder, to)):
            if match := re.search(pattern, text):
                return match[1]
        time.sleep(0.1)
    raise AssertionError(f"no mail to {to} with {pattern}")


def sign_up(page: Any, folder: Path, email: str, name: str, start: str) -> None:
    page.goto(start)
    page.fill("input[name=email]", email)
    page.fill("input[name=name]", name)
    page.fill("input[name=password1]", PASSWORD)
    page.keyboard.press("Enter")
    page.locator("input[name=code]").wait_for()
    page.fill("input[name=code]", waited_mail(folder, email, r"(?m)^\s*([A-Z0-9]{3,5}-?[A-Z0-9]{3,5})\s*$"))
    page.keyboard.press("Enter")


@pytest.fixture
def folder(server: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server of :func:`server` keeps its data, the demonstration's mail among it."""
    return tmp_path_factory.getbasetemp() / "served0"


@pytest.fixture
def pages(browser: Any) -> Any:
    """New pages, each with a session of its own; no fault in any console."""
    contexts, faults = [], []

    def make(width: int = 1280) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="fr-FR")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert faults == []


def test_from_signing_up_to_the_directory(pages: Any, server: str, folder: Path) -> None:
    name = f"Tôlerie {uuid4().hex[:6]}"
    boss, colleague = f"{uuid4().hex[:8]}@tolerie.example", f"{uuid4().hex[:8]}@tolerie.example"
    # She signs up and registers her company: it works at once.
    page = pages()
    sign_up(page, folder, boss, "Amina", f"{server}/compte/signup/")
    page.wait_for_url(re.compile("/accueil/"))
    is_accessible(page)
    follow(page, page.locator("a.btn.main"))
    is_accessible(page)
    page.fill("input[name=name]", name)
    page.fill("input[name=ice]", "12")
    page.fill("input[name=nace]", "25.11")
    page.locator("form button.main").click()
    page.locator("#id_ice_error").wait_for()
    is_accessible(page)
    page.fill("input[name=ice]", "001234567000089")
    page.select_option("select[name=region]", "06")
    page.locator("form button.main").click()
    page.wait_for_url(re.compile("/o/"))
    home = page.url
    assert name in page.locator("header.bar").inner_text()
    # She invites a colleague, who opens the link, signs up with the address, and accepts.
    page.goto(f"{home}organisation/membres/inviter/")
    page.fill("input[name=email]", colleague)
    page.locator("form button.main").click()
    page.wait_for_url(re.compile("/membres/$"))
    is_accessible(page)
    link = waited_mail(folder, colleague, r"(http\S+/invitations/\S+)")
    other = pages(390)
    other.goto(link)
    is_accessible(other)
    assert name not in other.content()
    sign_up(other, folder, colleague, "Nadia", server + other.locator("a[href*=signup]").get_attribute("href"))
    other.wait_for_url(re.compile("/(invitations|accueil)/"))
    assert name in other.content()
    is_accessible(other)
    other.locator("button[value=accept]").first.click()
    other.wait_for_url(home)
    assert name in other.locator("header.bar").inner_text()  # in sight at 390 px too
    # The link is used up.
    other.goto(link)
    assert "déjà accepté" in other.content()


def test_an_operator_lets_a_laboratory_into_the_directory(pages: Any, server: str, folder: Path) -> None:
    page = pages()
    enter(page, server, "operateur@jawda.example")
    is_accessible(page)
    follow(page, page.locator("ol.steps a.btn.main"))
    is_accessible(page)
    follow(page, page.get_by_role("link", name="Laboratoire Fictif d’essais"))
    is_accessible(page)
    page.fill("input[name=source]", "Exemple fictif, registre de la démonstration")
    page.locator("button[value=activate]").click()
    page.locator("text=Suspendre").first.wait_for()
    page.goto(f"{server}/annuaire/?kind=laboratory")
    assert "Laboratoire Fictif d’essais" in page.locator("tbody").inner_text()
    is_accessible(page)
    assert waited_mail(folder, "labo@essais.example", "(a vérifié Laboratoire Fictif)")
    # The laboratory's person belongs to two bodies and sees in which one they are.
    other = pages(390)
    enter(other, server, "labo@essais.example")
    assert other.locator("ul.choice-list a.btn").count() == 2
    other.get_by_role("link", name=re.compile("Laboratoire Fictif")).click()
    bar = other.locator("header.bar")
    assert "Laboratoire Fictif" in bar.inner_text()
    bar.locator("button.org-button").click()
    other.locator("#organisations a", has_text="Centre de formation Modèle").click()
    other.wait_for_url(re.compile("/o/"))
    assert "Centre de formation Modèle" in other.locator("header.bar").inner_text()
    is_accessible(other)


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_of_the_room_are_accessible(pages: Any, server: str, language: str, width: int) -> None:
    page = pages(width)
    page.goto(f"{server}/langue/{language}/?next=/")
    enter(page, server, "qualite@cablages.example")
    home = page.url
    for path in (
        "organisation/", "organisation/modifier/", "organisation/membres/", "organisation/membres/inviter/",
        "organisation/sites/", "organisation/sites/nouveau/", "organisation/sites/importer/", "organisation/missions/",
        "organisation/missions/nouvelle/", "ecosysteme/partages/", "ecosysteme/partages/chimie/rejoindre/",
        "ecosysteme/partages/auto/quitter/", "ecosysteme/partages/auto/show_name/",
    ):  # fmt: skip
        page.goto(home + path)
        is_accessible(page)
    page.context.clear_cookies(name="sessionid")
    page.goto(f"{server}/ecosystemes/auto/")
    is_accessible(page)
    enter(page, server, "federation@auto.example")
    home = page.url
    for path in ("", "ecosysteme/cohorte/", "ecosysteme/conventions/", "ecosysteme/conventions/nouvelle/"):
        page.goto(home + path)
        is_accessible(page)
