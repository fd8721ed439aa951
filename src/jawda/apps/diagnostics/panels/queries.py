"""Reading panels: for the convener together and without names, for a member their own answers alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404
from django.utils import timezone

from jawda.apps.diagnostics.models import Answer as AnswerRow
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.panels.colleges import names
from jawda.apps.diagnostics.panels.models import Panel, PanelAnswer, PanelMember
from jawda.apps.diagnostics.queries import Loaded
from jawda.apps.referentials import store
from jawda.core.assessment import (
    Answer,
    Disclosed,
    Member,
    State,
    Summed,
    applies,
    assess,
    disclosed,
    summed,
)
from jawda.core.assessment import (
    panel as opinions_of,
)
from jawda.core.referentials import Referential, Requirement
from jawda.foundation.tenancy.links import acting_behind

ENOUGH_REMARKS = 5
"""Members who answered before their remarks are shown: of fewer, the hand would be guessed."""


@dataclass(frozen=True, slots=True)
class Line:
    """A panel in the list."""

    row: Panel
    referential: Referential
    is_open: bool
    members: int


def panels() -> list[Line]:
    """Those of the acting organisation, the newest first; one query, and the referentials from memory."""
    rows = Panel.objects.annotate(asked=Count("members"), digest=store.digest_of("referential"))
    today = timezone.localdate()
    return [
        Line(row, store.by_digest(row.digest), row.is_open(today), row.asked)
        for row in rows.order_by("-convened_at", "pk")
    ]


def find(panel_id: UUID) -> Panel:
    """One query. ``Http404`` for another's or none."""
    row = Panel.objects.annotate(digest=store.digest_of("referential")).filter(pk=panel_id).first()
    if row is None:
        raise Http404
    return row


def tree_of(panel: Panel) -> Referential:
    """Its referential; no query where the row came from here."""
    digest: str | None = getattr(panel, "digest", None)
    return store.by_digest(digest) if digest else store.load(panel.referential)


def asked_of(panel: Panel) -> tuple[Requirement, ...]:
    """The questions that apply, in reading order."""
    return tuple(item for item in tree_of(panel).assessable if applies(item, panel.profile))


def members_with_counts(panel: Panel) -> list[tuple[PanelMember, int]]:
    """Each with how many questions have a level; for counts and reminders, never for a page that names members."""
    rows = PanelMember.objects.filter(panel=panel).annotate(answered=Count("answers", filter=~Q(answers__level="")))
    return [(row, row.answered) for row in rows.order_by("name", "pk")]


@dataclass(frozen=True, slots=True)
class Progress:
    """A college: how many were asked, have begun, have answered everything."""

    code: str
    name: str
    asked: int
    begun: int
    finished: int


def progress(panel: Panel, members: list[tuple[PanelMember, int]]) -> tuple[Progress, ...]:
    """By college, in the panel's order."""
    questions = len(asked_of(panel))
    asked = Counter(row.college for row, _answered in members)
    begun = Counter(row.college for row, answered in members if answered)
    finished = Counter(row.college for row, answered in members if answered and answered >= questions)
    return tuple(
        Progress(code, name, asked[code], begun[code], finished[code]) for code, name in names(panel.colleges).items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a closed panel says: of every question that applies, of its chapters and as a whole."""

    panel: Panel
    referential: Referential
    colleges: Mapping[str, str]
    items: tuple[Disclosed, ...]
    chapters: tuple[tuple[Requirement, Summed], ...]
    whole: Summed
    answered: int
    """Members who gave a level at all."""
    remarks: Mapping[str, tuple[str, ...]]
    """By question, in the order of the alphabet: the order in which they came would tell who wrote."""

    def chapter_of(self, item: Disclosed) -> Requirement:
        """The chapter of a question."""
        return self.referential.by_id[self.referential.chapter_of[item.requirement.id]]


def result(panel: Panel) -> Result:
    """One query. Nothing is said while members may still answer: two looks would tell what one of them added."""
    assert not panel.is_open(timezone.localdate())
    referential = tree_of(panel)
    asked = {item.id for item in asked_of(panel)}
    levels = {level.code for level in referential.scale.levels}
    given: dict[UUID, list[Answer]] = {}
    colleges: dict[UUID, str] = {}
    remarks: dict[str, list[str]] = {}
    rows = PanelAnswer.objects.filter(member__panel=panel).values_list(
        "member_id", "member__college", "requirement", "level", "note"
    )
    for member, college, requirement, level, note in rows:
        if requirement not in asked:
            continue
        if level in levels:
            colleges[member] = college
            given.setdefault(member, []).append(Answer(requirement=requirement, level=level))
        if note:
            remarks.setdefault(requirement, []).append(note)
    members = [Member(id=str(key), college=colleges[key], answers=tuple(said)) for key, said in given.items()]
    items = tuple(disclosed(item) for item in opinions_of(referential, members) if item.requirement.id in asked)
    chapter = referential.chapter_of
    return Result(
        panel=panel,
        referential=referential,
        colleges=names(panel.colleges),
        items=items,
        chapters=tuple(
            (head, summed(referential, found))
            for head in referential.children[None]
            if (found := [item for item in items if chapter[item.requirement.id] == head.id])
        ),
        whole=summed(referential, items),
        answered=len(members),
        remarks={
            item.requirement.id: tuple(sorted(remarks.get(item.requirement.id, ())))
            for item in items
            if item.answered is not None and item.answered >= ENOUGH_REMARKS
        },
    )


@contextmanager
def member_behind(token: str) -> Iterator[PanelMember]:
    """Act for the convener's organisation, for nobody, with the member whom the link was sent to.

    ``Http404`` for a link that is unknown, replaced, or of a closed panel.
    """
    with acting_behind(token) as kept:
        if kept is None:
            raise Http404
        rows = PanelMember.objects.select_related("panel", "organisation").filter(token_hash=kept)
        found = rows.annotate(digest=store.digest_of("panel__referential")).first()
        if found is None:
            raise Http404
        found.panel.digest = found.digest
        yield found


def own(member: PanelMember) -> Loaded:
    """A member's own answers in the shape of an assessment, so that the same screens show them; one query."""
    panel = member.panel
    referential = tree_of(panel)
    rows = {row.requirement: shown_row(row) for row in PanelAnswer.objects.filter(member=member)}
    levels = {level.code for level in referential.scale.levels}
    answers = [
        Answer(requirement=name, level=row.level) for name, row in rows.items()
        if row.level in levels and name in referential.by_id
    ]  # fmt: skip
    closed = None if panel.is_open(timezone.localdate()) else panel.closed_at or timezone.now()
    sheet = Assessment(pk=member.pk, referential=panel.referential, title=panel.title, profile=panel.profile,
                       closed_at=closed)  # fmt: skip
    sheet.digest = getattr(panel, "digest", None)  # as queries do: its pages are cut once
    return Loaded(sheet, referential, assess(referential, answers, profile=panel.profile), rows)


def shown_row(row: PanelAnswer) -> AnswerRow:
    """As an answer of an assessment, never saved as one."""
    shown = AnswerRow(
        requirement=row.requirement, level=row.level, note=row.note, saved_at=row.saved_at, saved_from=row.saved_from,
        saved_turn=row.saved_turn,
    )  # fmt: skip
    shown.state = (State.DONE if row.level else State.IN_PROGRESS if row.note else State.NOT_STARTED).value
    return shown
