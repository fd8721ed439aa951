"""Values of the shared parts: history, cards, filters with their count, the question before a dangerous act.

Each names the template that draws it and the context name under which that template reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms

from jawda.foundation.ui.frame import Entry
from jawda.foundation.ui.marks import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """A line of ``ui/history.html`` (``entries``, the newest first): what happened, by whom, when (aware)."""

    what: str
    who: str
    moment: datetime
    detail: str = ""
    mark: Mark = Mark.TO_DO


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A place to go, drawn by ``ui/cards.html`` (``cards``)."""

    title: str
    text: str
    url: str = ""
    meta: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterBar:
    """What narrows a list and what leaves it, drawn by ``ui/filter_bar.html`` (``filter_bar``).

    ``form`` has the search first. ``count`` is a sentence ("3 of 1 240 actions"). ``active``: the filters in force,
    each with the address of the list without it. ``exports``: the same list as files (XLSX, CSV, JSON).
    """

    form: forms.Form
    count: str
    url: str = ""
    active: tuple[Entry, ...] = ()
    exports: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """The dialog before a dangerous act, drawn by ``ui/confirm.html`` (``confirm``); a button ``data-open`` opens it.

    ``lost`` and ``kept`` say what the act removes and what stays, in sentences. ``word``: what one has to type, where
    the act cannot be undone; the verb checks it again. ``url`` takes the POST. ``action`` names the act ("Delete the
    file"), never "OK".
    """

    id: str
    title: str
    text: str
    action: str
    url: str
    lost: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    word: str = ""
