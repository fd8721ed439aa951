"""A ministry convenes a panel; people without an account answer alone; the result shows what divides them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.journeys.walk import follow, is_accessible, sign_in

pytestmark = [
    pytest.mark.journey,
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def a_context(browser: Any) -> Any:
    return browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")


def convened(page: Any, server: str) -> str:
    """A panel of six members in two colleges; its address."""
    page.goto(server)
    page.goto(f"{server}/accueil/")
    page.get_by_role("link", name="Panels").first.click()
    page.get_by_role("link", name="Convoquer un panel").first.click()
    page.fill("[name=title]", "Diagnostic national")
    page.fill("[name=ends_on]", (timezone.localdate() + timedelta(days=20)).isoformat())
    for question in page.locator("input[type=radio][value=yes]").all():
        question.check(force=True)
    is_accessible(page)
    page.get_by_role("button", name="Convoquer le panel").click()
    page.wait_for_url(re.compile(r"/panels/[0-9a-f-]{36}/$"))
    for number in range(6):
        page.fill("[name=name]", f"Membre {number}")
        page.fill("[name=email]", f"membre{number}@panel.example")
        page.select_option("[name=college]", "laboratories" if number % 2 else "consumers")
        follow(page, page.get_by_role("button", name="Envoyer le lien"))
    is_accessible(page)
    return str(page.url)


def links(page: Any, server: str) -> list[str]:
    """What the letter box holds for the members."""
    page.goto(f"{server}/demo/mail/")
    found = re.findall(r"/panel/[\w=-]{64}/", page.inner_text("body"))
    return list(dict.fromkeys(found))


def answer(page: Any, number: int) -> None:
    """The first two questions of a member, saved as one goes."""
    page.locator("a.btn.main").first.click()
    page.wait_for_url(re.compile("/chapitre/"))
    forms = page.locator("form[data-autosave]")
    for place, level in ((0, "4" if number % 2 else "1"), (1, "2")):
        forms.nth(place).locator(f"input[name=level][value='{level}']").check(force=True)
        forms.nth(place).locator("[data-sent]", has_text="nregistr").wait_for()


def test_a_panel_from_the_first_mail_to_the_result(browser: Any, server: str) -> None:
    convener = a_context(browser)
    sign_in(convener, server, "analyste@ministere.example")
    page = convener.new_page()
    address = convened(page, server)
    found = links(page, server)
    assert len(found) == 6
    for number, link in enumerate(reversed(found)):
        member = a_context(browser)
        theirs = member.new_page()
        theirs.goto(server + link)
        if not number:
            is_accessible(theirs)
        answer(theirs, number)
        if not number:
            is_accessible(theirs)
        member.close()
    page.goto(address)
    page.get_by_role("link", name="Clore maintenant").click()
    page.get_by_role("button", name="Clore définitivement").click()
    page.wait_for_url(re.compile("/resultat/"))
    assert "divisés" in page.locator("article").first.inner_text()
    assert "Membre" not in page.inner_text("main")
    is_accessible(page)
    convener.close()
