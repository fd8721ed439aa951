"""What the pages show, as frozen values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawda.apps.actions.enums import HAPPENED, MARKS, STEP_WORDS, ActionState
from jawda.apps.actions.forms import FIELDS, StepForm
from jawda.apps.actions.models import Action, ActionEvent
from jawda.apps.actions.queries import Listed
from jawda.core.charts import LineChart, Series, line_chart
from jawda.core.languages import Language
from jawda.core.workflow import BurnDown, Job, State, Step, Work, burn_down, critical_order, steps_from
from jawda.foundation.ui.charts import ChartFigure
from jawda.foundation.ui.formats import date_short, in_zone, number
from jawda.foundation.ui.marks import Mark
from jawda.foundation.ui.parts import HistoryEntry
from jawda.foundation.ui.tables import Column, Table


@dataclass(frozen=True, slots=True)
class Move:
    """A step that is offered; ``is_direct`` where a button is enough, because nothing is asked."""

    step: Step
    label: str | Promise
    is_direct: bool


def moves_of(action: Action) -> tuple[Move, ...]:
    """The steps from here. An owner and a date that are missing are asked first, so that no button only refuses."""
    lacks = action.current is State.PROPOSED and not (action.owner_key and action.due_on)
    return tuple(
        Move(step, STEP_WORDS[step], step not in FIELDS and not (step is Step.AGREE and lacks))
        for step in steps_from(action.current)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StepOffer:
    """A step on the page of an action, with the form of what it asks."""

    step: Step
    label: str | Promise
    form: StepForm
    is_main: bool
    is_open: bool


def step_offers(action: Action, today: date, refused: StepForm | None, refused_step: Step | None) -> list[StepOffer]:
    """Each step with its form; the one that was refused keeps what was typed."""
    offers = []
    for place, step in enumerate(steps_from(action.current)):
        initial = {"checked_on": today, "effect_due_on": action.effect_due_on}
        form = refused if step is refused_step and refused is not None else StepForm(step, initial=initial)
        offers.append(
            StepOffer(
                step=step,
                label=STEP_WORDS[step],
                form=form,
                is_main=place == 0 and step is not Step.RESTORE,
                is_open=step is refused_step,
            )
        )
    return offers


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One column of the board: a state with its actions, the nearest date first."""

    state: ActionState
    mark: Mark
    cards: tuple[tuple[Listed, tuple[Move, ...]], ...]
    more: int


def lanes(rows: Iterable[Listed], most: int) -> list[Lane]:
    """Every state but the cancelled; of each the first ``most`` cards."""
    by_state: dict[str, list[Listed]] = {state: [] for state in ActionState if state != ActionState.CANCELLED}
    for item in rows:
        if item.row.state in by_state:
            by_state[item.row.state].append(item)
    return [
        Lane(
            state=ActionState(state),
            mark=MARKS[state],
            cards=tuple((item, moves_of(item.row)) for item in found[:most]),
            more=max(0, len(found) - most),
        )
        for state, found in by_state.items()
    ]


