"""Where mails go, read from ``JAWDA_MAIL_URL`` and ``JAWDA_MAIL_FROM``. No Django here: ``jawda doctor`` asks too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from jawda.site.values import ValueRefused

FOLDER_BACKEND: Final = "jawda.site.mail_folder.FolderBackend"
SMTP_BACKEND: Final = "django.core.mail.backends.smtp.EmailBackend"
EXAMPLE: Final = "smtp+tls://account:password@smtp.example.org:587"
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class Encryption(StrEnum):
    """How the way to the relay is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


_PORTS: Final = {Encryption.NONE: 25, Encryption.STARTTLS: 587, Encryption.TLS: 465}
_SCHEMES: Final = {"smtp": Encryption.NONE, "smtp+tls": Encryption.STARTTLS, "smtps": Encryption.TLS}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """A relay, or a folder (``folder`` is not None) in which mails are kept and reach nobody."""

    sender: str
    folder: Path | None = None
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    encryption: Encryption = Encryption.NONE

    @property
    def described(self) -> str:
        """One line without the password, for ``jawda doctor``."""
        if self.folder is not None:
            return f"It is written to {self.folder} and reaches nobody; sender {self.sender}"
        protection = {Encryption.NONE: "not encrypted", Encryption.STARTTLS: "STARTTLS", Encryption.TLS: "TLS"}
        return f"It goes to the relay {self.host}:{self.port}, {protection[self.encryption]}; sender {self.sender}"

    def for_django(self) -> dict[str, Any]:
        """Django's names and values."""
        common: dict[str, Any] = {"DEFAULT_FROM_EMAIL": self.sender, "SERVER_EMAIL": self.sender}
        if self.folder is not None:
            return {**common, "EMAIL_BACKEND": FOLDER_BACKEND, "EMAIL_FILE_PATH": self.folder}
        return {
            **common,
            "EMAIL_BACKEND": SMTP_BACKEND,
            "EMAIL_HOST": self.host,
            "EMAIL_PORT": self.port,
            "EMAIL_HOST_USER": self.user,
            "EMAIL_HOST_PASSWORD": self.password,
            "EMAIL_USE_TLS": self.encryption is Encryption.STARTTLS,
            "EMAIL_USE_SSL": self.encryption is Encryption.TLS,
            "EMAIL_TIMEOUT": 10,
        }


def mail_settings(environ: Mapping[str, str]) -> MailSettings:
    """Read the environment; ``ValueRefused`` with one clear sentence where a value cannot be used.

    >>> mail_settings({"JAWDA_MAIL_URL": "smtps://a:b@mail.example"}).described
    'It goes to the relay mail.example:465, TLS; sender Jawda <ne-pas-repondre@localhost>'
    """
    sender = _sender(environ)
    url = environ.get("JAWDA_MAIL_URL", "").strip()
    if not url:
        return MailSettings(sender=sender, folder=_data(environ) / "mail")
    scheme, colon, rest = url.partition(":")
    if scheme == "file" and colon:
        return MailSettings(sender=sender, folder=_folder(rest, environ))
    if scheme not in _SCHEMES or not colon:
        raise ValueRefused(f"JAWDA_MAIL_URL begins with {scheme + colon!r}: smtp:, smtp+tls:, smtps: or file: expected")
    return _relay(url, _SCHEMES[scheme], sender)


def _relay(url: str, encryption: Encryption, sender: str) -> MailSettings:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise ValueRefused("JAWDA_MAIL_URL: the port is not a number between 1 and 65535") from None
    if not parts.hostname:
        raise ValueRefused(f"JAWDA_MAIL_URL names no host; expected for example {EXAMPLE}")
    if parts.path.strip("/") or parts.fragment:
        raise ValueRefused(f"JAWDA_MAIL_URL has something after the host; expected for example {EXAMPLE}")
    options = parse_qs(parts.query, keep_blank_values=True)
    if set(options) - {"tls"} or options.get("tls", ["1"])[-1] not in {"0", "1"}:
        raise ValueRefused("JAWDA_MAIL_URL: after “?” only tls=1 or tls=0 is known")
    if encryption is Encryption.NONE and options.get("tls") == ["1"]:
        encryption = Encryption.STARTTLS
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise ValueRefused("JAWDA_MAIL_URL has an account without a password, or a password without an account")
    if password and encryption is Encryption.NONE and parts.hostname not in _LOCAL and "tls" not in options:
        raise ValueRefused(
            "JAWDA_MAIL_URL would send the password in clear: write smtp+tls: or smtps:, or accept it with ?tls=0"
        )
    return MailSettings(
        sender=sender,
        host=parts.hostname,
        port=port or _PORTS[encryption],
        user=user,
        password=password,
        encryption=encryption,
    )


def _sender(environ: Mapping[str, str]) -> str:
    value = environ.get("JAWDA_MAIL_FROM", "").strip()
    if not value:
        host = urlsplit(environ.get("JAWDA_URL", "")).hostname or "localhost"
        return f"Jawda <ne-pas-repondre@{host}>"
    name, address = parseaddr(value)
    local, at, host = address.rpartition("@")
    if not (local and at and host) or any(character in value for character in "\r\n"):
        raise ValueRefused(f"JAWDA_MAIL_FROM is {value!r}: an address expected, for example Jawda <jawda@example.org>")
    return f"{name} <{address}>" if name else address


def _folder(rest: str, environ: Mapping[str, str]) -> Path:
    path = unquote(rest.removeprefix("//"))
    folder = Path(path) if path else _data(environ) / "mail"
    if not folder.is_absolute():
        raise ValueRefused(f"JAWDA_MAIL_URL names the folder {path!r}: an absolute path expected, as file:///srv/mail")
    return folder


def _data(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("JAWDA_DATA", "var")).absolute()
