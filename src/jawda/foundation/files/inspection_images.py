"""Pictures written anew, so that nothing of what came in is kept but what one sees.

A decoder is the part of a program that hostile files aim at. It therefore runs in a process of its own
(``image_process.py``), which knows no secret and no database, and which the system stops at a bound of memory and time.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jawda.foundation.apart import Bounds, TooSlow, answer_of
from jawda.foundation.files.inspection_kinds import FACTS, Kind, Limits, refuse

_SCRIPT: Final = Path(__file__).with_name("image_process.py")
_MEMORY: Final = 1 << 30
_PROCESSOR_SECONDS: Final = 30
_SECONDS: Final = 40
_ONE_AT_A_TIME: Final = threading.Lock()
"""A large picture takes several hundred megabytes for a moment: one in each process of the server."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept, and a small one (WebP) to show in lists."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int


def reencode(content: bytes, kind: Kind, *, name: str, limits: Limits) -> Picture:
    """The same picture in the same format, turned as the camera said, without metadata; the first image of several.

    ``Refused`` where it is damaged, has too many pixels, or takes more than the process may have.
    """
    try:
        with _ONE_AT_A_TIME:
            done = answer_of(
                _SCRIPT,
                kind.upper(),
                str(limits.pixels),
                data=content,
                bounds=Bounds(memory=_MEMORY, processor=_PROCESSOR_SECONDS, clock=_SECONDS),
            )
    except TooSlow as fault:
        raise refuse("damaged", name, kind=FACTS[kind].title) from fault
    head, _line, body = done.output.partition(b"\n")
    if done.status or not head:
        raise refuse("damaged", name, kind=FACTS[kind].title)
    said: dict[str, int] = json.loads(head)
    if "size" not in said:
        sizes = {"megapixels": round(said["pixels"] / 1e6, 1), "limit": round(limits.pixels / 1e6, 1)}
        raise refuse("too_many_pixels", name, **sizes)
    if said["size"] > limits.bytes:
        sizes = {"megabytes": round(said["size"] / 1e6, 1), "limit": round(limits.bytes / 1e6, 1)}
        raise refuse("too_large", name, **sizes)
    return Picture(body[: said["size"]], body[said["size"] :], said["width"], said["height"])
