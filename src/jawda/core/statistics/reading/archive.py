"""Taking the parts of a hostile archive apart, within a budget (OWASP on decompression bombs)."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from xml.parsers import expat

from jawda.core.findings import Place
from jawda.core.spreadsheets.model import Limits, refuse

_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK: Final = 1 << 18
_HARMLESS: Final = 10_000_000
"""Inflated bytes under which the ratio says nothing."""


class Archive:
    """An open archive whose parts inflate within one common budget."""

    def __init__(self, archive: zipfile.ZipFile, *, file: str, packed: int, limits: Limits) -> None:
        self._archive = archive
        self._place = Place(file=file)
        self._left = min(limits.uncompressed_bytes, max(_HARMLESS, packed * limits.ratio))
        self.members = archive.infolist()
        names = [member.filename for member in self.members]
        if (
            len(set(names)) != len(names)
            or len(names) > limits.members
            or any(member.flag_bits & 1 or member.compress_type not in _METHODS for member in self.members)
        ):
            raise refuse("suspicious_archive", self._place)
        self.names = frozenset(names)

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part by pieces; ``Refused`` once the budget is spent."""
        with self._archive.open(name) as source:
            while piece := source.read(_CHUNK):
                self._left -= len(piece)
                if self._left < 0:
                    raise refuse("suspicious_archive", self._place)
                yield piece


@contextmanager
def opened(content: bytes, *, file: str, limits: Limits) -> Iterator[Archive]:
    """An archive; ``Refused`` for one that is broken or abnormal, also while its parts are read."""
    place = Place(file=file)
    if content.count(_DIRECTORY_ENTRY) > limits.members:
        raise refuse("suspicious_archive", place)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield Archive(archive, file=file, packed=len(content), limits=limits)
    except (
        zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError, ValueError, KeyError, OSError,
    ) as fault:  # fmt: skip
        raise refuse("not_a_workbook", place) from fault
