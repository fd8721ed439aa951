"""What was typed, as a page may show it again."""

from __future__ import annotations


def typed(text: str, most: int) -> str:
    """Without what no page may hold (control characters, halves of pairs), without blanks around, cut off.

    >>> typed(" QMS\\x00-0042\\n", 20), typed("ISO 9001", 3)
    ('QMS-0042', 'ISO')
    """
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\u2068\u2069").strip()[:most]
