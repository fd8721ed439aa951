"""Writing the index, in the transaction of the row it tells of. Not audited: it says nothing new."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jawda.core.languages import Text
from jawda.core.search import indexed, together
from jawda.foundation.search.models import CommonSearchEntry, PublishedSearchEntry, SearchEntry
from jawda.foundation.search.sources import Found, sources
from jawda.foundation.tenancy.context import current_organisation_id

_CONTENT = ("title", "detail", "route", "arguments", "suffix", "fictitious", "title_words", "words")
_AT_ONCE = 500


def put(source: str, found: Iterable[Found]) -> None:
    """These things of the acting organisation are found from now on as they are said here; one statement."""
    mine = current_organisation_id()
    SearchEntry.objects.bulk_create(
        [SearchEntry(organisation_id=mine, **_values(source, item)) for item in found],
        update_conflicts=True,
        unique_fields=["organisation", "source", "subject"],
        update_fields=_CONTENT,
        batch_size=_AT_ONCE,
    )


def remove(source: str, subject: object) -> None:
    """This thing of the acting organisation is found no more."""
    SearchEntry.objects.filter(source=source, subject=str(subject)).delete()


def publish(source: str, found: Iterable[Found]) -> None:
    """What the acting organisation published is found by everyone as it is said here."""
    mine = current_organisation_id()
    PublishedSearchEntry.objects.bulk_create(
        [PublishedSearchEntry(source_organisation_id=mine, **_values(source, item)) for item in found],
        update_conflicts=True,
        unique_fields=["source_organisation", "source", "subject"],
        update_fields=_CONTENT,
        batch_size=_AT_ONCE,
    )


def withdraw(source: str, subject: object) -> None:
    """What the acting organisation published is found no more."""
    mine = current_organisation_id()
    PublishedSearchEntry.objects.filter(source_organisation_id=mine, source=source, subject=str(subject)).delete()


def replace_common(source: str, within: str, found: Iterable[Found]) -> None:
    """What is the same for everyone, within one whole, in place of what stood there."""
    CommonSearchEntry.objects.filter(source=source, within=within).delete()
    CommonSearchEntry.objects.bulk_create(
        [CommonSearchEntry(within=within, **_values(source, item)) for item in found], batch_size=_AT_ONCE
    )


def wholes(source: str) -> set[str]:
    """Of what the index knows parts."""
    return set(CommonSearchEntry.objects.filter(source=source).values_list("within", flat=True).distinct())


def rebuild() -> int:
    """Make the acting organisation's entries anew from its rows, also what it published; how many there are."""
    mine = current_organisation_id()
    SearchEntry.objects.all().delete()
    PublishedSearchEntry.objects.filter(source_organisation_id=mine).delete()
    count = 0
    for source in sources():
        found = list(source.all())
        (publish if source.may_see is None else put)(source.name, found)
        count += len(found)
    return count


def _values(source: str, item: Found) -> dict[str, Any]:
    title, detail = _by_language(item.title), _by_language(item.detail)
    titles = indexed(" ".join(title.values()))  # read once, though it is kept in both columns
    return {
        "source": source,
        "subject": item.subject,
        "title": title,
        "detail": detail,
        "route": item.route,
        "arguments": dict(item.arguments),
        "suffix": item.suffix,
        "fictitious": item.fictitious,
        "title_words": titles[:2000],
        "words": together(titles, indexed(" ".join([*detail.values(), *item.more])))[:8000],
    }


def _by_language(text: str | Text) -> dict[str, str]:
    return text.as_mapping() if isinstance(text, Text) else {"": text} if text else {}


def in_language(text: dict[str, str], language: str) -> str:
    """The text in this language, else the first there is.

    >>> in_language({"fr": "Métrologie", "en": "Metrology"}, "en"), in_language({"": "Usine"}, "ar")
    ('Metrology', 'Usine')
    """
    return text.get(language) or next(iter(text.values()), "")
