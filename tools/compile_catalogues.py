"""Compile the catalogues of messages: the frameworks read them while they start, before any test can do so."""

from __future__ import annotations

import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "jawda"

sys.path.insert(0, str(PACKAGE.parent))

from jawda.site.assets import compile_catalogues  # noqa: E402 - the line above makes it importable

compile_catalogues(PACKAGE)
