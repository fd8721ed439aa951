"""Cut the web fonts out of the font package: part of set-up, nothing of it is committed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from jawda.foundation.ui.fonts import build_fonts


class Command(BaseCommand):
    help = "Write the web fonts into the build folder. Example: jawda django build_fonts"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        sheet, *files = build_fonts(settings.JAWDA_BUILD / "static" / "ui" / "fonts")
        size = sum(file.stat().st_size for file in files)
        self.stdout.write(f"{len(files)} fonts, {size // 1000} kB, {sheet}")
