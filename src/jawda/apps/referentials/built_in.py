"""The referentials and mappings that come with Jawda, read from its own files; needs no database.

A file is named after the id of what it holds, so that one can be found, and all be put in order, without reading any.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from jawda.core.referentials import Referential, RequirementMapping, read_mapping_file, read_referential

ORDER: Final = (
    "premiers-pas",
    "iso-9001",
    "maqmsr",
    "iatf-16949",
    "iso-22716",
    "iso-iec-17025",
    "iso-14001",
    "iso-45001",
    "infrastructure-qualite",
)
"""By slug, as people meet them: what one begins with first, and the standards on which others rest before those."""

FORM: Final = 1
"""Raised where the same file would be stored in another form than before, so that it is stored anew."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """A file that comes with Jawda, not read yet."""

    identifier: str
    resource: Traversable

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes and of the form in which they are stored."""
        return hashlib.sha256(f"{FORM}\n".encode() + self.resource.read_bytes()).hexdigest()

    def read(self) -> Referential:
        """The referential; a few tenths of a second for a large one."""
        return read_referential(self.resource.read_bytes(), file=self.resource.name)


@cache
def shipped() -> tuple[Shipped, ...]:
    """In the declared order; those that it does not name after them, by id. Reads no file."""
    folder = files("jawda") / "data" / "referentials"
    found = [Shipped(item.name.removesuffix(".yaml"), item) for item in folder.iterdir() if item.name.endswith(".yaml")]
    return tuple(sorted(found, key=lambda item: order(item.identifier)))


def order(identifier: str) -> tuple[int, str]:
    """Where a referential with this id stands among the others; two editions of one stand together."""
    return next((number for number, slug in enumerate(ORDER) if identifier.startswith(f"{slug}-")), len(ORDER)), (
        identifier
    )


def built_in() -> tuple[Referential, ...]:
    """All of them, read: some seconds the first time. Where one is wanted, :func:`read` is quicker."""
    return tuple(_read(item) for item in shipped())


def read(identifier: str) -> Referential | None:
    """The one with this id, or ``None``; reads that file alone."""
    return next((_read(item) for item in shipped() if item.identifier == identifier), None)


@cache
def _read(item: Shipped) -> Referential:
    return item.read()


@cache
def shipped_mappings() -> tuple[Traversable, ...]:
    """The files of mappings that come with Jawda, by name; reads none."""
    folder = files("jawda") / "data" / "mappings"
    return tuple(sorted((item for item in folder.iterdir() if item.name.endswith(".yaml")), key=lambda item: item.name))


@cache
def built_in_mappings() -> tuple[RequirementMapping, ...]:
    """The mappings that come with Jawda, read."""
    return tuple(read_mapping_file(item.read_bytes(), file=item.name) for item in shipped_mappings())
