"""Signing in, in a real browser: by oneself, with a passkey, with an app, by a link; sessions ended from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from tests.journeys.walk import follow, is_accessible

pytestmark = [
    pytest.mark.journey,
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
PASSWORD = "cheval pile agrafe juste"


def code_of(secret: str) -> str:
    """The code that an authenticator app shows now (RFC 6238: HMAC-SHA-1, 30 s, six digits)."""
    step = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), step, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


def press(page: Any) -> None:
    """The page's first thing to do."""
    follow(page, page.locator("form button.main").first)


@pytest.fixture(params=[("fr", 1280), ("ar", 390)], ids=["fr-1280", "ar-390"])
def page(request: Any, browser: Any, server: str) -> Iterator[Any]:
    """A browser in one language and width; nothing may be refused by the policy, nothing may fail in a script."""
    language, width = request.param
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(f"{server}/langue/{language}/?next=/")
    yield page
    context.close()
    assert faults == []


def signed_up(page: Any, server: str) -> str:
    """A new person, by oneself, through the letter box of the demonstration."""
    email = f"essai-{time.monotonic_ns()}@exemple.example"
    page.goto(server)
    page.locator("main a[href*='/compte/signup/']").first.click()
    page.wait_for_url(re.compile("/compte/signup/"))
    is_accessible(page)
    for name, value in (("name", "Amina Essai"), ("email", email), ("password1", PASSWORD)):
        page.fill(f"[name={name}]", value)
    press(page)
    page.wait_for_url(re.compile("/compte/confirm-email/"))
    is_accessible(page)
    open_link_of_mail(page, server, email, "/compte/lien/address/")
    is_accessible(page)
    press(page)
    page.wait_for_url(re.compile("/accueil/"))
    return email


def open_link_of_mail(page: Any, server: str, email: str, path: str) -> None:
    page.goto(f"{server}/demo/mail/")
    is_accessible(page)
    letter = page.locator("article", has_text=email).first
    follow(page, letter.locator(f"a[href*='{path}']").first)


def signed_out(page: Any, server: str) -> None:
    page.goto(f"{server}/mon-compte/")
    page.locator("form[action$='/logout/'] button").click()
    page.wait_for_url(f"{server}/")


