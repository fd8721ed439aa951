"""An importer brings a list of suppliers, a body suspends one of their certificates, and the importer is told."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
from typing import Any

import pytest
from openpyxl import Workbook
from tests.journeys.conftest import Served
from tests.journeys.walk import is_accessible, sign_in

from jawda.site.database import Login

pytestmark = [
    pytest.mark.journey,
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
NUMBER, SUPPLIER = "CE-QMS-1185", "Caoutchouc Modèle"
#: The two jobs of a morning by the application's login, without the papers that a worker would print meanwhile.
MORNING = """
import django; django.setup()
from uuid import UUID
from procrastinate.contrib.django.models import ProcrastinateJob
from jawda.apps.recognition import tasks
from jawda.apps.recognition.suppliers.domain import CHECK
if sys_argv == "watch":
    tasks.watch_all(0)
for name, work in ((CHECK, tasks.check_suppliers), (tasks.WATCH, tasks.watch)):
    for args in ProcrastinateJob.objects.filter(task_name=name, status="todo").values_list("args", flat=True):
        work(UUID(args["organisation_id"]))
"""


def jobs(served: Served, what: str) -> None:
    environment = {**served.environment, "JAWDA_LOGIN": Login.APP, "DJANGO_SETTINGS_MODULE": "jawda.site.settings"}
    code = f"sys_argv = {what!r}\n{MORNING}"
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=120)


def a_sheet() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "fournisseurs"
    for row in (("Fournisseur", "Pays", "Numéro", "Norme"), (SUPPLIER, "", NUMBER, "ISO 9001"),
                ("Fournisseur Lointain Fictif", "Espagne", "FL-1", "ISO 9001")):  # fmt: skip
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def everyone_sees(context: Any, server: str, state: str) -> None:
    """Its public page says so: lists are signed to the second, and a change counts from the next."""
    page = context.new_page()
    page.goto(f"{server}/certificats/?q={NUMBER}")
    page.locator("main a[href^='/c/']").first.click()
    deadline = time.monotonic() + 20
    while state not in page.locator("h1").inner_text():
        assert time.monotonic() < deadline, f"its page does not say {state}"
        page.reload()
    page.close()


def home_of(context: Any, server: str) -> str:
    page = context.new_page()
    page.goto(f"{server}/accueil/")
    if "/o/" not in page.url:
        page.locator("main a[href^='/o/']").first.click()
        page.wait_for_url("**/o/**")
    found = re.match(r".*/o/[^/]+/", page.url)
    assert found is not None
    page.close()
    return found[0]


def test_an_importer_is_told_that_a_suppliers_certificate_is_suspended(browser: Any, served: Served) -> None:
    server = served.address
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
    sign_in(context, server, "qualite@argane.example")
    page = context.new_page()
    home = home_of(context, server)
    page.goto(f"{home}certificats/fournisseurs/")
    is_accessible(page)
    page.get_by_role("link", name="Depuis un tableur").first.click()
    page.set_input_files(
        "[name=file]", {"name": "fournisseurs.xlsx", "mimeType": "application/octet-stream", "buffer": a_sheet()}
    )
    page.get_by_role("button", name="Prévisualiser").click()
    page.wait_for_selector("table.data")
    assert "Introuvable ici" in page.locator("table.data").inner_text()
    is_accessible(page)
    page.get_by_role("button", name="Importer").click()
    page.wait_for_selector("progress")
    is_accessible(page)
    jobs(served, "check")
    page.locator("progress").wait_for(state="detached")  # the page follows by itself
    told = page.locator("#lines").inner_text()
    assert "Valide" in told
    assert "Introuvable ici" in told
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    body = browser.new_context(locale="fr-FR")
    sign_in(body, server, "certif@organisme.example")
    desk = body.new_page()
    desk.goto(f"{home_of(body, server)}certificats/?q={NUMBER}")
    desk.get_by_role("link", name=NUMBER).click()
    desk.locator("summary", has_text="Suspendre").click()
    desk.locator("[name=suspended-reason]").fill("Audit de surveillance non réalisé")
    desk.get_by_role("button", name="Suspendre ce document").click()
    desk.wait_for_selector("h1:has-text('Suspendu')")
    body.close()

    everyone_sees(context, server, "suspendu")
    jobs(served, "watch")
    page.goto(f"{server}/mon-compte/avis/")
    assert f"Suspendus : {SUPPLIER} · {NUMBER}" in page.locator("main").inner_text().replace("\N{NO-BREAK SPACE}", " ")
    page.goto(f"{home}certificats/fournisseurs/")
    assert page.locator("h1").inner_text() == "1 certificat de vos fournisseurs ne vaut plus"
    page.get_by_role("link", name=SUPPLIER).click()
    page.wait_for_selector("h1:has-text('suspendu')")
    is_accessible(page)
    context.close()
