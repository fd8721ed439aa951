"""What is made from sources at set-up: compiled catalogues, fonts, collected static files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from jawda.foundation.ui.fonts import build_fonts


def build() -> None:
    """Only what is missing or older than its source."""
    compile_catalogues(settings.PACKAGE)
    build_fonts(settings.JAWDA_BUILD / "static" / "ui" / "fonts")
    collect()


def collect() -> bool:
    """Collect and compress static files where one of them changed; whether that was so."""
    stamp = settings.JAWDA_BUILD / "collected.sources"  # beside what is served
    sources = "\n".join(sorted(_static_sources()))
    if settings.STATIC_ROOT.is_dir() and stamp.exists() and stamp.read_text() == sources:
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(sources)
    return True


def _static_sources() -> Iterator[str]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = os.stat(storage.path(path))
            yield f"{path} {found.st_size} {found.st_mtime_ns}"


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
