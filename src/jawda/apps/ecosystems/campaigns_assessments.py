"""What campaigns ask of the rooms above, which know referentials and assessments and register how to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from jawda.apps.ecosystems.campaigns_models import CampaignState
from jawda.core.languages import Text
from jawda.foundation.tenancy.routes import Access


class GoneReferential(LookupError):
    """The referential of the invitation is published no more."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A published referential that a campaign may ask for."""

    identifier: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessments:
    """How to ask. Each answers for the acting organisation."""

    choices: Callable[[], tuple[Choice, ...]]
    """The published referentials that stand today."""
    states: Callable[[Iterable[tuple[str, date]]], list[CampaignState]]
    """For each referential and first day, how far the company is: an assessment closed since that day, or one open."""
    begin: Callable[[Access, str], str]
    """Begin an assessment, or find the open one; the address to go on at. ``GoneReferential`` where there is none."""


_registered: list[Assessments] = []


def register_assessments(assessments: Assessments) -> None:
    """The last one registered counts."""
    _registered[:] = [assessments]


def assessments() -> Assessments:
    """What was registered."""
    return _registered[0]
