"""Pages by cursor: a list that grows while it is read repeats nothing and skips nothing."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import BaseModel, Field

from jawda.foundation.api.problems import Problem

T = TypeVar("T")
M = TypeVar("M", bound=Model)
MOST: Final = 100
_FAR: Final = 10**17
_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
_STEP: Final = timedelta(microseconds=1)

Cursor = Annotated[str, Query(description="“next” of the page before; nothing for the first.", max_length=400)]
Limit = Annotated[int, Query(description="Entries on a page.", ge=1, le=MOST)]


class PageOut(BaseModel):
    """A page of a list."""

    next: str | None = Field(description="The cursor of the next page; null on the last.")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """The entries of a page, and the cursor of the next."""

    items: Sequence[T]
    next: str | None


def page(rows: Sequence[T], key: Callable[[T], str], *, cursor: str, limit: int) -> Page[T]:
    """The page after ``cursor``. ``key`` is different for every row, and the rows stand in its order.

    >>> first = page(["a", "b", "c"], str, cursor="", limit=2)
    >>> first.items, page(["a", "b", "bb", "c"], str, cursor=first.next, limit=2)
    (['a', 'b'], Page(items=['bb', 'c'], next=None))
    """
    after = read_cursor(cursor)
    left = [row for row in rows if key(row) > after] if after else list(rows)
    shown = left[:limit]
    return Page(shown, write_cursor(key(shown[-1])) if len(left) > limit else None)


def write_cursor(key: str) -> str:
    """The key in letters that an address takes."""
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> str:
    """The key of a cursor, nothing for none. ``Problem`` 400 for what is no cursor."""
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as fault:
        raise _unread() from fault


def latest_first(moment: datetime, name: object) -> str:
    """A key by which the latest stands first; ``name`` tells apart what happened at the same moment.

    >>> earlier, later = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC)
    >>> sorted(["a", "b"], key=lambda name: latest_first(later if name == "b" else earlier, name))
    ['b', 'a']
    """
    return f"{_FAR - (moment - _BEGINNING) // _STEP:018d} {name}"


def latest_page(rows: QuerySet[M], moment: str, *, cursor: str, limit: int) -> Page[M]:
    """The page after ``cursor`` of a table that grows, the latest by its column ``moment`` first; the database finds it
    and reads the rows of no other. ``Problem`` 400 for what is no cursor.
    """
    if after := read_cursor(cursor):
        at, name = _of_key(after)
        rows = rows.filter(Q(**{f"{moment}__lt": at}) | Q(**{moment: at, "pk__gt": name}))
    found = list(rows.order_by(f"-{moment}", "pk")[: limit + 1])
    if len(found) <= limit:
        return Page(found, None)
    last = found[limit - 1]
    return Page(found[:limit], write_cursor(latest_first(getattr(last, moment), last.pk)))


def _of_key(key: str) -> tuple[datetime, UUID]:
    """What :func:`latest_first` wrote of a row."""
    figures, _space, name = key.partition(" ")
    try:
        return _BEGINNING + (_FAR - int(figures)) * _STEP, UUID(name)
    except (ValueError, OverflowError) as fault:
        raise _unread() from fault


def _unread() -> Problem:
    return Problem(400, _("This cursor cannot be read: begin again without one."))
