"""Where mails go: each form of ``JAWDA_MAIL_URL``, and a sentence for each that cannot be used."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jawda.foundation.fetching.addresses import Reach
from jawda.site.mail_settings import FOLDER_BACKEND, Encryption, mail_settings
from jawda.site.values import ValueRefused, count, time_stamps, webhooks


@pytest.mark.parametrize(
    ("url", "host", "port", "encryption"),
    [
        ("smtp://localhost", "localhost", 25, Encryption.NONE),
        ("smtp://relay.example:2525", "relay.example", 2525, Encryption.NONE),
        ("smtp://a:b@relay.example/?tls=1", "relay.example", 587, Encryption.STARTTLS),
        ("smtp://a:b@relay.example:25/?tls=0", "relay.example", 25, Encryption.NONE),
        ("smtp+tls://a:b@relay.example", "relay.example", 587, Encryption.STARTTLS),
        ("smtps://a:b@relay.example", "relay.example", 465, Encryption.TLS),
        ("smtps://a:b@[2001:db8::1]:4650", "2001:db8::1", 4650, Encryption.TLS),
    ],
)
def test_a_relay(url: str, host: str, port: int, encryption: Encryption) -> None:
    found = mail_settings({"JAWDA_MAIL_URL": url})
    assert (found.host, found.port, found.encryption) == (host, port, encryption)
    django = found.for_django()
    assert (django["EMAIL_USE_TLS"], django["EMAIL_USE_SSL"]) == (
        encryption is Encryption.STARTTLS,
        encryption is Encryption.TLS,
    )


def test_special_characters_of_a_password_come_in_percent_form_and_are_never_described() -> None:
    found = mail_settings({"JAWDA_MAIL_URL": "smtps://jawda%40example.org:p%40ss%3Aword%2F@relay.example"})
    assert (found.user, found.password) == ("jawda@example.org", "p@ss:word/")
    assert "p@ss" not in found.described
    assert "relay.example:465" in found.described


@pytest.mark.parametrize(
    ("url", "folder"),
    [("", "/data/mail"), ("file:", "/data/mail"), ("file:///srv/mail", "/srv/mail"), ("file:/srv/mail", "/srv/mail")],
)
def test_a_folder(url: str, folder: str) -> None:
    found = mail_settings({"JAWDA_DATA": "/data", "JAWDA_MAIL_URL": url})
    assert found.folder == Path(folder)
    assert found.for_django()["EMAIL_BACKEND"] == FOLDER_BACKEND


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://relay.example", "smtp:, smtp+tls:, smtps: or file: expected"),
        ("relay.example", "smtp:, smtp+tls:, smtps: or file: expected"),
        ("smtp:", "names no host"),
        ("smtps://a:b@relay.example:no", "the port is not a number"),
        ("smtps://a:b@relay.example:70000", "the port is not a number"),
        ("smtps://a@relay.example", "an account without a password"),
        ("smtps://:b@relay.example", "a password without an account"),
        ("smtp://a:secret@relay.example", "would send the password in clear"),
        ("smtp://a:b@relay.example/?tls=yes", "only tls=1 or tls=0"),
        ("smtp://a:b@relay.example/?ssl=1", "only tls=1 or tls=0"),
        ("smtps://a:b@relay.example/inbox", "something after the host"),
        ("file:mail", "an absolute path expected"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence_without_the_password(url: str, told: str) -> None:
    with pytest.raises(ValueRefused, match="JAWDA_MAIL_URL") as refused:
        mail_settings({"JAWDA_MAIL_URL": url})
    assert told in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("sender", ["Jawda", "@example.org", "jawda@", "Jawda <a@b.example>\nBcc: x@y.example"])
def test_a_sender_that_is_no_address_is_refused(sender: str) -> None:
    with pytest.raises(ValueRefused, match="JAWDA_MAIL_FROM"):
        mail_settings({"JAWDA_MAIL_FROM": sender})


def test_the_sender() -> None:
    assert mail_settings({"JAWDA_MAIL_FROM": "Qualité <q@example.org>"}).sender == "Qualité <q@example.org>"
    assert mail_settings({"JAWDA_URL": "https://qualite.example.org"}).sender == (
        "Jawda <ne-pas-repondre@qualite.example.org>"
    )


def test_a_count_is_a_whole_number() -> None:
    assert count({}, "JAWDA_PROXIES", 1) == 1
    with pytest.raises(ValueRefused, match="JAWDA_PROXIES is 'two'"):
        count({"JAWDA_PROXIES": "two"}, "JAWDA_PROXIES", 1)


def test_how_far_messages_go_is_read_once() -> None:
    assert webhooks({}) == Reach(literals=True)
    given = {"JAWDA_WEBHOOKS_PORTS": "8443 9443", "JAWDA_WEBHOOKS_LOOPBACK": "1", "JAWDA_WEBHOOKS_AUTHORITIES": "a.pem"}
    assert webhooks(given) == Reach(
        ports=frozenset({443, 8443, 9443}), loopback=True, authorities="a.pem", literals=True
    )  # fmt: skip
    with pytest.raises(ValueRefused, match="JAWDA_WEBHOOKS_PORTS is 'https': numbers of ports"):
        webhooks({"JAWDA_WEBHOOKS_PORTS": "https"})
    with pytest.raises(ValueRefused, match="JAWDA_TIMESTAMP_PORTS is 'x'"):
        time_stamps({"JAWDA_TIMESTAMP_URL": "https://tsa.example.org/", "JAWDA_TIMESTAMP_PORTS": "x"})


def told_by_settings(expression: str, tmp_path: Path, **values: str) -> subprocess.CompletedProcess[str]:
    """What the settings come to in a process of their own."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("JAWDA_")},
        "JAWDA_DATA": str(tmp_path),
        "JAWDA_SECRET_KEY": "x" * 50,
        "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"),
        **values,
    }
    code = f"from jawda.site import settings as s; print({expression})"
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


COOKIES = "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.LANGUAGE_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.ALLAUTH_TRUSTED_PROXY_COUNT, s.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"  # noqa: E501 - one expression


def test_cookies_are_for_tls_alone_where_people_type_https(tmp_path: Path) -> None:
    served = told_by_settings(COOKIES, tmp_path, JAWDA_URL="https://qualite.example.org")
    assert served.stdout.strip() == "True True True True Lax 1 False"
    local = told_by_settings(COOKIES, tmp_path)
    assert local.stdout.strip() == "False False False True Lax 0 True"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("JAWDA_MAIL_URL", "http://x", "JAWDA_MAIL_URL begins with 'http:'"),
        ("JAWDA_WEBHOOKS_PORTS", "x", "JAWDA_WEBHOOKS_PORTS is 'x'"),
    ],
)
def test_the_command_line_refuses_in_one_sentence(tmp_path: Path, name: str, value: str, told: str) -> None:
    environment = {**os.environ, "JAWDA_DATA": str(tmp_path), "JAWDA_SECRET_KEY": "x", name: value}
    environment["PYTHONPATH"] = str(Path(__file__).resolve().parents[2] / "src")
    said = subprocess.run(
        [sys.executable, "-m", "jawda.site.command_line", "migrate"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 2
    assert said.stderr.strip().startswith(told)
    assert "Traceback" not in said.stderr
