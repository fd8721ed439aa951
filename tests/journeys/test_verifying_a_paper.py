"""A person who has no account holds a paper: its code, its file and a machine without a network say the same."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from tests.journeys.conftest import JAWDA, Served
from tests.journeys.walk import follow, is_accessible, speak

from jawda.core.languages import Language
from jawda.foundation.ui.formats import date_long
from jawda.site.database import Login

pytestmark = [
    pytest.mark.journey,
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

PAPER_WITHIN = 240.0
"""Seconds that the job has for the demonstration's papers: a dozen documents in three languages."""
PRINT = """
import django; django.setup()
from jawda.foundation.jobs import run_worker
run_worker(connected_within=5, job_within=60, wait=False)
"""
#: Every attempt to reach another program ends the process, so that asking the network cannot go unseen.
_GUARD = """
import os, socket
def refuse(*given):
    os.write(2, b"the network was asked")
    os._exit(70)
socket.socket.connect = socket.socket.connect_ex = refuse
"""


@dataclass(frozen=True)
class Held:
    """What somebody has of a document, and may carry away to where there is no network."""

    reference: str
    folder: Path

    @property
    def pdf(self) -> Path:
        return self.folder / "document.pdf"

    @property
    def bundle(self) -> Path:
        return self.folder / "bundle.jwt"

    @property
    def trust(self) -> Path:
        return self.folder / "trust.json"


@dataclass(frozen=True)
class Told:
    """A document of the demonstration by its number, and what whoever checks it is to be told, by language.

    ``offline_why``: where the command says the reason otherwise than the page.
    """

    number: str
    status: int
    page: dict[str, str]
    command: dict[str, str]
    why: dict[str, str]
    offline_why: dict[str, str] = field(default_factory=dict)


def _words(text: str) -> str:
    """With spaces as one, as they are compared."""
    return " ".join(text.split())


def demonstrated() -> tuple[Told, ...]:
    """One in force, one suspended, one issued when its body had lost its accreditation."""
    day = (datetime.now(UTC) - timedelta(days=320)).date()  # see demo_recognition.OTHERS
    french, arabic = date_long(day, "fr"), f"\N{FIRST STRONG ISOLATE}{date_long(day, 'ar')}\N{POP DIRECTIONAL ISOLATE}"
    accreditor = "\N{FIRST STRONG ISOLATE}Accréditeur Exemple\N{POP DIRECTIONAL ISOLATE}"
    return (
        Told(
            "CE-QMS-1044", 0,
            {"fr": "Ce certificat est valide.", "ar": "هذه الشهادة سارية المفعول."},
            {"fr": "Cette attestation est valide.", "ar": "هذه الشهادة صالحة."},
            {
                "fr": "L’organisme était accrédité pour ce domaine à la date déterminante et l’est encore ; un accord "
                      "international reconnaît cette accréditation.",
                "ar": "كانت الجهة معتمدة في هذا المجال في التاريخ المعتبر وما زالت كذلك؛ "
                      "ويعترف اتفاق دولي بهذا الاعتماد.",
            },
            {
                "fr": "L’organisme était accrédité, et un accord international reconnaît cette accréditation.",
                "ar": "صدرت في إطار اعتماد يعترف به اتفاق دولي.",
            },
        ),
        Told(
            "CE-QMS-1102", 1,
            {"fr": "Ce certificat est suspendu.", "ar": "هذه الشهادة معلَّقة."},
            {"fr": "Cette attestation est suspendue.", "ar": "هذه الشهادة معلقة."},
            {"fr": "Suspension décidée par l’émetteur.", "ar": "قررت الجهة المصدرة التعليق."},
        ),
        Told(
            "CT-2025-018", 1,
            {"fr": "Ce certificat n’est pas valide.", "ar": "هذه الشهادة غير صالحة."},
            {"fr": "Cette attestation n’est pas valide.", "ar": "هذه الشهادة غير صالحة."},
            {
                "fr": _words(
                    f"Le {french}, l’organisme n’était plus accrédité : Accréditeur Exemple avait retiré "
                    "l’accréditation."
                ),
                "ar": _words(f"لم تكن الجهة معتمدة في {arabic}: كانت {accreditor} قد سحبت الاعتماد."),
            },
        ),
    )  # fmt: skip


DEMONSTRATED = demonstrated()
Offline = tuple[list[str], dict[str, str]]


@pytest.fixture(scope="module")
def printed(served: Served) -> None:
    """Every job that waits is done, so that the demonstration's papers are printed and sealed."""
    environment = {**served.environment, "JAWDA_LOGIN": Login.APP, "DJANGO_SETTINGS_MODULE": "jawda.site.settings"}
    subprocess.run([sys.executable, "-c", PRINT], env=environment, check=True, timeout=PAPER_WITHIN)


