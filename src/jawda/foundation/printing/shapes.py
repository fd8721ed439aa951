"""Marks and seals on paper: the shapes of the screen with light colours, as SVG; shape first, colour second."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

Mark: TypeAlias = Literal[
    "conform", "partial", "not_conform", "not_applicable", "to_do", "in_progress", "knock_out", "overdue"
]
Seal: TypeAlias = Literal["ready", "not_ready", "valid", "suspended", "withdrawn", "expired", "unknown"]
MARKS: Final[tuple[Mark, ...]] = get_args(Mark)
SEALS: Final[tuple[Seal, ...]] = get_args(Seal)

_GOOD, _FAIR, _POOR, _NOTE, _MUTE = "#0b6650", "#815000", "#a52a1d", "#33428f", "#5b6a65"
_FULL_STAR = (
    "M24 1L30.7 7.7L40.3 7.7L40.3 17.3L47 24L40.3 30.7L40.3 40.3L30.7 40.3L24 47L17.3 40.3L7.7 40.3L7.7 30.7L1 24"
    "L7.7 17.3L7.7 7.7L17.3 7.7Z"
)
_HOLLOW_STAR = (
    "M24 1.5L30.6 8.1L39.9 8.1L39.9 17.4L46.5 24L39.9 30.6L39.9 39.9L30.6 39.9L24 46.5L17.4 39.9L8.1 39.9L8.1 30.6"
    "L1.5 24L8.1 17.4L8.1 8.1L17.4 8.1Z"
)


def _filled(colour: str, shape: str, knocked_out: str, width: float) -> str:
    return (
        f'<g fill="{colour}">{shape}</g>'
        f'<path d="{knocked_out}" fill="none" stroke="#ffffff" stroke-width="{width}" stroke-linecap="round"/>'
    )


def _lined(colour: str, shape: str, width: float) -> str:
    return f'<g fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round">{shape}</g>'


def _svg(side: int, body: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">{body}</svg>'


_MARK_BODIES: Final[dict[Mark, str]] = {
    "conform": _filled(_GOOD, '<circle cx="8" cy="8" r="7"/>', "m4.8 8.3 2.2 2.2 4.2-4.7", 1.9),
    "partial": _lined(_FAIR, '<circle cx="8" cy="8" r="6.1"/>', 1.75)
    + f'<path d="M8 2a6 6 0 0 1 0 12z" fill="{_FAIR}"/>',
    "not_conform": _filled(_POOR, '<path d="M1.5 1.5h13v13h-13z"/>', "m5 5 6 6m0-6-6 6", 1.9),
    "not_applicable": _lined(_MUTE, '<circle cx="8" cy="8" r="6.1"/><path d="M5 8h6"/>', 1.75),
    "to_do": _lined(_MUTE, '<circle cx="8" cy="8" r="6.1" stroke-dasharray="2.4 2.4"/>', 1.75),
    "in_progress": _lined(_NOTE, '<circle cx="8" cy="8" r="6.1"/>', 1.75)
    + f'<circle cx="8" cy="8" r="2.6" fill="{_NOTE}"/>',
    "knock_out": _filled(_POOR, '<path d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z"/>', "M4.5 8h7", 1.9),
    "overdue": _lined(_FAIR, '<path d="M8 1.5 15 14H1zM8 6v4"/>', 1.75)
    + f'<circle cx="8" cy="12" r=".9" fill="{_FAIR}"/>',
}
_READY = _filled(_GOOD, f'<path d="{_FULL_STAR}"/>', "m15 24.5 6 6 12-13", 4)
_SEAL_BODIES: Final[dict[Seal, str]] = {
    "ready": _READY,
    "valid": _READY,
    "not_ready": _lined(_POOR, f'<path d="{_HOLLOW_STAR}"/><path d="M15.5 24h17" stroke-width="3.5"/>', 2),
    "suspended": _lined(
        _FAIR, '<path d="M24 2 46 24 24 46 2 24z"/><path d="M20 17v14M28 17v14" stroke-width="3.5"/>', 2
    ),
    "withdrawn": _filled(_POOR, '<path d="M4 4h40v40H4z"/>', "m15 15 18 18m0-18L15 33", 4),
    "expired": _lined(_MUTE, '<circle cx="24" cy="24" r="21"/><path d="M24 12v12l8 5" stroke-width="3"/>', 2),
    "unknown": _lined(
        _MUTE,
        '<circle cx="24" cy="24" r="21" stroke-dasharray="5 4"/>'
        '<path d="M18.5 19c0-7 11-7 11 0 0 4-5.5 4-5.5 9M24 34v.5" stroke-width="3"/>',
        2,
    ),
}


def mark_svg(mark: Mark) -> str:
    """The mark of a state, 16 by 16."""
    return _svg(16, _MARK_BODIES[mark])


def seal_svg(seal: Seal) -> str:
    """The seal of a verdict, 48 by 48."""
    return _svg(48, _SEAL_BODIES[seal])
