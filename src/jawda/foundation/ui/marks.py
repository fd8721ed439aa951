"""The shapes of Jawda, drawn by us: marks (16 × 16), seals (48 × 48), the star of a step, icons (16 × 16).

A state is told by shape first, colour second: ``tests`` keep every shape distinct once colour is taken away.
Drawings are constants of this file: what a template passes is a name, never a drawing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Mark(StrEnum):
    """The state of one row."""

    CONFORMS = "conforms"
    PARTLY = "partly"
    DOES_NOT = "does_not"
    NOT_APPLICABLE = "not_applicable"
    TO_DO = "to_do"
    IN_PROGRESS = "in_progress"
    KNOCK_OUT = "knock_out"
    OVERDUE = "overdue"
    TO_REVIEW = "to_review"
    DONE = "done"


class Seal(StrEnum):
    """The conclusion of a page that judges."""

    VALID = "valid"
    READY = "ready"
    NOT_READY = "not_ready"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    INVALID = "invalid"
    OUTSIDE = "outside"
    """Good, by someone whom others need not know."""
    UNKNOWN = "unknown"


class Tone(StrEnum):
    """The colour that goes with a shape, as a class of ``components.css``."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    INFO = "info"
    MUTE = "mute"


_RING: Final = '<circle cx="8" cy="8" r="6.1"/>'

MARKS: Final[dict[Mark, tuple[Tone, str]]] = {
    Mark.CONFORMS: (
        Tone.GOOD,
        '<circle class="f" cx="8" cy="8" r="7"/><path class="k" d="m4.8 8.3 2.2 2.2 4.2-4.7"/>',
    ),
    Mark.PARTLY: (Tone.FAIR, _RING + '<path class="f" d="M8 2a6 6 0 0 1 0 12z"/>'),
    Mark.DOES_NOT: (
        Tone.POOR,
        '<path class="f" d="M1.5 1.5h13v13h-13z"/><path class="k" d="m5 5 6 6m0-6-6 6"/>',
    ),
    Mark.NOT_APPLICABLE: (Tone.MUTE, _RING + '<path d="M5 8h6"/>'),
    Mark.TO_DO: (Tone.MUTE, '<circle cx="8" cy="8" r="6.1" stroke-dasharray="2.2 2.2"/>'),
    Mark.IN_PROGRESS: (Tone.INFO, _RING + '<circle class="f" cx="8" cy="8" r="2.6"/>'),
    Mark.KNOCK_OUT: (
        Tone.POOR,
        '<path class="f" d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z"/><path class="k" d="M4.5 8h7"/>',
    ),
    Mark.TO_REVIEW: (Tone.FAIR, '<path d="M3.5 15V1.8h9.3l-2.6 3.4 2.6 3.4H3.5"/>'),
    Mark.DONE: (Tone.INFO, _RING + '<path d="m5 8.2 2.1 2.1 3.9-4.3"/>'),
    Mark.OVERDUE: (Tone.FAIR, '<path d="M8 1.5 15 14H1zM8 6v4"/><circle class="f" cx="8" cy="12" r=".9"/>'),
}

_FULL_STAR: Final = (
    '<path class="f" d="M24 1l6.7 6.7h9.6v9.6L47 24l-6.7 6.7v9.6h-9.6L24 47l-6.7-6.7H7.7v-9.6L1 24l6.7-6.7V7.7h9.6z"/>'
)
_EMPTY_STAR: Final = (
    '<path d="M24 1.5l6.6 6.6h9.3v9.3l6.6 6.6-6.6 6.6v9.3h-9.3L24 46.5l-6.6-6.6H8.1v-9.3L1.5 24l6.6-6.6V8.1h9.3z"/>'
)
_TICK: Final = '<path class="k" d="m15 24.5 6 6 12-13"/>'

