"""What upper rooms offer to do with a result: they register here, and this room never asks them by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from jawda.apps.diagnostics.queries import Loaded
from jawda.foundation.tenancy.routes import Access


@dataclass(frozen=True, slots=True)
class NextStep:
    """A button of the result page."""

    label: str
    url: str


Offer: TypeAlias = Callable[[Access, Loaded], NextStep | None]
"""Makes no query where it can do without: every result page asks."""

_offers: list[Offer] = []


def register_next_step(offer: Offer) -> None:
    """Let the result page offer a step; the same one again is offered once."""
    if offer not in _offers:
        _offers.append(offer)


def next_steps(access: Access, loaded: Loaded) -> tuple[NextStep, ...]:
    """What is offered to this person for this result, in the order of registration."""
    return tuple(step for offer in _offers if (step := offer(access, loaded)) is not None)
