"""What the pages of the editor show, as frozen values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawda.apps.referentials.manuscripts import Loaded
from jawda.apps.referentials.templatetags.referentials import language_name
from jawda.core.findings import Finding, Level, words
from jawda.core.languages import LANGUAGES, Language
from jawda.foundation.ui.frame import Chapter, Entry
from jawda.foundation.ui.marks import Mark

_PLACE: Final = re.compile(r"requirements\[(\d+)\](?:\.(.*))?")


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of the summary: what is wrong, where, and the page and input to mend it in."""

    where: str
    sentence: str
    url: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorScreen:
    """What stands around whatever is edited."""

    loaded: Loaded
    chapters: tuple[Chapter, ...]
    summary: str
    languages: tuple[Entry, ...]
    shown: tuple[str, ...]
    faults: tuple[Fault, ...]
    doubts: tuple[Fault, ...]


def editor_screen(
    loaded: Loaded, handle: str, language: Language, *, current: str = "", asked: str = ""
) -> EditorScreen:
    """The outline with the state of each part, the languages, and every fault with its link. No query."""
    manuscript = loaded.row.pk
    items = loaded.form["requirements"]
    wrong: dict[int, int] = {}
    for finding in loaded.errors:
        match = _PLACE.match(finding.place.path or "")
        if match:
            wrong[int(match[1]) - 1] = wrong.get(int(match[1]) - 1, 0) + 1
    base = reverse("writing:requirement", args=[handle, manuscript, "-"]).removesuffix("-/")
    suffix = f"?langue={asked}" if asked else ""
    chapters = tuple(
        _chapter(item["reference"], _title(item, language), f"{base}{item['id']}/{suffix}", wrong.get(number, 0),
                 current=item["id"] == current)
        for number, item in enumerate(items)
    )  # fmt: skip
    declared = [code for code in loaded.form.get("languages", ()) if code in LANGUAGES]
    return EditorScreen(
        loaded=loaded,
        chapters=chapters,
        summary=_summary(len(loaded.errors)),
        languages=_tabs(declared, asked),
        shown=(asked,) if asked in declared else tuple(declared),
        faults=_faults(loaded, loaded.errors, handle, language),
        doubts=_faults(loaded, [item for item in loaded.findings if item.level is not Level.ERROR], handle, language),
    )


def _chapter(code: str, label: str, url: str, wrong: int, *, current: bool) -> Chapter:
    return Chapter(
        code=code or "–",
        label=label,
        url=url,
        state=Mark.DOES_NOT if wrong else Mark.CONFORMS,
        state_label=_("to be corrected") if wrong else _("complete"),
        count=str(wrong) if wrong else "",
        current=current,
    )


def _title(item: dict[str, object], language: Language) -> str:
    text = item.get("title")
    found = text if isinstance(text, dict) else {}
    return str(found.get(language) or next(iter(found.values()), "") or _("without a title"))


def _summary(errors: int) -> str:
    if not errors:
        return _("Nothing to correct: it can be published.")
    return ngettext("%(count)d fault to correct", "%(count)d faults to correct", errors) % {"count": errors}


def _tabs(declared: Sequence[str], asked: str) -> tuple[Entry, ...]:
    if len(declared) < 2:
        return ()
    every = Entry(label=_("All languages"), url="?", current=asked not in declared)
    return (
        every,
        *(Entry(label=language_name(code), url=f"?langue={code}", current=code == asked) for code in declared),
    )


def _faults(
    loaded: Loaded, findings: Sequence[Finding], handle: str, language: Language
) -> tuple[Fault, ...]:  # fmt: skip
    return tuple(_fault(loaded, finding, handle, language) for finding in findings)


def _fault(loaded: Loaded, finding: Finding, handle: str, language: Language) -> Fault:
    path = finding.place.path or ""
    items = loaded.form["requirements"]
    match = _PLACE.match(path)
    sentence, level = words(finding, language), str(finding.level)
    if match and int(match[1]) <= len(items):
        item = items[int(match[1]) - 1]
        url = reverse("writing:requirement", args=[handle, loaded.row.pk, item["id"]])
        where = item["reference"] or _title(item, language)
        return Fault(str(where), sentence, f"{url}#{_anchor(match[2] or '')}", level)
    if path.startswith("profile"):
        url = reverse("writing:profile", args=[handle, loaded.row.pk])
        path = f"{path}.1.value" if path.endswith(".choices") else path
        return Fault(_("Questions about the company"), sentence, f"{url}#{_anchor(_dotted(path))}", level)
    url = reverse("writing:edit", args=[handle, loaded.row.pk])
    return Fault(_("What it is"), sentence, f"{url}#{_anchor(path)}", level)


def _dotted(path: str) -> str:
    return re.sub(r"\[(\d+)\]", r".\1", path)


def _anchor(path: str) -> str:
    """The id of the input in which it is mended: that of a list stands for its items."""
    name = path or "id"
    head = name.split("[")[0]
    if head == "lineage":
        name = _dotted(name)
        name = name if name.count(".") > 1 else f"{name}.requirement"
    elif head in ("needs", "rests_on", "languages", "applies_when"):
        name = head
    return "f-" + "".join(letter if letter.isalnum() else "-" for letter in name)
