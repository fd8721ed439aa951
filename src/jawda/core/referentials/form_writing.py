"""A referential as the plain values of its form, and as YAML."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import yaml

from jawda.core.referentials.model import Referential, Requirement, Scale
from jawda.core.referentials.scales import DEFAULT_SCALES

CONSEQUENCES: Final = {"low": 1, "medium": 2, "high": 3}
CONSEQUENCE_NAMES: Final = {number: name for name, number in CONSEQUENCES.items()}
DATES: Final = ("published_on", "applies_from", "withdrawn_on")
REQUIREMENT_TEXTS: Final = (
    "title",
    "question",
    "plain_words",
    "good_example",
    "bad_example",
    "auditor_asks",
    "typical_evidence",
    "description",
)
HEAD_KEYS: Final = (
    "id",
    "slug",
    "edition",
    "languages",
    "title",
    "description",
    "publisher",
    "rights",
    "certifiable",
    "published_on",
    "applies_from",
    "withdrawn_on",
    "dates_confirmed",
    "replaces",
    "rests_on",
    "scale",
    "profile",
    "requirements",
    "foreign",
)
REQUIREMENT_KEYS: Final = (
    "id",
    "reference",
    "parent",
    "assessable",
    *REQUIREMENT_TEXTS,
    "weight",
    "knock_out",
    "consequence",
    "effort_days",
    "applies_when",
    "needs",
    "lineage",
    "foreign",
)


def write_referential(referential: Referential) -> bytes:
    """The YAML form in UTF-8; reading it again gives an equal referential."""
    head = to_mapping(referential)
    for key in DATES:
        if key in head:
            head[key] = date.fromisoformat(head[key])
    return yaml.dump(head, allow_unicode=True, sort_keys=False, width=110, Dumper=_Dumper).encode()


class _Dumper(yaml.SafeDumper):
    """No anchors: a reader should not have to look elsewhere."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def to_mapping(referential: Referential) -> dict[str, Any]:
    """The form as plain values that JSON can hold: dates are ISO 8601 texts."""
    days = {key: getattr(referential, key) for key in DATES}
    head: dict[str, Any] = {
        "id": referential.id,
        "slug": referential.slug,
        "edition": referential.edition,
        "languages": list(referential.languages),
        "title": referential.title.as_mapping(),
        "description": referential.description.as_mapping(),
        "publisher": referential.publisher,
        "rights": referential.rights.as_mapping(),
        "certifiable": referential.certifiable,
        **{key: day and day.isoformat() for key, day in days.items()},
        "dates_confirmed": referential.dates_confirmed,
        "replaces": referential.replaces,
        "rests_on": list(referential.rests_on),
        "scale": scale_to_form(referential.scale),
        "profile": [
            {
                "id": question.id,
                "question": question.question.as_mapping(),
                "choices": [{"value": choice.value, "title": choice.title.as_mapping()} for choice in question.choices],
            }
            for question in referential.profile
        ],
        "requirements": [requirement_to_form(requirement) for requirement in referential.requirements],
        "foreign": dict(referential.foreign),
    }
    return _without_empty(head)


def scale_to_form(scale: Scale) -> str | dict[str, Any]:
    """The name of a default scale, else every level with its words."""
    if scale == DEFAULT_SCALES[scale.kind]:
        return str(scale.kind)
    levels = [
        _without_empty(
            {
                "code": level.code,
                "value": level.value,
                "title": level.title.as_mapping(),
                "description": level.description.as_mapping(),
            }
        )
        for level in scale.levels
    ]
    return {"kind": str(scale.kind), "levels": levels}


def requirement_to_form(requirement: Requirement) -> dict[str, Any]:
    """A requirement as the form has it, without what is empty or usual."""
    texts = {name: getattr(requirement, name).as_mapping() for name in REQUIREMENT_TEXTS}
    body = {
        "id": requirement.id,
        "reference": requirement.reference,
        "parent": requirement.parent,
        "assessable": None if requirement.assessable else False,
        **texts,
        "weight": requirement.weight if requirement.weight != 1.0 else None,
        "knock_out": requirement.knock_out or None,
        "consequence": CONSEQUENCE_NAMES[requirement.consequence] if requirement.consequence != 2 else None,
        "effort_days": requirement.effort_days,
        "applies_when": {condition.profile: list(condition.values) for condition in requirement.applies_when},
        "needs": list(requirement.needs),
        "lineage": [{"requirement": line.requirement, "relation": str(line.relation)} for line in requirement.lineage],
        "foreign": dict(requirement.foreign),
    }
    return _without_empty(body)


def _without_empty(body: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if value is not None and value not in ({}, [])}
