"""How sign-in behaves where the library's default does not fit."""

from __future__ import annotations

import logging
from base64 import b32encode
from contextlib import suppress
from secrets import token_bytes
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.core import context as library
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from jawda.foundation.accounts import sealing
from jawda.foundation.accounts.agents import browser_and_system
from jawda.foundation.accounts.models import Person
from jawda.foundation.tenancy.context import acting

log = logging.getLogger("jawda.mail")
LINKED = {
    "account/email/login_code": "login",
    "account/email/email_confirmation": "address",
    "account/email/email_confirmation_signup": "address",
}
"""Mails that carry a code, and the page that their link opens."""


class Adapter(DefaultAccountAdapter):
    """Addresses in lower case, mails in the reader's language, sentences that say what to do."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Write to the operator of this platform."),
        "cannot_remove_primary_email": _("This is your main address: make another one the main address first."),
        "duplicate_email": _("This address is on your account already."),
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right. Copy it from the last message you received."),
        "incorrect_password": _("This password is not right."),
        "invalid_login": _("This sign-in is not valid."),
        "invalid_password_reset": _("This link is not valid any more."),
        "max_email_addresses": _("An account has at most %d addresses."),
        "rate_limited": _("Too many requests. Wait a minute, then try again."),
        "same_as_current": _("This is the present address: type another one."),
        "too_many_login_attempts": _("Too many attempts. Wait 5 minutes, then try again, or sign in another way."),
        "unverified_primary_email": _("Confirm this address before you make it the main one."),
    }

    def clean_email(self, email: str) -> str:
        return super().clean_email(email).lower()

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("With your password"),
            "mfa_reauthenticate": _("With a code of your app, or a recovery code"),
            "mfa_reauthenticate:webauthn": _("With a passkey"),
        }
        return [
            {**method, "description": words.get(method["id"], method["description"])}
            for method in super().get_reauthentication_methods(user)
        ]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("my_account")

    def send_notification_mail(self, template_prefix: str, user: Person, *args: Any, **kwargs: Any) -> None:
        """Tell of a change that is made already, perhaps after the commit: a relay that fails undoes nothing."""
        with suppress(ImmediateHttpResponse), transaction.atomic(), acting(person_id=user.pk):
            super().send_notification_mail(template_prefix, user, *args, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of the person who has the address, else of the page; a relay that fails is said at once.

        Nothing is kept of the request then: the answer is a 503, which undoes it.
        """
        request = self.request
        context = {
            **context,
            "name": _name_of(email),
            "minutes": app_settings.LOGIN_BY_CODE_TIMEOUT // 60,
            "site_url": request.build_absolute_uri("/"),
            "browser": browser_and_system(context.get("user_agent", "")),
        }
        if page := LINKED.get(template_prefix):
            address = reverse("account_open_link", args=[page])
            query = {"code": context["code"]}
            if after := get_next_redirect_url(request):
                query["next"] = after
            context["link"] = request.build_absolute_uri(f"{address}?{urlencode(query)}")
        with translation.override(_language_of(email)):
            message = self.render_mail(template_prefix, email, {"request": request, "email": email, **context})
        message.extra_headers.setdefault("Auto-Submitted", "auto-generated")
        try:
            message.send()
        except (OSError, SMTPException) as fault:
            log.exception("a mail could not be handed over")
            raise ImmediateHttpResponse(render(request, "account/mail_failed.html", status=503)) from fault

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By the address alone: another name of the same server is no new set of tries."""
        return str(credentials.get("email", "")).lower()


def _person(email: str) -> Person | None:
    return Person.objects.filter(emailaddress__email=email).first()


def _name_of(email: str) -> str:
    person = _person(email)
    return person.name if person else ""


def _language_of(email: str) -> str:
    person = _person(email)
    known = person is not None and person.language in dict(settings.LANGUAGES)
    return person.language if person is not None and known else translation.get_language() or settings.LANGUAGE_CODE


class FactorAdapter(DefaultMFAAdapter):
    """The sentences about second factors, and names for passkeys."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("This cannot be removed."),
        "cannot_generate_recovery_codes": _("Add a passkey or an app first: recovery codes replace them when lost."),
        "incorrect_code": _("This code is not right. Type the code that your app shows now."),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def encrypt(self, text: str) -> str:
        return sealing.sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """What no key opens is replaced by a secret that nobody has: no code is right, and the pages still open."""
        try:
            return sealing.unsealed(encrypted_text)
        except sealing.CannotUnseal:
            log.exception("a second factor cannot be read")
            return b32encode(token_bytes(20)).decode()

    def generate_authenticator_name(self, user: Person, type: Any) -> str:
        """A name people recognise in a list: the browser and the system they add it from."""
        agent = library.request.headers.get("User-Agent", "")
        return browser_and_system(agent) or super().generate_authenticator_name(user, type)