SEALS: Final[dict[Seal, tuple[Tone, str]]] = {
    Seal.VALID: (Tone.GOOD, _FULL_STAR + _TICK),
    Seal.READY: (Tone.GOOD, _FULL_STAR + '<path class="k" d="M14 24h19m-8-8 8 8-8 8"/>'),
    Seal.NOT_READY: (Tone.POOR, _EMPTY_STAR + '<path d="M15.5 24h17" stroke-width="3.5"/>'),
    Seal.SUSPENDED: (
        Tone.FAIR,
        '<path d="M24 2 46 24 24 46 2 24z"/><path d="M20 17v14M28 17v14" stroke-width="3.5"/>',
    ),
    Seal.WITHDRAWN: (Tone.POOR, '<path class="f" d="M4 4h40v40H4z"/><path class="k" d="m15 15 18 18m0-18L15 33"/>'),
    Seal.EXPIRED: (Tone.MUTE, '<circle cx="24" cy="24" r="21"/><path d="M24 12v12l8 5" stroke-width="3"/>'),
    Seal.INVALID: (
        Tone.POOR,
        '<path class="f" d="M15 2h18l13 13v18L33 46H15L2 33V15z"/><path class="k" d="M13 24h22"/>',
    ),
    Seal.OUTSIDE: (Tone.FAIR, _EMPTY_STAR + '<path d="m15 24.5 6 6 12-13" stroke-width="3.5"/>'),
    Seal.UNKNOWN: (
        Tone.MUTE,
        '<circle cx="24" cy="24" r="21" stroke-dasharray="5 4"/>'
        '<path d="M18.5 19c0-7 11-7 11 0 0 4-5.5 4-5.5 9M24 34v.5" stroke-width="3"/>',
    ),
}

#: Outline of the step's star, in a box of 44 × 44; the number stands in its middle.
STAR: Final = "M22 1l6.2 6.2h8.6v8.6L43 22l-6.2 6.2v8.6h-8.6L22 43l-6.2-6.2H7.2v-8.6L1 22l6.2-6.2V7.2h8.6z"

#: The house's sign, in a box of 24 × 24; its heart is saffron.
LOGO: Final = (
    '<path d="M12 1l3.2 3.2h4.6v4.6L23 12l-3.2 3.2v4.6h-4.6L12 23l-3.2-3.2H4.2v-4.6L1 12l3.2-3.2V4.2h4.6z" '
    'fill="none" stroke="currentColor" stroke-width="1.4"/>'
    '<path d="M12 7.8l1.2 1.2H15v1.8l1.2 1.2-1.2 1.2V15h-1.8L12 16.2 10.8 15H9v-1.8L7.8 12 9 10.8V9h1.8z" '
    'fill="#e2a112"/>'
)