def sign_in(page: Any, server: str, email: str, password: str = PASSWORD) -> None:
    page.goto(f"{server}/compte/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    press(page)


def shown_again(page: Any) -> None:
    """What changes how one signs in asks for the password once more."""
    page.wait_for_url(re.compile("/reauthenticate/"))
    is_accessible(page)
    page.fill("[name=password]", PASSWORD)
    press(page)


def test_a_company_signs_up_by_itself(page: Any, server: str) -> None:
    signed_up(page, server)
    is_accessible(page)
    page.locator("main a[href='/organisations/nouvelle/']").click()
    page.wait_for_url(f"{server}/organisations/nouvelle/")
    page.goto(f"{server}/mon-compte/")
    is_accessible(page)


def test_a_passkey_is_added_signs_in_is_renamed_and_removed(page: Any, server: str) -> None:
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    email = signed_up(page, server)
    page.goto(f"{server}/mon-compte/")
    page.locator("a[href$='/webauthn/add/']").click()
    shown_again(page)
    page.wait_for_url(re.compile("/webauthn/add/"))
    is_accessible(page)
    page.fill("[name=name]", "Portable")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/recovery-codes/"))
    is_accessible(page)
    signed_out(page, server)
    # She signs in with it alone.
    page.goto(f"{server}/compte/login/")
    page.locator("form[data-passkey] button").click()
    page.wait_for_url(re.compile("/accueil/"))
    # Before a change, the passkey is shown again instead of the password.
    page.goto(f"{server}/compte/2fa/webauthn/reauthenticate/?next=/compte/2fa/webauthn/")
    is_accessible(page)
    press(page)
    page.wait_for_url(f"{server}/compte/2fa/webauthn/")
    is_accessible(page)
    follow(page, page.locator("a[href$='/edit/']"))
    is_accessible(page)
    page.fill("[name=name]", "Téléphone")
    press(page)
    page.locator("h2", has_text="Téléphone").wait_for()
    # With the password, it is the second step.
    signed_out(page, server)
    sign_in(page, server, email)
    page.wait_for_url(re.compile("/2fa/authenticate/"))
    is_accessible(page)
    page.locator("form[data-passkey] button").click()
    page.wait_for_url(re.compile("/accueil/"))
    page.goto(f"{server}/compte/2fa/webauthn/reauthenticate/?next=/compte/2fa/webauthn/")
    press(page)
    page.wait_for_url(f"{server}/compte/2fa/webauthn/")
    follow(page, page.locator("a[href$='/remove/']"))
    is_accessible(page)
    page.locator("form button.danger").click()
    page.locator(".empty").wait_for()
    # The device still has it, the platform does not: said in words, and nobody enters.
    signed_out(page, server)
    page.goto(f"{server}/compte/login/")
    page.locator("form[data-passkey] button").click()
    page.locator(".toast").wait_for()
    assert page.url == f"{server}/compte/login/"


def test_a_passkey_that_is_refused_is_said_in_words(page: Any, server: str) -> None:
    """The person turns the browser's question down, or the device has none."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": False, "automaticPresenceSimulation": True,
    }  # fmt: skip
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(f"{server}/compte/login/")
    page.locator("form[data-passkey] button").click()
    words = page.locator("[data-passkey-words]")
    words.wait_for(state="visible")
    assert words.inner_text() == words.get_attribute("data-cancelled")
    is_accessible(page)


def test_an_app_asks_for_its_code_and_recovery_codes_replace_it(page: Any, server: str) -> None:
    email = signed_up(page, server)
    page.goto(f"{server}/mon-compte/")
    page.locator("a[href$='/totp/activate/']").click()
    shown_again(page)
    page.wait_for_url(re.compile("/totp/activate/"))
    is_accessible(page)
    secret = page.locator("[data-totp-key]").inner_text().strip()
    page.fill("[name=code]", code_of(secret))
    press(page)
    page.wait_for_url(re.compile("/recovery-codes/"))
    codes = page.locator("[data-recovery-codes] span").all_inner_texts()
    assert len(codes) == 10
    with page.expect_download() as download:
        page.locator("a[href$='/download/']").click()
    assert download.value.path().read_text().split() == codes
    signed_out(page, server)
    # The same code is not taken twice: wait for the next one, as a person would.
    used = code_of(secret)
    while code_of(secret) == used:
        time.sleep(1)
    sign_in(page, server, email)
    page.wait_for_url(re.compile("/2fa/authenticate/"))
    is_accessible(page)
    page.fill("[name=code]", "000000")
    press(page)
    is_accessible(page)
    page.fill("[name=code]", code_of(secret))
    press(page)
    page.wait_for_url(re.compile("/accueil/"))
    signed_out(page, server)
    # A recovery code works once.
    for expected in ("/accueil/", "/2fa/authenticate/"):
        sign_in(page, server, email)
        page.wait_for_url(re.compile("/2fa/authenticate/"))
        page.fill("[name=code]", codes[0])
        press(page)
        assert expected in page.url
        if "authenticate" not in expected:
            signed_out(page, server)


def test_a_link_by_mail_signs_in(page: Any, server: str) -> None:
    email = signed_up(page, server)
    signed_out(page, server)
    page.goto(f"{server}/compte/login/")
    is_accessible(page)
    follow(page, page.locator("a[href*='/login/code/']"))
    is_accessible(page)
    page.fill("[name=email]", email)
    press(page)
    page.wait_for_url(re.compile("/login/code/confirm/"))
    is_accessible(page)
    open_link_of_mail(page, server, email, "/compte/lien/login/")
    is_accessible(page)
    press(page)
    page.wait_for_url(re.compile("/accueil/"))


def test_a_session_ended_from_elsewhere_is_out_at_its_next_page(page: Any, browser: Any, server: str) -> None:
    email = signed_up(page, server)
    other = browser.new_context().new_page()
    sign_in(other, server, email)
    other.wait_for_url(re.compile("/accueil/"))
    page.goto(f"{server}/mon-compte/sessions/")
    is_accessible(page)
    follow(page, page.locator("form[action*='/sessions/'] button.danger"))
    other.goto(f"{server}/mon-compte/")
    assert "/compte/login/" in other.url
    page.goto(f"{server}/mon-compte/")
    assert page.url == f"{server}/mon-compte/"
    other.context.close()


class Visitor:
    """A client at a network address of its own, so that its tries are counted apart from the browsers'."""

    def __init__(self, server: str, address: str) -> None:
        self.place, self.address, self.cookies = urlsplit(server), address, SimpleCookie()

    def ask(self, method: str, path: str, data: dict[str, str] | None = None) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.place.port or 80, timeout=60, source_address=(self.address, 0))
        headers = {
            "Host": self.place.netloc,
            "Cookie": "; ".join(f"{name}={item.value}" for name, item in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request(method, path, urlencode(data or {}), headers)
        answer = connection.getresponse()
        body = answer.read().decode()
        for value in answer.headers.get_all("Set-Cookie") or []:
            self.cookies.load(value)
        connection.close()
        return answer.status, body

    def tries(self, email: str) -> tuple[int, str]:
        _, page = self.ask("GET", "/compte/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token is not None
        data = {"login": email, "password": "wrong", "csrfmiddlewaretoken": token[1]}
        return self.ask("POST", "/compte/login/", data)


def test_tries_are_counted_together_by_all_processes(server: str) -> None:
    """Sixteen at once, from sixteen network addresses, to a server of two processes: five are looked at.

    The account is nobody's: tries are counted by the address that is typed, and no other journey waits for it.
    """
    email = f"essais-{time.monotonic_ns()}@exemple.example"
    with ThreadPoolExecutor(16) as pool:
        visitors = [Visitor(server, f"127.0.1.{count}") for count in range(1, 17)]
        answers = list(pool.map(lambda visitor: visitor.tries(email), visitors))
    assert {status for status, _ in answers} == {200}
    assert sum("Trop d’essais" in body for _, body in answers) == 11
    assert sum("n’est pas juste" in body for _, body in answers) == 5
