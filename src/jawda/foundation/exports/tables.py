"""Which tables and columns are an organisation's own: found in the models, so that a new table is not forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Model, QuerySet

from jawda.foundation.tenancy.context import current_organisation_id
from jawda.foundation.tenancy.models import TableKind

LEFT_OUT: Final[dict[tuple[str, str], str]] = {
    ("organisations.Invitation", "token_hash"): "whoever has it can look for the link that accepts the invitation",
    ("ecosystems.CampaignInvitation", "campaign_id"): "the federation's own row, of which the invitation is a snapshot",
    ("api.ApiToken", "token_hash"): "whoever has it can look for the secret that opens the organisation to a program",
    ("webhooks.WebhookEndpoint", "secret"): "whoever has it signs in the platform's name; it is shown once, when made",
    ("webhooks.WebhookEndpoint", "former_secret"): "a secret, too, for a day",
    ("diagnostics.Assignment", "token_hash"): "whoever has it can look for the address that opens the questions",
    ("diagnostics.PanelMember", "token_hash"): "whoever has it can look for the link by which the member answers",
    ("diagnostics.PanelAnswer", "member_id"): "members were promised that nobody sees whose an answer is",
    ("diagnostics.PanelAnswer", "saved_at"): "the hour would tell whose it is",
    ("diagnostics.PanelAnswer", "saved_from"): "one page is one member",
    ("diagnostics.PanelAnswer", "saved_turn"): "rises from answer to answer of one member",
    ("recognition.SealKey", "sealed"): "as the signing key",
    ("recognition.SigningKey", "sealed"): "whoever has it, and the server's secret key, signs in the body's name",
    ("actions.CalendarFeed", "token_hash"): "whoever has it can look for the address that shows the calendar",
}
"""Columns that are the organisation's and are not given out, each with its reason."""

Reading = Callable[[bytes], Any]
_readings: Final[dict[tuple[str, str], Reading]] = {}


def register_reading(label: str, column: str, reading: Reading) -> None:
    """A room says how the bytes in its column are read: as a value that JSON can carry. Else they stand as numbers."""
    _readings[label, column] = reading


OF_COLLEAGUES: Final = ("id", "name", "email")
"""What an organisation knows of its members and of the experts it let in; the rest of an account is the person's."""


@dataclass(frozen=True, slots=True)
class ExportedTable:
    """A table of the export. ``rows`` reads those of the acting organisation, and no other's."""

    label: str
    columns: tuple[str, ...]
    rows: Callable[[], QuerySet[Any, dict[str, Any]]]

    def plain(self, row: dict[str, Any]) -> dict[str, Any]:
        """A row as JSON can carry it: bytes as their room reads them, else in hexadecimal."""
        return {name: self._value(name, value) for name, value in row.items()}

    def _value(self, name: str, value: Any) -> Any:
        if not isinstance(value, bytes | memoryview):
            return value
        reading = _readings.get((self.label, name))
        return reading(bytes(value)) if reading else value.hex()

    @property
    def member(self) -> str:
        """Its place in the archive."""
        return f"tables/{self.label.lower().replace('.', '_')}.json"


def exported_tables() -> list[ExportedTable]:
    """In the order of their names. Global tables are everybody's, and are not among them."""
    found = [table for model in apps.get_models() if (table := _table(model)) is not None]
    return sorted(found, key=lambda table: table.label)


def _table(model: type[Model]) -> ExportedTable | None:
    condition = _condition(model)
    if condition is None:
        return None
    label = model._meta.label
    columns = tuple(field.attname for field in model._meta.concrete_fields)
    if model is get_user_model():
        columns = OF_COLLEAGUES
    kept = tuple(column for column in columns if (label, column) not in LEFT_OUT)
    return ExportedTable(label, kept, lambda: _manager(model).filter(**condition()).order_by("pk").values(*kept))


def _manager(model: type[Model]) -> Any:
    return model._default_manager


def _condition(model: type[Model]) -> Callable[[], dict[str, Any]] | None:
    """What tells the acting organisation's rows; None where a table has none."""
    kind = getattr(model, "table_kind", None)
    if kind in (TableKind.TENANT, TableKind.TWO_PARTY):
        return dict  # their managers narrow by themselves
    if kind is TableKind.PUBLIC_PROJECTION:
        return lambda: {"source_organisation_id": current_organisation_id()}
    if kind is TableKind.PERSON:
        if model is get_user_model():
            return lambda: {"pk__in": _colleagues()}
        if any(field.name == "organisation" for field in model._meta.concrete_fields):
            return lambda: {"organisation_id": current_organisation_id()}
        if model._meta.label == _ROOT:
            return lambda: {"pk": current_organisation_id()}
    return None


_ROOT: Final = "organisations.Organisation"
"""The root of a tenant; named here because this floor does not know the rooms."""


def _colleagues() -> set[Any]:
    """The persons that the organisation's rows name: members, and experts on a mission."""
    found: set[Any] = set()
    for model, field in _references():
        rows = _manager(model).filter(organisation_id=current_organisation_id())
        found |= set(rows.values_list(field.attname, flat=True))
    return found


def _references() -> Iterator[tuple[type[Model], models.ForeignKey[Any, Any]]]:
    for model in apps.get_models():
        if getattr(model, "table_kind", None) is TableKind.PERSON and model is not get_user_model():
            fields = model._meta.concrete_fields
            if any(field.name == "organisation" for field in fields):
                yield from (
                    (model, field)
                    for field in fields
                    if isinstance(field, models.ForeignKey) and field.related_model is get_user_model()
                )
