"""Every route, with every method, by everyone, with everyone's ids: nothing of another's is shown or written."""

from __future__ import annotations

import time

import pytest
from tests.isolation.attempts import Report, Trial, plan
from tests.isolation.world import World

ATTEMPTS = 20_000
SAMPLE = 1_000

pytestmark = pytest.mark.django_db


def checked(world: World, count: int, capsys: pytest.CaptureFixture[str], *, called: str) -> Report:
    """Make them, say how many and in what time, and fail with the first faults."""
    start = time.perf_counter()
    report = Trial(world).run(plan(world, count))
    seconds = time.perf_counter() - start
    with capsys.disabled():
        print(f"\nisolation, {called}: {report}; {seconds:.0f} s")  # noqa: T201 - the figures of the run
    assert report.faults == [], "\n".join(report.faults[:40])
    assert report.attempts == count
    assert report.canaries > count // 20
    return report


def test_a_sample_of_the_matrix_shows_nothing_of_anothers(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    checked(world, SAMPLE, capsys, called="a sample with both walls")


@pytest.mark.long
def test_twenty_thousand_attempts_show_nothing_of_anothers(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    checked(world, ATTEMPTS, capsys, called="both walls")


def test_the_plan_has_every_route_method_and_identity(world: World) -> None:
    made = plan(world, 20_000)
    assert len(made) == 20_000
    assert len(set(map(str, made))) > 19_000
    assert {item.identity for item in made} == set(world.identities)
    assert {item.row_of for item in made} >= set(world.tenants)
