"""What a list says of a referential, taken from its form once when it is stored: a line needs no tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from jawda.core.languages import LANGUAGES, Language, Text
from jawda.core.referentials.choosing import announced, withdrawn

_KEPT: Final = (
    "slug", "edition", "title", "description", "publisher", "languages", "certifiable", "published_on", "applies_from",
    "withdrawn_on", "dates_confirmed", "replaces", "rests_on",
)  # fmt: skip


def facts_of(form: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a sound form (:func:`jawda.core.referentials.to_mapping`), as JSON holds them."""
    scale = form["scale"]
    kept = {key: form[key] for key in _KEPT if key in form}
    asked = [item for item in form["requirements"] if item.get("assessable", True)]
    return kept | {
        "scale": scale if isinstance(scale, str) else scale["kind"],
        "questions": len(asked),
        "knock_outs": sum(bool(item.get("knock_out")) for item in asked),
        "profile": [item["id"] for item in form.get("profile", ())],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A line of a list of referentials."""

    identifier: str
    slug: str
    edition: str
    title: Text
    description: Text
    publisher: str
    languages: tuple[Language, ...]
    scale: str
    """``conformity`` or ``maturity``."""
    questions: int
    """How many requirements are to be answered."""
    knock_outs: int
    profile: tuple[str, ...]
    """Ids of the questions about the company."""
    certifiable: bool
    built_in: bool
    stored_at: datetime
    published_on: date | None
    applies_from: date | None
    withdrawn_on: date | None
    dates_confirmed: bool
    replaces: str | None
    rests_on: tuple[str, ...]

    def announced(self, today: date) -> bool:
        """Whether this edition does not stand yet."""
        return announced(self, today)

    def withdrawn(self, today: date) -> bool:
        """Whether this edition stands no longer."""
        return withdrawn(self, today)


def listed(identifier: str, facts: Mapping[str, Any], *, built_in: bool, stored_at: datetime) -> Listed:
    """The line of a stored referential."""
    days = {
        key: date.fromisoformat(facts[key]) if facts.get(key) else None
        for key in ("published_on", "applies_from", "withdrawn_on")
    }
    return Listed(
        identifier=identifier,
        slug=facts["slug"],
        edition=facts["edition"],
        title=Text.of(facts["title"]),
        description=Text.of(facts.get("description", {})),
        publisher=facts["publisher"],
        languages=tuple(code for name in facts["languages"] for code in LANGUAGES if code == name),
        scale=facts["scale"],
        questions=facts["questions"],
        knock_outs=facts["knock_outs"],
        profile=tuple(facts["profile"]),
        certifiable=facts.get("certifiable", False),
        built_in=built_in,
        stored_at=stored_at,
        dates_confirmed=facts.get("dates_confirmed", True),
        replaces=facts.get("replaces"),
        rests_on=tuple(facts.get("rests_on", ())),
        **days,
    )