ICONS: Final[dict[str, str]] = {
    "search": '<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5"/>',
    "person": '<circle cx="8" cy="5" r="2.8"/><path d="M2.5 14c.5-3 2.7-4.5 5.5-4.5s5 1.5 5.5 4.5"/>',
    "people": '<circle cx="6" cy="5.5" r="2.3"/><path d="M1.5 13.5c.4-2.6 2.2-4 4.5-4s4.1 1.4 4.5 4M10.5 3.3'
    'a2.3 2.3 0 0 1 0 4.4M12 9.8c1.5.6 2.3 1.9 2.5 3.7"/>',
    "print": '<path d="M4 6V2h8v4M4 12H2V6h12v6h-2M4 10h8v4H4z"/>',
    "file": '<path d="M4 1.5h5L12.5 5v9.5H4zM9 1.5V5h3.5"/>',
    "camera": '<path d="M1.5 4.5h3l1-1.5h5l1 1.5h3v8.5h-13z"/><circle cx="8" cy="8.5" r="2.5"/>',
    "clip": '<path d="M13 7.5 8 12.5a3 3 0 0 1-4.5-4.2L9 3a2 2 0 0 1 3 2.8L6.8 11"/>',
    "next": '<path d="m6 3 5 5-5 5"/>',
    "previous": '<path d="m10 3-5 5 5 5"/>',
    "back": '<path d="M14 8H3m4-4.5L2.5 8 7 12.5"/>',
    "down": '<path d="m3 6 5 5 5-5"/>',
    "up": '<path d="m3 10 5-5 5 5"/>',
    "sort": '<path d="m5 6 3-3.5L11 6M5 10l3 3.5L11 10"/>',
    "menu": '<path d="M2 4h12M2 8h12M2 12h12"/>',
    "more": '<path d="M8 3.5v.1M8 8v.1M8 12.5v.1" stroke-width="2.4"/>',
    "download": '<path d="M8 2v8.5M4.5 7 8 10.5 11.5 7M2.5 13.5h11"/>',
    "upload": '<path d="M8 10.5V2M4.5 5.5 8 2l3.5 3.5M2.5 13.5h11"/>',
    "check": '<path d="m3 8.5 3.5 3.5L13 4.5"/>',
    "close": '<path d="m4 4 8 8m0-8-8 8"/>',
    "warning": '<path d="M8 1.5 15 14H1zM8 6v4M8 12v.1"/>',
    "offline": '<path d="M2 2l12 12M1.5 6.5A9.5 9.5 0 0 1 4 4.8M6.7 3.7a9.5 9.5 0 0 1 7.8 2.8M4.5 9.5a5 5 0 0 1 '
    '2.3-1.3M8 12.7v.1"/>',
    "language": '<circle cx="8" cy="8" r="6.3"/><path d="M1.7 8h12.6M8 1.7c-4.5 4-4.5 8.6 0 12.6M8 1.7c4.5 4 '
    '4.5 8.6 0 12.6"/>',
    "building": '<path d="M3 14.5v-12h7v12M10 6.5h3.5v8M1.5 14.5h13M5.5 5.5h2M5.5 8.5h2M5.5 11.5h2"/>',
    "bell": '<path d="M3 12c1.3-1.2 1.3-2.5 1.3-5a3.7 3.7 0 0 1 7.4 0c0 2.5 0 3.8 1.3 5zM6.7 14.3h2.6"/>',
    "key": '<circle cx="5" cy="11" r="3"/><path d="m7.2 8.8 6.3-6.3M11 5l2 2M9 7l1.5 1.5"/>',
    "logout": '<path d="M9.5 2H3v12h6.5M6.5 8H14m-3-3 3 3-3 3"/>',
    "plus": '<path d="M8 2.5v11M2.5 8h11"/>',
    "edit": '<path d="m2.5 13.5.7-3.2L11 2.5l2.5 2.5-7.8 7.8zM9.3 4.2l2.5 2.5"/>',
    "trash": '<path d="M2.5 4h11M6 4V2h4v2M4 4l.7 10h6.6L12 4M6.7 6.7v4.6M9.3 6.7v4.6"/>',
    "filter": '<path d="M1.5 2.5h13L9.5 8.5v5l-3-1.5V8.5z"/>',
    "calendar": '<path d="M2 3.5h12v10.5H2zM2 6.5h12M5 1.5v3.5M11 1.5v3.5"/>',
    "copy": '<path d="M5.5 5.5h8v8.5h-8zM3 10.5H2.5V2h8v1"/>',
    "link": '<path d="M6.5 9.5a2.5 2.5 0 0 0 3.5 0l3-3A2.5 2.5 0 0 0 9.5 3L8 4.5M9.5 6.5a2.5 2.5 0 0 0-3.5 0l-3 '
    '3A2.5 2.5 0 0 0 6.5 13L8 11.5"/>',
    "info": '<circle cx="8" cy="8" r="6.3"/><path d="M8 7.2v4M8 4.8v.1"/>',
    "clock": '<circle cx="8" cy="8" r="6.3"/><path d="M8 4.2V8l2.6 1.7"/>',
    "lock": '<path d="M3 7h10v7H3zM5 7V5a3 3 0 0 1 6 0v2"/>',
    "eye": '<path d="M1 8c3.5-6 10.5-6 14 0-3.5 6-10.5 6-14 0z"/><circle cx="8" cy="8" r="2"/>',
    "keyboard": '<path d="M1.5 4h13v8h-13zM4 6.5h.1M6.7 6.5h.1M9.3 6.5h.1M12 6.5h.1M5 9.5h6"/>',
}

#: Icons that point along the line of text: they turn round from right to left.
TURNING: Final = frozenset({"next", "previous", "back", "logout"})
