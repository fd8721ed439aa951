"""A catalogue's metadata as the head of the form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from jawda.core.languages import LANGUAGES, Language
from jawda.core.referentials.form_writing import DATES, HEAD_KEYS
from jawda.core.referentials.oscal_prose import one_line
from jawda.core.referentials.oscal_terms import own_values
from jawda.core.referentials.wording import LONGEST_TEXT
from jawda.core.spreadsheets.model import FORBIDDEN

_RIGHTS: Final[Mapping[Language, str]] = {
    "fr": "Voir l’éditeur du catalogue.",
    "ar": "يُرجع إلى ناشر الفهرس.",
    "en": "See the publisher of the catalogue.",
}
_LONGEST: Final = 60


def main_language(languages: Iterable[Language]) -> Language:
    """The language of OSCAL's own members in what we write: English where it is declared, else the first."""
    known = tuple(languages)
    return "en" if "en" in known or not known else known[0]


def document_language(metadata: Mapping[str, Any]) -> Language:
    """The language of a catalogue's own members: what its metadata says, else English."""
    said = own_values(metadata.get("props", ())).get("main_language")
    plain = [prop["value"] for prop in metadata.get("props", ()) if prop["name"] == "language"]
    for name in (said, metadata.get("language"), *plain):
        for language in LANGUAGES:
            if isinstance(name, str) and re.fullmatch(rf"{language}([-_].*)?", name.lower()):
                return language
    return "en"


def plain_head(metadata: Mapping[str, Any], slug: str | None) -> dict[str, Any]:
    """What OSCAL itself says, as the head of the form."""
    main = document_language(metadata)
    title = one_line(metadata["title"])
    name = slug or _slug(title) or "catalogue"
    edition = _slug(metadata.get("version", ""), points=True) or "1"
    remarks = FORBIDDEN.sub(" ", metadata.get("remarks", "").replace("\r\n", "\n")).strip()[:LONGEST_TEXT]
    parties = [one_line(party.get("name", "")) for party in metadata.get("parties", ())]
    head = {
        "id": f"{name}-{edition}",
        "slug": name,
        "edition": edition,
        "languages": [main],
        "title": {main: title},
        "publisher": next((party for party in parties if party), "-"),
        "rights": {main: remarks or _RIGHTS[main]},
        "certifiable": False,
        "dates_confirmed": True,
        "scale": "conformity",
    }
    published = _day(metadata.get("published", ""))
    return {**head, "published_on": published} if published else head


def head_values(metadata: Mapping[str, Any], slug: str | None) -> dict[str, Any]:
    """What OSCAL says, then what our own members say instead; dates are ISO 8601 texts."""
    own = {key: value for key, value in own_values(metadata.get("props", ())).items() if key in HEAD_KEYS}
    own.pop("requirements", None)
    found = {**plain_head(metadata, slug), **own}
    return {key: value for key, value in found.items() if value is not None}


def with_days(head: Mapping[str, Any]) -> dict[str, Any]:
    """The head with its dates as dates, where they are."""
    days = {key: _day(head[key]) for key in DATES if isinstance(head.get(key), str)}
    return {**head, **{key: date.fromisoformat(day) for key, day in days.items() if day}}


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return None


def _slug(text: str, *, points: bool = False) -> str:
    unwanted = r"[^a-z0-9.]+" if points else r"[^a-z0-9]+"
    return re.sub(unwanted, "-", text.lower()).strip("-.")[:_LONGEST].strip("-.")
