"""Referentials and their requirements are found by everyone: by title, question or number."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jawda.core.languages import LANGUAGES, Text
from jawda.core.referentials import Referential, Requirement
from jawda.foundation.search import index
from jawda.foundation.search.sources import Found, Source, register_source

REFERENTIALS, REQUIREMENTS = "referential", "requirement"


def register() -> None:
    """Called once. The index of what is stored is written by ``store``; no organisation has any."""
    register_source(Source(name=REFERENTIALS, label=_("Referentials"), may_see=None, all=tuple))
    register_source(Source(name=REQUIREMENTS, label=_("Requirements"), may_see=None, all=tuple))


def keep(referential: Referential) -> None:
    """Its entry and those of its requirements, in place of former ones."""
    whole = Found(
        subject=referential.id, title=referential.title, more=(referential.id, referential.publisher),
        route="referentials:one", arguments={"identifier": referential.id},
    )  # fmt: skip
    index.replace_common(REFERENTIALS, referential.id, [whole])
    index.replace_common(REQUIREMENTS, referential.id, [_entry(referential, item) for item in referential.requirements])


def known() -> set[str]:
    """Ids of the referentials that the index has."""
    return index.wholes(REFERENTIALS)


def _entry(referential: Referential, item: Requirement) -> Found:
    title, detail = {}, {}
    for language in LANGUAGES:
        words = item.title.get(language) or item.question.get(language)
        if words:
            title[language] = f"{item.reference} {words}".strip()
            named, question = referential.title.best(language), item.question.get(language)
            detail[language] = f"{named} · {question}" if question and question != words else named
    return Found(
        subject=f"{referential.id}:{item.id}", title=Text.of(title), detail=Text.of(detail), more=(referential.id,),
        route="referentials:one", arguments={"identifier": referential.id}, suffix=f"#r-{item.id}",
    )  # fmt: skip
