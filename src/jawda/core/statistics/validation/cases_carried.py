"""The cases that ship with the package, and the fingerprints of their files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One published case: where it comes from, under which licence, what is given and what is to come out."""

    id: str
    area: str
    title: str
    source: str
    licence: str
    data: Mapping[str, Any] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)
    expected: Any = None
    tolerance: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A file of cases with the fingerprint of its bytes."""

    name: str
    sha256: str
    cases: tuple[Case, ...]


@cache
def carried_files() -> tuple[CaseFile, ...]:
    """Every file of cases, by name.

    >>> [one.name for one in carried_files()][:2]
    ['acceptance_sampling.json', 'attribute_charts.json']
    """
    folder = files("jawda.core.statistics.validation") / "cases"
    named = sorted((found.name, found.read_bytes()) for found in folder.iterdir() if found.name.endswith(".json"))
    return tuple(
        CaseFile(name=name, sha256=hashlib.sha256(content).hexdigest(), cases=tuple(cases_of(content)))
        for name, content in named
    )


def carried_cases() -> tuple[Case, ...]:
    """Every case, in the order of the files."""
    return tuple(case for found in carried_files() for case in found.cases)


def cases_of(content: bytes) -> list[Case]:
    """The cases of a file; its ``area`` is that of each. ``TypeError`` for a key that a case does not have."""
    told = json.loads(content)
    return [
        Case(area=told["area"], **{name: value for name, value in one.items() if value is not None})
        for one in told["cases"]
    ]
