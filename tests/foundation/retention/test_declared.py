"""Every table about persons or of an organisation says how long it keeps its rows, or why they stay."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps
from tests.isolation.filling import kind_of

from jawda.foundation.retention.rules import reasons, rules
from jawda.foundation.tenancy.models import TableKind

REGISTER = Path(__file__).resolve().parents[3] / "docs" / "register-of-processing.md"
HELD = (TableKind.PERSON, TableKind.TENANT, TableKind.TWO_PARTY)


def tables() -> set[str]:
    """Also those of the whole platform that name who did something."""
    return {
        model._meta.label
        for model in apps.get_models()
        if kind_of(model) in HELD
        or (kind_of(model) is TableKind.GLOBAL and any(f.name.endswith("_by") for f in model._meta.concrete_fields))
    }


def test_every_table_has_a_rule_or_a_written_reason() -> None:
    covered = {label for rule in rules() for label in rule.tables}
    assert tables() - covered - set(reasons()) == set()


def test_what_is_declared_exists_and_is_said_once() -> None:
    assert set(reasons()) <= tables()
    for rule in rules():
        for label in rule.tables:
            assert apps.get_model(label)._meta.label == label
        assert rule.name.split(".")[0] in {config.label for config in apps.get_app_configs()}
    roots = {rule.tables[0] for rule in rules()}
    assert roots & set(reasons()) == set(), "a table has a rule of its own or a reason, not both"
    assert all(len(reason.split()) > 3 for reason in reasons().values())


def test_every_rule_belongs_to_an_activity_of_the_register_which_says_its_time() -> None:
    text = REGISTER.read_text()
    kept = {int(n): line for n, line in re.findall(r"^\| (\d+) \|.*\| ([^|]+) \|$", text, flags=re.MULTILINE)}
    assert len(kept) == 15
    for rule in rules():
        number = re.match(r"\d+", rule.keeps)
        if number:
            assert number.group() in kept[rule.activity], (rule.name, rule.keeps, kept[rule.activity])
