"""Reading actions: narrowed, sorted, with the words that a list needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from jawda.apps.actions.models import Action, ActionDependency, ActionEvent, ActionEvidence
from jawda.apps.organisations.queries import Member, members
from jawda.apps.referentials import store
from jawda.core.languages import Language
from jawda.core.referentials import Referential
from jawda.core.workflow import ENDED, SOON_DAYS, Due, State, due

SORTS: Final = {
    "echeance": (F("due_on").asc(nulls_last=True), "title", "pk"),
    "consequence": (F("consequence").desc(nulls_last=True), F("due_on").asc(nulls_last=True), "title", "pk"),
    "effort": (F("effort_days").asc(nulls_last=True), "title", "pk"),
    "titre": ("title", "pk"),
    "recent": ("-changed_at", "pk"),
}
ENDED_STATES: Final = tuple(str(state) for state in ENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What narrows the list. ``owner``: a person's id, or "none". ``due``: "overdue" or "soon". ``chapter``: a
    referential and a chapter with a slash between."""

    words: str = ""
    owner: str = ""
    state: str = ""
    due: str = ""
    chapter: str = ""
    sort: str = "echeance"

    def __bool__(self) -> bool:
        return bool(self.words or self.owner or self.state or self.due or self.chapter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One action of a list."""

    row: Action
    due: Due
    reference: str = ""
    requirement: str = ""
    chapter: str = ""

    @property
    def is_overdue(self) -> bool:
        """Whether its date is past and work is left."""
        return self.due is Due.OVERDUE

    @property
    def is_soon(self) -> bool:
        """Whether its date is near."""
        return self.due is Due.SOON


def _actions() -> QuerySet[Action]:
    found: QuerySet[Action] = Action.objects.annotate(digest=store.digest_of("referential"))
    return found


def find(action_id: UUID) -> Action:
    """One query. ``Http404`` for another's or none."""
    row = _actions().filter(pk=action_id).first()
    if row is None:
        raise Http404
    return row


def narrowed(wanted: Filter, today: date) -> QuerySet[Action]:
    """The actions that are wanted, sorted; nothing is asked yet."""
    rows = _actions()
    for word in wanted.words.split()[:8]:
        rows = rows.filter(Q(title__icontains=word) | Q(why__icontains=word) | Q(owner_name__icontains=word))
    if wanted.owner == "none":
        rows = rows.filter(owner_id=None, owner_name="")
    elif key := _key(wanted.owner):
        rows = rows.filter(owner_id=key)
    if wanted.state == "open":
        rows = rows.exclude(state__in=ENDED_STATES)
    elif wanted.state in set(State):
        rows = rows.filter(state=wanted.state)
    if wanted.due == "overdue":
        rows = rows.exclude(state__in=ENDED_STATES).filter(due_on__lt=today)
    elif wanted.due == "soon":
        last = date.fromordinal(today.toordinal() + SOON_DAYS)
        rows = rows.exclude(state__in=ENDED_STATES).filter(due_on__gte=today, due_on__lte=last)
    if wanted.chapter:
        referential, _slash, chapter = wanted.chapter.partition("/")
        rows = rows.filter(referential=referential, chapter=chapter)
    return rows.order_by(*SORTS.get(wanted.sort, SORTS["echeance"]))


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def listed(rows: Iterable[Action], language: Language, today: date) -> list[Listed]:
    """With the words of their requirements; no query where the rows came from here."""
    found = []
    for row in rows:
        referential = referential_of(row)
        item = referential.by_id.get(row.requirement) if referential else None
        chapter = referential.by_id.get(row.chapter) if referential else None
        found.append(
            Listed(
                row=row,
                due=due(row.current, row.due_on, today),
                reference=item.reference if item else "",
                requirement=(item.title or item.question).best(language) if item else "",
                chapter=f"{chapter.reference} {chapter.title.best(language)}" if chapter else "",
            )
        )
    return found


def referential_of(row: Action) -> Referential | None:
    """Its referential; None for an action of the company's own."""
    digest: str | None = getattr(row, "digest", None)
    return store.by_digest(digest) if digest else None


def chapters(language: Language) -> list[tuple[str, str]]:
    """The chapters for which there are actions, for the filter; one query."""
    rows = _actions().exclude(chapter="").values_list("referential", "chapter", "digest").distinct()
    found = []
    for name, chapter, digest in rows.order_by("referential", "chapter"):
        item = store.by_digest(digest).by_id.get(chapter) if digest else None
        if item is not None:
            found.append((f"{name}/{chapter}", f"{item.reference} {item.title.best(language)}"))
    return sorted(found, key=lambda pair: pair[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the plan stands in numbers."""

    all: int
    open: int
    overdue: int
    to_check: int


def standing(today: date) -> Standing:
    """One query."""
    left = ~Q(state__in=ENDED_STATES)
    found = Action.objects.aggregate(
        all=Count("pk"),
        open=Count("pk", filter=left),
        overdue=Count("pk", filter=left & Q(due_on__lt=today)),
        to_check=Count("pk", filter=Q(state=State.DONE)),
    )
    return Standing(**found)


def owners() -> list[Member]:
    """Who may own an action: every member of the company; one query."""
    return list(members())


def next_steps(today: date, limit: int = 3) -> list[Listed]:
    """What is late or near, the latest first; one query. For the home page."""
    last = date.fromordinal(today.toordinal() + SOON_DAYS)
    rows = Action.objects.exclude(state__in=ENDED_STATES).filter(due_on__lte=last).order_by("due_on", "title")[:limit]
    return [Listed(row=row, due=due(row.current, row.due_on, today)) for row in rows]


def waits_of(action: Action) -> list[Action]:
    """What it depends on; one query."""
    return [
        item.on for item in ActionDependency.objects.filter(action=action).select_related("on").order_by("on__title")
    ]


def followers_of(action: Action) -> list[Action]:
    """What depends on it; one query."""
    rows = ActionDependency.objects.filter(on=action).select_related("action").order_by("action__title")
    return [item.action for item in rows]


def candidates_for(action: Action) -> list[Action]:
    """What it might be made to depend on: the open actions beside it; one query."""
    taken = ActionDependency.objects.filter(action=action).values("on_id")
    rows = Action.objects.exclude(state__in=ENDED_STATES).exclude(pk=action.pk).exclude(pk__in=taken)
    return list(rows.order_by("title", "pk")[:200])


def evidence_of(action: Action) -> list[ActionEvidence]:
    """What shows that it is done; one query."""
    return list(ActionEvidence.objects.filter(action=action).select_related("file").order_by("added_at", "pk"))


def find_evidence(action_id: UUID, evidence_id: UUID) -> ActionEvidence:
    """One query. ``Http404`` for another's or none."""
    row = ActionEvidence.objects.select_related("file").filter(pk=evidence_id, action_id=action_id).first()
    if row is None:
        raise Http404
    return row


def history_of(action: Action) -> list[ActionEvent]:
    """What happened to it, the newest first; one query."""
    return list(ActionEvent.objects.filter(action=action).order_by("-at", "-pk"))


def planned_requirements(assessment_id: UUID) -> set[str]:
    """The requirements of an assessment for which an action is under way or done; one query."""
    rows = Action.objects.filter(assessment_id=assessment_id).exclude(state=State.CANCELLED)
    return set(rows.values_list("requirement", flat=True))


def dependencies() -> list[tuple[UUID, UUID]]:
    """Which action waits for which, over the whole plan; one query."""
    return list(ActionDependency.objects.values_list("action_id", "on_id"))
