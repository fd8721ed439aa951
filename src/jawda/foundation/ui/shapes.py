"""The drawn parts: marks, seals, stars, icons. Shape speaks first, colour second."""

from __future__ import annotations

import math
from typing import Final


def star_path(centre: float, radius: float) -> str:
    """The eight-pointed star (two squares) as a path."""
    inner = radius * math.cos(math.pi / 4) / math.cos(math.pi / 8)
    points = []
    for step in range(16):
        reach = radius if step % 2 == 0 else inner
        angle = -math.pi / 2 + step * math.pi / 8
        points.append(f"{centre + reach * math.cos(angle):.1f} {centre + reach * math.sin(angle):.1f}")
    return f"M{'L'.join(points)}Z"


_CROSS: Final = '<path class="f" d="M1.500 1.500h13v13h-13z"/><path class="k" d="m5 5 6 6m0-6-6 6"/>'
#: Name to (colour class, drawing in a 16 x 16 box).
MARKS: Final[dict[str, tuple[str, str]]] = {
    "conforms": (
        "good",
        '<circle class="f" cx="8" cy="8" r="7"/><path class="k" d="m4.800 8.300 2.200 2.200 4.200-4.700"/>',
    ),
    "partly": ("fair", '<circle cx="8" cy="8" r="6.100"/><path class="f" d="M8 2a6 6 0 0 1 0 12z"/>'),
    "does_not": ("poor", _CROSS),
    "not_applicable": ("mute", '<circle cx="8" cy="8" r="6.100"/><path d="M5 8h6"/>'),
    "to_do": ("mute", '<circle cx="8" cy="8" r="6.100" stroke-dasharray="2.200 2.200"/>'),
    "in_progress": ("info", '<circle cx="8" cy="8" r="6.100"/><circle class="f" cx="8" cy="8" r="2.600"/>'),
    "knock_out": (
        "poor",
        '<path class="f" d="M5 .8h6L15.200 5v6L11 15.200H5L.8 11V5z"/><path class="k" d="M4.500 8h7"/>',
    ),
    "overdue": ("fair", '<path d="M8 1.500 15 14H1zM8 6v4"/><circle class="f" cx="8" cy="12" r=".9"/>'),
}
_STAR_24: Final = star_path(24, 23)
#: Name to (colour class, drawing in a 48 x 48 box).
SEALS: Final[dict[str, tuple[str, str]]] = {
    "ready": ("good", f'<path class="f" d="{_STAR_24}"/><path class="k" d="m15 24.500 6 6 12-13"/>'),
    "not_ready": ("poor", f'<path d="{star_path(24, 22.5)}"/><path d="M15.500 24h17" stroke-width="3.500"/>'),
    "suspended": ("fair", '<path d="M24 2 46 24 24 46 2 24z"/><path d="M20 17v14M28 17v14" stroke-width="3.500"/>'),
    "withdrawn": ("poor", '<path class="f" d="M4 4h40v40H4z"/><path class="k" d="m15 15 18 18m0-18L15 33"/>'),
    "expired": ("mute", '<circle cx="24" cy="24" r="21"/><path d="M24 12v12l8 5" stroke-width="3"/>'),
    "unknown": (
        "mute",
        '<circle cx="24" cy="24" r="21" stroke-dasharray="5 4"/>'
        '<path d="M18.500 19c0-7 11-7 11 0 0 4-5.500 4-5.500 9M24 34v.5" stroke-width="3"/>',
    ),
}
#: Name to (drawing in a 16 x 16 box, whether it turns in a right-to-left page).
ICONS: Final[dict[str, tuple[str, bool]]] = {
    "search": ('<circle cx="7" cy="7" r="4.5"/><path d="m10.500 10.500 3.500 3.500"/>', False),
    "person": (
        '<circle cx="8" cy="5" r="2.800"/><path d="M2.500 14c.5-3 2.700-4.500 5.500-4.500s5 1.500 5.500 4.500"/>',
        False,
    ),
    "print": ('<path d="M4 6V2h8v4M4 12H2V6h12v6h-2M4 10h8v4H4z"/>', False),
    "file": ('<path d="M4 1.500h5L12.500 5v9.500H4zM9 1.500V5h3.500"/>', False),
    "back": ('<path d="m10 3-5 5 5 5"/>', True),
    "next": ('<path d="m6 3 5 5-5 5"/>', True),
    "down": ('<path d="m4 6 4 4 4-4"/>', False),
    "menu": ('<path d="M2 4h12M2 8h12M2 12h12"/>', False),
    "download": ('<path d="M8 2v8m-3.500-3L8 10.500 11.500 7M2.500 13.500h11"/>', False),
    "upload": ('<path d="M8 10.500V2.500M4.500 6 8 2.500 11.500 6M2.500 13.500h11"/>', False),
    "check": ('<path d="m3 8.500 3.500 3.500L13 4.500"/>', False),
    "building": ('<path d="M3 14V2.500h7V14M10 6h3v8M2 14h12M5.500 5h2m-2 3h2m-2 3h2"/>', False),
    "plus": ('<path d="M8 3v10M3 8h10"/>', False),
}
