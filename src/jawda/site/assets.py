"""What is made from sources at set-up: compiled catalogues, fonts, collected static files."""

from __future__ import annotations

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command

from jawda.foundation.ui.fonts import build_fonts


def build() -> None:
    """Only what is missing or older than its source."""
    compile_catalogues(settings.PACKAGE)
    build_fonts(settings.JAWDA_BUILD / "static" / "ui" / "fonts")
    call_command("collectstatic", verbosity=0, interactive=False)


def compile_catalogues(root: Path) -> int:
    """Compile each ``django.po`` below ``root``; how many were compiled."""
    count = 0
    for source in root.glob("**/locale/*/LC_MESSAGES/django.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parent.parent.name)
        half = target.with_suffix(f".{os.getpid()}")
        with half.open("wb") as stream:
            write_mo(stream, catalogue)
        half.replace(target)  # a process that reads at this moment gets a whole file
        count += 1
    return count
