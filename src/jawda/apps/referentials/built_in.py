"""The referentials that come with Jawda, read from its own files; needs no database."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jawda.core.referentials import Referential, read_referential


@cache
def built_in() -> tuple[Referential, ...]:
    """In the order of the file names."""
    folder = files("jawda") / "data" / "referentials"
    resources = sorted((item for item in folder.iterdir() if item.name.endswith(".yaml")), key=lambda item: item.name)
    return tuple(read_referential(item.read_bytes(), file=item.name) for item in resources)
