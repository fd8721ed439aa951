"""Tries are limited by address and by network address; the limits are kept where all processes see them."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext as _
from tests.foundation.accounts.people import PASSWORD, an_account, sign_in

from jawda.foundation.accounts.throttling import hashed_key

pytestmark = pytest.mark.django_db
REFUSED = "Too many attempts. Wait 5 minutes, then try again, or sign in another way."


@pytest.fixture(autouse=True)
def _limits(settings: Any) -> Any:
    settings.ACCOUNT_RATE_LIMITS = {}
    cache.clear()
    yield
    cache.clear()


def refused(response: Any, language: str) -> bool:
    with translation.override(language):
        sentence = _(REFUSED)
    assert language == "en" or sentence != REFUSED
    return sentence in response.content.decode()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_sixth_wrong_password_is_refused_in_a_clear_sentence(language: str) -> None:
    person, client = an_account(), Client()
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = language
    answers = [sign_in(client, person, "wrong", REMOTE_ADDR=f"192.0.2.{count}") for count in range(6)]
    assert [refused(answer, language) for answer in answers] == [False] * 5 + [True]


def test_the_right_password_is_refused_too_while_the_limit_lasts() -> None:
    """Else the limit would only slow down those who do not know yet that they have found it."""
    person, client = an_account(), Client()
    for count in range(5):
        sign_in(client, person, "wrong", REMOTE_ADDR=f"192.0.2.{count}")
    assert refused(sign_in(client, person, REMOTE_ADDR="192.0.2.9"), "fr")
    assert sign_in(Client(), an_account(), REMOTE_ADDR="192.0.2.9").status_code == 302


def test_another_name_of_the_server_gives_no_new_tries(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    person, client = an_account(), Client()
    for count in range(5):
        sign_in(client, person, "wrong", REMOTE_ADDR=f"192.0.2.{count}", HTTP_HOST="one.example")
    assert refused(sign_in(client, person, "wrong", REMOTE_ADDR="192.0.2.9", HTTP_HOST="two.example"), "fr")


def test_one_network_address_tries_ten_accounts_a_minute_at_most() -> None:
    client = Client()
    answers = [
        client.post("/compte/login/", {"login": f"p{count}@example.org", "password": PASSWORD}) for count in range(11)
    ]
    assert [refused(answer, "fr") for answer in answers] == [False] * 10 + [True]


def test_a_good_password_uses_no_try_up() -> None:
    person = an_account()
    for count in range(8):
        assert sign_in(Client(), person, REMOTE_ADDR=f"192.0.2.{count}").status_code == 302


class TestBehindAProxy:
    """The client's address is believed only from as many proxies as the setting names."""

    def tried(self, forwarded: str) -> Any:
        data = {"login": "nobody@example.org", "password": PASSWORD}
        return Client().post("/compte/signup/", data, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)

    def test_without_a_proxy_the_header_is_not_read(self, settings: Any) -> None:
        settings.ACCOUNT_RATE_LIMITS = {"signup": "3/m/ip"}
        answers = [self.tried(f"203.0.113.{count}") for count in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]

    def test_with_one_the_last_entry_counts_and_what_the_visitor_wrote_does_not(self, settings: Any) -> None:
        settings.ACCOUNT_RATE_LIMITS = {"signup": "3/m/ip"}
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        answers = [self.tried(f"198.51.100.{count}, 203.0.113.7") for count in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert self.tried("203.0.113.8").status_code == 200


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_too_many_requests_get_a_page_of_the_house(settings: Any, language: str) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    client = Client()
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = language
    client.post("/compte/signup/", {})
    answer = client.post("/compte/signup/", {})
    assert answer.status_code == 429
    with translation.override(language):
        assert f"<h1>{_('Too many attempts')}</h1>" in answer.content.decode()


def test_the_names_in_the_shared_cache_tell_no_address() -> None:
    name = hashed_key("allauth:rl:login:ip:192.0.2.77", "", 1)
    assert "192.0.2.77" not in name
    assert name == hashed_key("allauth:rl:login:ip:192.0.2.77", "", 1)
    assert name != hashed_key("allauth:rl:login:ip:192.0.2.78", "", 1)