@pytest.fixture
def stranger(browser: Any) -> Iterator[Any]:
    """A browser that never signed in."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
    yield context
    context.close()


@pytest.fixture
def offline(tmp_path: Path) -> Offline:
    """Words to put before a command, and its environment, so that no network is there: no database, no settings."""
    guard = tmp_path / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(_GUARD)
    source = str(Path(__file__).resolve().parents[2] / "src")
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "JAWDA_DATA": str(tmp_path / "nothing"),
        "PYTHONPATH": os.pathsep.join((str(guard), source)),
    }  # fmt: skip
    alone = [shutil.which("unshare") or "unshare", "--map-root-user", "--net"]
    if shutil.which("unshare") is None or subprocess.run([*alone, "true"], check=False).returncode:
        alone = []
    return alone, environment


def held(stranger: Any, server: str, number: str, folder: Path) -> Held:
    """Found by the number that is on it, with its body's seal on the paper, and taken away."""
    page = stranger.new_page()
    page.goto(f"{server}/certificats/?q={number}")
    address = page.locator("a[href^='/c/']").first.get_attribute("href")
    page.close()
    found = Held(address.rsplit("/", 1)[-1], folder)
    paper = _got(stranger, f"{server}{address}?format=pdf")
    assert b"/ByteRange" in paper, "the job did not print it"
    found.pdf.write_bytes(paper)
    found.bundle.write_bytes(_got(stranger, f"{server}{address}?format=bundle"))
    found.trust.write_bytes(_got(stranger, f"{server}/confiance/liste"))
    return found


def _got(stranger: Any, address: str) -> bytes:
    answer = stranger.request.get(address)
    assert answer.status == 200, f"{address}: {answer.status}"
    body: bytes = answer.body()
    return body


def scanned(browser: Any, pdf: Path) -> str:
    """The address in the code of a paper, as a camera sees its first page; the second code's is cut before ``#``."""
    page = browser.new_page(viewport={"width": 1240, "height": 1754})
    page.goto(pdf.as_uri())
    deadline = time.monotonic() + 20
    while not (found := {one.text for one in zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot())))}):
        assert time.monotonic() < deadline, "no code is seen on the paper"
        page.wait_for_timeout(250)
    page.close()
    (address,) = {text.partition("#")[0] for text in found}
    return address


def said(page: Any) -> str:
    """The words of a page, spaces as one."""
    return _words(page.locator("main").inner_text())


def dropped(stranger: Any, server: str, pdf: Path) -> Any:
    """The page that says what was found in a file that was dropped."""
    page = stranger.new_page()
    page.goto(f"{server}/verifier/")
    page.set_input_files("[name=file]", str(pdf))
    follow(page, page.locator("form:has([name=file]) button").first)
    return page


def verified(offline: Offline, one: Held, language: Language) -> tuple[int, str]:
    """Exit status and words of the command, where there is no network."""
    alone, environment = offline
    ran = subprocess.run(
        [*alone, *JAWDA, "verify", str(one.pdf), "--offline", str(one.bundle), "--trust", str(one.trust), "--lang",
         language],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert not ran.stderr, ran.stderr
    return ran.returncode, _words(ran.stdout)


def test_offline_there_is_no_network(served: Served, offline: Offline) -> None:
    alone, environment = offline
    asks = f"import socket; socket.create_connection(('127.0.0.1', {served.port}))"
    ran = subprocess.run([*alone, sys.executable, "-c", asks], env=environment, capture_output=True, check=False)
    assert ran.returncode == 70


@pytest.mark.parametrize("told", DEMONSTRATED, ids=[one.number for one in DEMONSTRATED])
def test_whoever_holds_a_paper_is_told_the_same_in_three_ways(
    browser: Any, stranger: Any, server: str, printed: None, offline: Offline, tmp_path: Path, told: Told
) -> None:
    one = held(stranger, server, told.number, tmp_path)
    address = scanned(browser, one.pdf)
    assert address == f"{server}/c/{one.reference}"
    for language in ("fr", "ar"):
        speak(stranger, server, language)
        page = stranger.new_page()
        page.goto(address)
        assert page.locator("h1").inner_text() == told.page[language]
        assert told.why[language] in said(page)
        is_accessible(page)
        page = dropped(stranger, server, one.pdf)
        assert page.locator("h1").inner_text() == told.page[language]
        assert told.why[language] in said(page)
        is_accessible(page)
        page.close()
        status, words = verified(offline, one, language)
        assert status == told.status
        assert words.startswith(f"{told.command[language]} {told.offline_why.get(language) or told.why[language]}")
