"""The library's forms in our words: labels without placeholders, rules told before the error, codes read from links."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.core import context as library
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as app
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

PASSWORD_RULE = _(
    "At least 12 characters; four ordinary words do very well."
    " Neither your name, nor your address, nor one that many use."
)
CODE_ATTRIBUTES = {
    "autocapitalize": "characters", "autocomplete": "one-time-code", "class": "one-time", "spellcheck": "false",
}  # fmt: skip


def _forgotten() -> str:
    return format_html('<a href="{}">{}</a>', reverse("account_reset_password"), _("Forgotten password?"))


FORGOTTEN = lazy(_forgotten, str)()


class InOurWords:
    """Takes the library's placeholders away, and gives fields our labels and hints: ``{name: (label, hint)}``."""

    words: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]


class CodeFromLink(InOurWords):
    """A code that a mail's link brings stands in the field already; only the button is left to press."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.Field = self.fields["code"]
        field.widget.attrs |= CODE_ATTRIBUTES
        field.max_length = 20
        field.initial = library.request.GET.get("code", "")[:20]


class SignInForm(InOurWords, account.LoginForm):
    """Address and password."""

    words = {"login": (_("E-mail address"), ""), "password": (_("Password"), FORGOTTEN)}


class SignUpForm(InOurWords, account.SignupForm):
    """Name, address, password."""

    words = {
        "email": (_("E-mail address"), _("We send a code to it, to be sure that it is yours.")),
        "password1": (_("Password"), PASSWORD_RULE),
    }


class AddAddressForm(InOurWords, account.AddEmailForm):
    """One more address."""

    words = {"email": (_("New e-mail address"), _("We send a code to it, to be sure that it is yours."))}


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    """The present password, then the new one twice."""

    words = {
        "oldpassword": (_("Present password"), FORGOTTEN),
        "password1": (_("New password"), PASSWORD_RULE),
        "password2": (_("New password, once more"), ""),
    }


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    """A first password."""

    words = {"password1": (_("Password"), PASSWORD_RULE), "password2": (_("Password, once more"), "")}


class ForgottenPasswordForm(InOurWords, account.ResetPasswordForm):
    """Where to send the link."""

    words = {"email": (_("E-mail address of your account"), "")}


class NewPasswordForm(InOurWords, account.ResetPasswordKeyForm):
    """After the link."""

    words = {"password1": (_("New password"), PASSWORD_RULE), "password2": (_("New password, once more"), "")}


class AskForLinkForm(InOurWords, account.RequestLoginCodeForm):
    """Where to send the link that signs in."""

    words = {"email": (_("E-mail address of your account"), "")}


class SignInCodeForm(CodeFromLink, account.ConfirmLoginCodeForm):
    """The code that signs in."""

    words = {"code": (_("Code of the message"), "")}


class AddressCodeForm(CodeFromLink, account.ConfirmEmailVerificationCodeForm):
    """The code that confirms an address."""

    words = {"code": (_("Code of the message"), "")}


class PasswordAgainForm(InOurWords, account.ReauthenticateForm):
    """The password, before something that matters."""

    words = {"password": (_("Password"), FORGOTTEN)}


class FactorCode(InOurWords):
    """A code of the app or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.Field = self.fields["code"]
        field.widget.attrs |= CODE_ATTRIBUTES


class SecondFactorForm(FactorCode, factors.AuthenticateForm):
    """The second step of signing in."""

    words = {"code": (_("Code"), _("Six digits of your app, or one of your recovery codes."))}


class SecondFactorAgainForm(FactorCode, factors.ReauthenticateForm):
    """The second factor, before something that matters."""

    words = SecondFactorForm.words


class ActivateAppForm(FactorCode, app.ActivateTOTPForm):
    """The first code of a new app."""

    words = {"code": (_("Code that the app shows"), _("Six digits."))}


class RenamePasskeyForm(InOurWords, passkeys.EditWebAuthnForm):
    """Another name for a passkey."""

    words = {"name": (_("Name of the passkey"), _("So that you know which device it is."))}


class AddPasskeyForm(InOurWords, passkeys.AddWebAuthnForm):
    """A passkey signs in by itself: the device checks the person by finger, face or PIN."""

    words = {
        "name": RenamePasskeyForm.words["name"],
        "passwordless": (
            _("Sign in with it alone, without a password"),
            _("The device then asks for your finger, your face or its PIN. Without this, it is a second step."),
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True

    def clean(self) -> Any:
        return _in_words_of_passkeys(super().clean)


class PasskeySignInForm(passkeys.LoginWebAuthnForm):
    """Signing in with a passkey alone."""

    def clean_credential(self) -> Any:
        return _in_words_of_passkeys(super().clean_credential)


class PasskeyStepForm(passkeys.AuthenticateWebAuthnForm):
    """A passkey as second step."""

    def clean_credential(self) -> Any:
        return _in_words_of_passkeys(super().clean_credential)


class PasskeyAgainForm(passkeys.ReauthenticateWebAuthnForm):
    """A passkey, before something that matters."""

    def clean_credential(self) -> Any:
        return _in_words_of_passkeys(super().clean_credential)


def _in_words_of_passkeys(check: Any) -> Any:
    """The library says "incorrect code" of a passkey too."""
    try:
        return check()
    except forms.ValidationError as fault:
        if getattr(fault, "code", "") != "incorrect_code":
            raise
        raise forms.ValidationError(
            _("This passkey is not accepted here. Take another one, or another way."), code="passkey"
        ) from fault
