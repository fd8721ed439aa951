"""Words as a search compares them: without case, accents, or the signs between them."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """What is typed and what is kept meet in this form.

    >>> folded("Câblages du Détroit, ISO 9001:2015")
    'cablages du detroit iso 9001 2015'
    """
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in plain.casefold()).split())
