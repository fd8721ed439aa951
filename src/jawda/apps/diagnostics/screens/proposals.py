"""The page on which several answers carried over are confirmed at once."""

from __future__ import annotations

from dataclasses import dataclass

from jawda.apps.diagnostics.queries import Loaded
from jawda.apps.diagnostics.screens.chapter import Former, former_of, pages_of
from jawda.core.languages import Language
from jawda.core.referentials import Requirement


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a person chose to see: a page of the questionnaire, and a least level by its code; blank for all."""

    page: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One proposal: the question, what was answered, and what speaks for it."""

    requirement: Requirement
    level: str
    """In words."""
    note: str
    former: Former


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalsScreen:
    """The proposals that the choice leaves, by page; and what one may choose."""

    wanted: Narrowed
    groups: tuple[tuple[str, tuple[Proposal, ...]], ...]
    pages: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]
    total: int
    """Proposals of the whole assessment."""

    @property
    def shown(self) -> int:
        """How many the choice leaves."""
        return sum(len(rows) for _label, rows in self.groups)


def proposals_screen(loaded: Loaded, wanted: Narrowed, language: Language) -> ProposalsScreen:
    """An unknown page or level narrows nothing; “not applicable” has no level, and is left out where one is asked."""
    scale = loaded.referential.scale
    order = {level.code: place for place, level in enumerate(scale.levels)}
    titles = {level.code: level.title.best(language) for level in scale.levels}
    every = pages_of(loaded, language)
    known = wanted.page in {page.id for page in every}
    wanted = Narrowed(wanted.page if known else "", wanted.level if wanted.level in order else "")
    groups, total, pages = [], 0, []
    for page in every:
        found = []
        for item in page.questions:
            row = loaded.rows.get(item.id)
            former = former_of(row)
            if row is None or former is None:
                continue
            total += 1
            if wanted.level and order.get(row.level, -1) < order[wanted.level]:
                continue
            shown = f"{row.level} – {titles[row.level]}" if row.level in titles else "–"
            found.append(
                Proposal(
                    requirement=item,
                    level="" if row.not_applicable else shown,
                    note=row.reason or row.note,
                    former=former,
                )
            )
        label = f"{page.code} {page.label}".strip()
        pages.append((page.id, label))
        if found and wanted.page in ("", page.id):
            groups.append((label, tuple(found)))
    levels = tuple((level.code, f"{level.code} – {titles[level.code]}") for level in scale.levels)
    return ProposalsScreen(wanted=wanted, groups=tuple(groups), pages=tuple(pages), levels=levels, total=total)
