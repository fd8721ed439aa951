"""Dependencies without a circle, the chain that decides the end, and what remains."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.workflow import Job, Work, burn_down, check_dependency, critical_order, find_cycle

KEYS = "abcdefg"
DAYS = st.dates(min_value=date(2025, 1, 1), max_value=date(2027, 1, 1))
GRAPHS = st.dictionaries(st.sampled_from(KEYS), st.sets(st.sampled_from(KEYS), max_size=4))
WORKS = st.lists(
    st.builds(
        Work,
        added_on=DAYS,
        effort_days=st.none() | st.floats(0, 50),
        due_on=st.none() | DAYS,
        finished_on=st.none() | DAYS,
    ),
    max_size=8,
)


def has_circle(graph: dict[str, set[str]]) -> bool:
    """By another way: take away what waits for nothing until nothing can be taken."""
    left = {key: set(others) for key, others in graph.items()} | {
        key: set() for others in graph.values() for key in others if key not in graph
    }
    while free := [key for key, others in left.items() if not others & set(left)]:
        for key in free:
            del left[key]
    return bool(left)


@given(GRAPHS)
def test_a_circle_is_found_where_there_is_one_and_is_one(graph: dict[str, set[str]]) -> None:
    found = find_cycle(graph)
    assert bool(found) == has_circle(graph)
    for here, there in zip(found, (*found[1:], *found[:1]), strict=True):
        assert there in graph[here]


@given(GRAPHS, st.sampled_from(KEYS), st.sampled_from(KEYS))
def test_no_dependency_that_is_let_makes_a_circle(graph: dict[str, set[str]], action: str, on: str) -> None:
    if not check_dependency(action, on, graph):
        assert not has_circle(graph | {action: graph.get(action, set()) | {on}})


def test_an_action_never_waits_for_itself() -> None:
    assert [finding.id for finding in check_dependency("a", "a", {})] == ["workflow.depends_on_itself"]


@given(GRAPHS, st.lists(st.none() | st.floats(0, 9), min_size=7, max_size=7), st.lists(st.none() | DAYS, min_size=7,
       max_size=7))  # fmt: skip
def test_the_order_respects_what_waits_and_the_chain_is_the_longest(
    graph: dict[str, set[str]], efforts: list[float | None], dates: list[date | None]
) -> None:
    jobs = [
        Job(key=key, effort_days=effort, due_on=day, waits_for=frozenset(graph[key]))
        for key, effort, day in zip(KEYS, efforts, dates, strict=True)
        if key in graph
    ]
    inside = {key: {other for other in others if other in graph} for key, others in graph.items()}
    if has_circle(inside):
        with pytest.raises(Refused):
            critical_order(jobs)
        return
    found = critical_order(jobs)
    place = {key: number for number, key in enumerate(found.order)}
    assert set(place) == set(graph)
    assert all(place[other] < place[key] for key, others in inside.items() for other in others)
    effort = {job.key: job.effort_days or 0.0 for job in jobs}

    def longest(key: str) -> float:
        return effort[key] + max((longest(other) for other in inside[key]), default=0.0)

    assert found.days == pytest.approx(max(map(longest, graph), default=0.0))
    assert found.days == pytest.approx(sum(effort[key] for key in found.chain))
    assert all(here in inside[there] for here, there in zip(found.chain, found.chain[1:], strict=False))


def test_where_two_follow_one_the_longer_leads() -> None:
    jobs = [
        Job(key="end", effort_days=1, waits_for=frozenset({"long", "short"})),
        Job(key="short", effort_days=1, waits_for=frozenset({"begin"})),
        Job(key="long", effort_days=3, waits_for=frozenset({"begin", "elsewhere"})),
        Job(key="begin", effort_days=1),
    ]
    found = critical_order(jobs)
    assert found.order == ("begin", "long", "short", "end")
    assert (found.chain, found.days) == (("begin", "long", "end"), 5.0)


@given(WORKS, DAYS)
def test_the_plan_falls_and_today_is_the_last_that_is_known(works: list[Work], today: date) -> None:
    found = burn_down(works, today)
    for before, after in zip(found.planned, found.planned[1:], strict=False):
        assert after <= before + 1e-9
    assert len(found.days) == len(found.planned) == len(found.remaining) <= 130
    known = [day for day, left in zip(found.days, found.remaining, strict=True) if left is not None]
    assert known == [day for day in found.days if day <= today]
    if works:
        assert known[-1] == today
        steps = {(there - here).days for here, there in zip(found.days, found.days[1:], strict=False)}
        assert steps <= {found.step_days}


@given(WORKS, DAYS)
def test_today_what_remains_is_what_is_not_finished(works: list[Work], today: date) -> None:
    found = burn_down(works, today)
    if works:
        left = [
            work for work in works if work.added_on <= today and not (work.finished_on and work.finished_on <= today)
        ]
        size = sum(work.effort_days or 0.0 for work in left) if found.by_effort else len(left)
        index = found.days.index(today)
        assert found.remaining[index] == pytest.approx(size)
        assert found.behind == pytest.approx(size - found.planned[index])
    else:
        assert found.behind == 0
    unknown = sum(work.effort_days is None for work in works)
    assert found.unestimated == (unknown if found.by_effort else 0)


def test_without_any_effort_actions_are_counted() -> None:
    day = date(2026, 3, 2)
    found = burn_down([Work(added_on=day, due_on=day + timedelta(2)), Work(added_on=day)], day)
    assert (found.by_effort, found.planned) == (False, (2.0, 2.0, 1.0))


def test_a_date_at_the_end_of_time_makes_no_endless_series() -> None:
    found = burn_down([Work(added_on=date(2026, 3, 2), due_on=date.max)], date(2026, 3, 2))
    assert len(found.days) <= 121
    assert found.days[-1] == date.max
