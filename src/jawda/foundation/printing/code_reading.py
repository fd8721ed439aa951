"""The QR codes in a picture from anyone: a photograph of a paper, or of a screen.

A decoder is the part of a program that hostile files aim at. It therefore runs in a process of its own
(``code_process.py``), which knows no secret, can reach no network, and which the system stops at a bound of memory and
time. What a code says is what its maker wrote: nothing of it is trusted here.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Final

from jawda.core.findings import Finding, Refused
from jawda.foundation.apart import Bounds, TooSlow, answer_of, turn

#: Bytes of a picture that is looked into: the cameras of phones make half of it.
LARGEST: Final = 12_000_000
_MOST_PIXELS: Final = 50_000_000
_SCRIPT: Final = Path(__file__).with_name("code_process.py")
_MEMORY: Final = 1 << 30
_PROCESSOR_SECONDS: Final = 20
_SECONDS: Final = 25
_FAULTS: Final = ("damaged", "too_many_pixels", "too_much")
_ONE_AT_A_TIME: Final = threading.Lock()
"""A large picture takes some hundred megabytes for a moment: one in each process of the server."""
_SIGNS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def is_picture(content: bytes) -> bool:
    """Whether bytes begin as a JPEG, a PNG or a WebP does.

    >>> is_picture(b"RIFF\\x00\\x00\\x00\\x00WEBPVP8 "), is_picture(b"%PDF-1.7")
    (True, False)
    """
    return content.startswith(_SIGNS) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP")


def codes_in(picture: bytes) -> tuple[str, ...]:
    """The texts of the QR codes in a JPEG, PNG or WebP; eight at most, none where there is none.

    ``Refused`` (``code_picture.…``): larger than 12 MB or 50 megapixels, no picture or a damaged one, or one that takes
    more than the process may have. ``Busy``: another picture is being read. Takes about a second, most of it the start
    of the process.
    """
    if len(picture) > LARGEST:
        raise _refuse("too_large")
    if not is_picture(picture):
        raise _refuse("damaged")
    try:
        with turn(_ONE_AT_A_TIME):
            done = answer_of(
                _SCRIPT,
                str(_MOST_PIXELS),
                data=picture,
                bounds=Bounds(memory=_MEMORY, processor=_PROCESSOR_SECONDS, clock=_SECONDS),
            )
    except TooSlow as fault:
        raise _refuse("too_much") from fault
    if done.status or not done.output:
        raise _refuse("too_much")  # the system stopped it
    said: dict[str, object] = json.loads(done.output)
    found = said.get("codes")
    if isinstance(found, list):
        return tuple(str(text) for text in found)
    raise _refuse(str(said["fault"]) if said["fault"] in _FAULTS else "damaged")


def _refuse(reason: str) -> Refused:
    return Refused([Finding(id=f"code_picture.{reason}")])
