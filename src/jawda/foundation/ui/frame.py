"""What stands around every page: who is here, where, and where they can go.

The site's context processor puts a :class:`Frame` in the template context as ``frame``; the templates
``ui/room.html``, ``ui/task.html`` and ``ui/public.html`` draw it. On public pages no organisation is named.
"""

from __future__ import annotations

from dataclasses import dataclass

from jawda.foundation.ui.marks import Mark


@dataclass(frozen=True, slots=True)
class SwitchEntry:
    """An organisation the person may move to."""

    name: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in a menu; ``count`` is what waits there, None where nothing is counted.

    ``language``: the code of the language that the place is written in, where it is not the page's.
    """

    label: str
    url: str
    current: bool = False
    count: int | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in another language; ``label`` is the language's own name for itself."""

    code: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A line of the chapter list beside a task (``ui/task.html``, context name ``chapters``).

    ``state`` is the chapter's mark, ``state_label`` the same in a word, for those who do not see it.
    """

    code: str
    label: str
    url: str
    state: Mark
    state_label: str
    count: str = ""
    current: bool = False
    note: str = ""
    """How long it still takes, such as “12 min”."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The page's surroundings. At most seven entries in ``navigation``.

    Organisations and languages may come in their own types or as menu entries; the templates read
    :attr:`places` and :attr:`other_languages`.
    """

    organisation_name: str | None = None
    organisation_switch: tuple[SwitchEntry, ...] = ()
    organisations: tuple[Entry, ...] = ()
    fictitious: bool = False
    person_name: str = ""
    role_label: str = ""
    navigation: tuple[Entry, ...] = ()
    home_url: str = "/"
    languages: tuple[LanguageLink | Entry, ...] = ()
    search_url: str | None = None
    account_url: str = ""
    notices_url: str = ""
    unread: int | None = None
    """Notices not read; None where they were not counted."""
    sign_in_url: str = ""
    sign_out_url: str = ""
    footer: tuple[Entry, ...] = ()
    demo: bool = False

    @property
    def current_entry(self) -> Entry | None:
        """The place where the person is, shown on the folded menu of a small screen.

        >>> Frame().current_entry is None
        True
        """
        return next((entry for entry in self.navigation if entry.current), None)

    @property
    def places(self) -> tuple[SwitchEntry, ...]:
        """The organisations one may move to, the current one included."""
        entries = tuple(SwitchEntry(entry.label, entry.url, entry.current) for entry in self.organisations)
        return self.organisation_switch + entries

    @property
    def other_languages(self) -> tuple[LanguageLink, ...]:
        """The page's other languages; an entry that says it is the current one is left out.

        >>> here, there = Entry("Français", "?fr", True, None, "fr"), LanguageLink("ar", "العربية", "?ar")
        >>> [link.code for link in Frame(languages=(here, there)).other_languages]
        ['ar']
        """
        return tuple(
            link if isinstance(link, LanguageLink) else LanguageLink(link.language, link.label, link.url)
            for link in self.languages
            if isinstance(link, LanguageLink) or not link.current
        )
