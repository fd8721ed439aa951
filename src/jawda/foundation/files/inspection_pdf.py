"""Searching a PDF for what runs, launches or hides something (ISO 32000-2), without trusting its structure.

A hostile file's cross-references can lie, so they are not followed. Names are searched for in all bytes, with their
``#xx`` escapes resolved (7.3.5), and in every compressed stream that reads like an object stream (7.5.7), which is the
only other place where a dictionary can stand. What cannot be looked into is refused.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from jawda.foundation.files.inspection_kinds import Limits, refuse

_END: Final = rb"(?=[\x00\t\n\x0c\r ()<>\[\]{}/%]|\Z)"
_VALUE: Final = rb"(?=[\x00\t\n\x0c\r ]*(?:<<|\[|\d+[\x00\t\n\x0c\r ]+\d+[\x00\t\n\x0c\r ]+R))"
"""A dictionary, an array, or a reference to one: three letters alone occur by chance in compressed data."""
_SOUGHT: Final[tuple[tuple[str, re.Pattern[bytes]], ...]] = (
    ("protected", re.compile(rb"/Encrypt" + _VALUE)),
    ("pdf_script", re.compile(rb"/(?:JavaScript|OnInstantiate|Rendition|XFA(?=[\x00\t\n\x0c\r ]*[\[<\d]))" + _END)),
    ("pdf_launch", re.compile(rb"/(?:Launch|SubmitForm|ImportData|GoToE|RichMedia)" + _END)),
    ("pdf_attachment", re.compile(rb"/(?:(?:EmbeddedFiles?|FileAttachment)" + _END + rb"|EF" + _VALUE + rb")")),
)
_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM: Final = re.compile(rb"(?<!end)stream[ \t]*(?:\r\n|\r|\n)?")
_OBJECTS: Final = re.compile(rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]*(?:[\r\n]|\Z))*(?:[+-]?\d|\Z)")
"""How the numbers at the head of an object stream begin, or nothing but white space so far."""
_HEAD_OF_OBJECTS: Final = (
    re.compile(rb"/First[\x00\t\n\x0c\r ]+\d+[\x00\t\n\x0c\r ]*[/>]"),
    re.compile(rb"/N[\x00\t\n\x0c\r ]+\d"),
)
"""What a reader goes by where the type is left out; in an outline ``/First`` is followed by a reference."""
_OTHER_FILTERS: Final = re.compile(
    rb"/(?:ASCIIHexDecode|AHx|ASCII85Decode|A85|LZWDecode|LZW|RunLengthDecode|RL|Crypt|Predictor)" + _END
    + rb"|/Filter[\x00\t\n\x0c\r ]*\d"
)  # fmt: skip
_DICTIONARY: Final = 65_536
"""Bytes before the word ``stream`` in which its dictionary is looked for."""
_HEAD, _PIECE, _OVERLAP = 4096, 1 << 18, 64
_ZIP_END: Final = b"PK\x05\x06"


def check_pdf(content: bytes, *, name: str, limits: Limits) -> None:
    """``Refused`` for a PDF with scripts, actions that start something, files inside, a password, or damage."""
    if b"%%EOF" not in content[-2048:] or b"startxref" not in content:
        raise refuse("damaged", name, kind="PDF")
    if _ZIP_END in content[-66_000:]:
        raise refuse("two_in_one", name)
    _search(_resolved(content), name)
    left = limits.uncompressed_bytes
    for piece in _object_streams(content, name):
        left -= len(piece)
        if left < 0:
            raise refuse("pdf_unexaminable", name)
        _search(_resolved(piece), name)


def _resolved(content: bytes) -> bytes:
    """The bytes with every ``#xx`` as the byte that it stands for."""
    if b"#" not in content:
        return content
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), content)


def _search(content: bytes, name: str) -> None:
    for fault, pattern in _SOUGHT:
        if pattern.search(content):
            raise refuse(fault, name)


def _object_streams(content: bytes, name: str) -> Iterator[bytes]:
    """The text of every stream that inflates to what may be objects, by overlapping pieces."""
    former = 0
    for found in _STREAM.finditer(content):
        start = found.end()
        head = _resolved(content[max(former, found.start() - _DICTIONARY) : found.start()])
        former = start
        holds_objects = b"/ObjStm" in head
        like_it = holds_objects or all(pattern.search(head) for pattern in _HEAD_OF_OBJECTS)
        if like_it and _OTHER_FILTERS.search(head):
            raise refuse("pdf_unexaminable", name)
        inflated = False
        tail = b""
        for piece in _inflated(content, start):
            if not inflated and not _OBJECTS.match(piece):
                break
            inflated = True
            yield tail + piece
            tail = piece[-_OVERLAP:]
        if holds_objects and b"/FlateDecode" in head and not inflated:
            raise refuse("pdf_unexaminable", name)


def _inflated(content: bytes, start: int) -> Iterator[bytes]:
    """What zlib makes of the bytes from ``start``, by pieces, as far as it gets; the first piece is short."""
    machine = zlib.decompressobj()
    size, rest = _HEAD, content[start : start + _PIECE]
    position = start + len(rest)
    while rest and not machine.eof:
        try:
            piece = machine.decompress(rest, size)
        except zlib.error:
            return
        if piece:
            yield piece
            size = _PIECE
        rest = machine.unconsumed_tail
        if not rest:
            rest = content[position : position + _PIECE]
            position += len(rest)