def history(events: Iterable[ActionEvent], names: dict[object, str]) -> list[HistoryEntry]:
    """Lines of the history; who has left is not named."""
    marks = {
        Step.FINISH: Mark.PARTLY, Step.CONFIRM: Mark.CONFORMS, Step.REOPEN: Mark.DOES_NOT, Step.START: Mark.IN_PROGRESS,
        Step.CANCEL: Mark.NOT_APPLICABLE,
    }  # fmt: skip
    return [
        HistoryEntry(
            what=str(HAPPENED.get(event.kind, event.kind)),
            who=names.get(event.by, ""),
            moment=event.at,
            detail=event.note,
            mark=marks.get(event.kind, Mark.TO_DO),
        )
        for event in events
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What the open actions cost, in one currency."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressScreen:
    """The burn-down, and the chain of actions that decides the end."""

    figure: ChartFigure | None
    heading: str
    chain: tuple[Listed, ...]
    chain_days: float
    order: tuple[Listed, ...]
    unestimated: int
    totals: tuple[Total, ...]


def progress(
    rows: list[Listed], dependencies: Iterable[tuple[object, object]], today: date, language: Language
) -> ProgressScreen:
    """Of the whole plan but what was cancelled."""
    kept = [item for item in rows if item.row.current is not State.CANCELLED]
    works = [
        Work(
            added_on=in_zone(item.row.created_at).date(),
            effort_days=item.row.effort_days,
            due_on=item.row.due_on,
            finished_on=item.row.done_on,
        )
        for item in kept
    ]
    found = burn_down(works, today)
    open_rows = [item for item in kept if item.row.current not in (State.DONE, State.EFFECTIVE)]
    waits: dict[str, set[str]] = {}
    for action, on in dependencies:
        waits.setdefault(str(action), set()).add(str(on))
    critical = critical_order(
        [
            Job(
                key=str(item.row.pk),
                effort_days=item.row.effort_days,
                due_on=item.row.due_on,
                waits_for=frozenset(waits.get(str(item.row.pk), ())),
            )
            for item in open_rows
        ]
    )
    by_key = {str(item.row.pk): item for item in open_rows}
    amounts: dict[str, Decimal] = {}
    for item in open_rows:
        if item.row.cost:
            amounts[item.row.currency] = amounts.get(item.row.currency, Decimal(0)) + item.row.cost
    return ProgressScreen(
        figure=_figure(found, language) if kept else None,
        heading=sentence(found, language),
        chain=tuple(by_key[key] for key in critical.chain) if len(critical.chain) > 1 else (),
        chain_days=critical.days,
        order=tuple(by_key[key] for key in critical.order),
        unestimated=found.unestimated,
        totals=tuple(Total(amount=amount, currency=name) for name, amount in sorted(amounts.items())),
    )


def sentence(found: BurnDown, language: Language) -> str:
    """What one concludes from the two lines."""
    behind = round(found.behind, 1)
    if not found.days:
        return _("There is no action yet.")
    left = next(value for value in reversed(found.remaining) if value is not None)
    if not left:
        return _("Everything is done.")
    if abs(behind) < 0.05:
        return _("The plan is on time.")
    figures = {"amount": number(abs(behind), language, None if behind % 1 else 0)}
    whole = max(1, round(abs(behind)))
    if found.by_effort and behind > 0:
        return ngettext("The plan is %(amount)s day of work behind.", "The plan is %(amount)s days of work behind.",
                        whole) % figures  # fmt: skip
    if found.by_effort:
        return ngettext("The plan is %(amount)s day of work ahead.", "The plan is %(amount)s days of work ahead.",
                        whole) % figures  # fmt: skip
    if behind > 0:
        return ngettext("The plan is %(amount)s action behind.", "The plan is %(amount)s actions behind.",
                        whole) % figures  # fmt: skip
    return ngettext("The plan is %(amount)s action ahead.", "The plan is %(amount)s actions ahead.",
                    whole) % figures  # fmt: skip


def _figure(found: BurnDown, language: Language) -> ChartFigure:
    unit = _("Days of work left") if found.by_effort else _("Actions left")
    places = [float(day.toordinal()) for day in found.days]
    jump = max(1, len(found.days) // 6)
    chart = LineChart(
        title=unit,
        description=sentence(found, language),
        series=(
            Series(values=found.remaining, name=_("remaining")),
            Series(values=found.planned, name=_("planned")),
        ),
        places=places,
        marks=tuple(
            (float(day.toordinal()), date_short(day, language)[:-5]) for day in found.days[::jump]
        ),
        caption=unit,
        language=language,
    )  # fmt: skip
    table = Table(
        caption=unit,
        columns=(
            Column(label=_("Day"), heading=True, fold="wide"),
            Column(label=_("planned"), numeric=True),
            Column(label=_("remaining"), numeric=True),
        ),
        rows=tuple(
            (date_short(day, language), number(planned, language, 1), number(left, language, 1))
            for day, planned, left in zip(found.days, found.planned, found.remaining, strict=True)
        ),
    )
    return ChartFigure.of(
        lambda width: line_chart(chart, width=width),
        widths=(960, 640, 358), sentence=unit, table=table,
    )  # fmt: skip
