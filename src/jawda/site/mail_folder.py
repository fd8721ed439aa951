"""Mails kept in a folder, one file each: the demonstration, and an installation without a relay."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

_NAME: Final = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}\.eml")


class FolderBackend(BaseEmailBackend):
    """Writes each mail as one whole file that only the installation's own account can read."""

    def __init__(self, fail_silently: bool = False, **_: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self.folder = Path(settings.EMAIL_FILE_PATH)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}.eml"
            half = self.folder / f".{name}"
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
                stream.write(message.message().as_bytes())
            half.replace(self.folder / name)
        return len(email_messages)


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A mail as its reader would see it."""

    at: datetime
    to: str
    subject: str
    text: str


def kept_mails(folder: Path, limit: int = 50) -> list[KeptMail]:
    """The newest mails of the folder, newest first; none where there is no folder."""
    try:
        names = sorted((name for name in os.listdir(folder) if _NAME.fullmatch(name)), reverse=True)
    except FileNotFoundError:
        return []
    return [_read(folder / name) for name in names[:limit]]


def _read(path: Path) -> KeptMail:
    parsed = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(parsed, ParsedMessage)
    body = parsed.get_body(("plain",))
    at = datetime.strptime(path.name.partition("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    return KeptMail(at, str(parsed["to"]), str(parsed["subject"]), body.get_content() if body else "")
