"""The demonstration's mails are kept whole and read on a page that exists nowhere else."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import Client

from jawda.site.mail_folder import kept_mails
from jawda.site.mail_settings import FOLDER_BACKEND, SMTP_BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings: Any, tmp_path: Path) -> Path:
    settings.DEMO = True
    settings.EMAIL_BACKEND = FOLDER_BACKEND
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "mail"


def send(subject: str, text: str) -> None:
    EmailMessage(subject, text, "Jawda <a@example.org>", ["b@example.org"], connection=get_connection()).send()


def test_the_newest_comes_first_whole_and_readable(box: Path) -> None:
    assert kept_mails(box) == []
    send("Premier", "Bonjour")
    send("رابط تسجيل الدخول", "لتسجيل الدخول:\n\nhttp://localhost/x?a=1&b=2")
    newest, oldest = kept_mails(box)
    assert (newest.subject, newest.to) == ("رابط تسجيل الدخول", "b@example.org")
    assert "http://localhost/x?a=1&b=2" in newest.text
    assert oldest.text.strip() == "Bonjour"
    assert newest.at >= oldest.at


def test_only_ones_own_account_reads_the_files(box: Path) -> None:
    send("Secret", "code")
    assert stat.S_IMODE(box.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in box.iterdir()} == {0o600}


def test_what_is_half_written_or_no_mail_is_not_shown(box: Path) -> None:
    send("Un", "x")
    (box / ".20261125T010101000000-aaaaaaaa.eml").write_text("half")
    (box / "notes.txt").write_text("other")
    assert [mail.subject for mail in kept_mails(box)] == ["Un"]


def test_the_page_shows_links_that_work_and_escapes_the_rest(box: Path) -> None:
    send("<b>Titre</b>", "<script>alert(1)</script>\n\nhttp://localhost:8000/compte/lien/login/?code=ABCD-EFGH")
    answer = Client().get("/demo/mail/")
    page = answer.content.decode()
    assert 'href="http://localhost:8000/compte/lien/login/?code=ABCD-EFGH"' in page
    assert "<script>alert" not in page
    assert "&lt;b&gt;Titre" in page
    assert "Ceci est une démonstration" in page
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(("demo", "backend"), [(False, FOLDER_BACKEND), (True, SMTP_BACKEND), (False, SMTP_BACKEND)])
def test_it_does_not_exist_elsewhere(box: Path, settings: Any, demo: bool, backend: str) -> None:
    send("Canari", "ABCD-EFGH")
    settings.DEMO, settings.EMAIL_BACKEND = demo, backend
    answer = Client().get("/demo/mail/")
    assert answer.status_code == 404
    assert "Canari" not in answer.content.decode()
