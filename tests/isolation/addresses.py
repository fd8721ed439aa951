"""Every address the product answers to, found by walking the URLs; and where the values in them come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.isolation.filling import kind_of

from jawda.foundation.tenancy.models import TableKind
from jawda.foundation.tenancy.routes import Declaration


@dataclass(frozen=True)
class Route:
    """A named address: its parameters, and what its view declares (a library's view declares nothing)."""

    name: str
    pattern: str
    parameters: tuple[str, ...]
    view: Callable[..., Any]

    @cached_property
    def declaration(self) -> Declaration | None:
        return getattr(self.view, "declaration", None)

    @property
    def in_a_room(self) -> bool:
        return self.declaration is not None and self.declaration.audience == "room"

    @property
    def for_programs(self) -> bool:
        return self.declaration is not None and self.declaration.audience == "token"

    @property
    def of_a_library(self) -> bool:
        return self.view.__module__.split(".")[0] in ("allauth", "django")

    def address(self, values: dict[str, Any]) -> str:
        return reverse(self.name, kwargs={name: values[name] for name in self.parameters})


def routes() -> list[Route]:
    """All of them, in the order of the URLs."""
    return list(_walk(get_resolver().url_patterns, "", (), ()))


def _walk(
    patterns: list[URLPattern | URLResolver], before: str, spaces: tuple[str, ...], names: tuple[str, ...]
) -> Iterator[Route]:
    for item in patterns:
        here = before + str(item.pattern)
        found = (*names, *(item.pattern.converters or item.pattern.regex.groupindex))
        if isinstance(item, URLResolver):
            inner = (*spaces, item.namespace) if item.namespace else spaces
            yield from _walk(item.url_patterns, here, inner, found)
        else:
            yield Route(":".join((*spaces, item.name or "")), here, found, item.callback)


#: Values that name no row of anyone: a good one, and one that does not exist.
WORDS: dict[str, tuple[Any, Any]] = {
    "code": ("ar", "xx"),
    "name": ("forms", "none"),
    "chapter_id": ("pp-direction", "none"),
    "requirement_id": ("pp-direction-responsable", "none"),
    "token": ("a" * 43, "x"),
    "purpose": ("show_stage", "none"),
    "page": ("login", "none"),
    "key": ("abcd12-0123456789abcdef", "set-password"),
    "identifier": ("premiers-pas-1", "none-1"),
    "old": ("premiers-pas-1", "none-1"),
    "new": ("premiers-pas-1", "none-2"),
    "source": ("premiers-pas-1", "none-1"),
    "target": ("iso-9001-2015", "none-2"),
    "number": (1, 99),
    "kind": ("json", "exe"),
    "form": ("oscal", "exe"),
    "what": ("reponses", "nothing"),
    "operator": (0, 99),
    "trial": (1, 99),
    "edition": ("iso-2859-1-1999", "iso-9001"),
    "link": ("A" * 46, "x"),
    "uidb36": ("a1b2c3", "zzzzzz"),
}
#: Parameters that name a row otherwise than as ``<model>_id``: the model's label and the column.
ROWS: dict[str, tuple[str, str]] = {
    "handle": ("organisations.Organisation", "handle"),
    "slug": ("ecosystems.Ecosystem", "slug"),
    "body": ("recognition.Identity", "slug"),
    "reference": ("recognition.PublicAttestation", "reference"),
    "key_id": ("recognition.SigningKey", "pk"),
    "pending_id": ("diagnostics.PendingImport", "pk"),
    "pk": ("mfa.Authenticator", "pk"),
    "study_id": ("product_quality.GaugeStudy", "pk"),
    "usersession_id": ("usersessions.UserSession", "pk"),
}


#: Of these, the ones whose key is a number.
NUMBERED = frozenset({"pk", "usersession_id"})


def model_of(parameter: str) -> tuple[type[models.Model], str] | None:
    """The model and column that a parameter names: written down in ``ROWS``, or by its name ``<model>_id``."""
    if parameter in ROWS:
        label, column = ROWS[parameter]
        return apps.get_model(label), column
    wanted = parameter.removesuffix("_id").replace("_", "")
    if not parameter.endswith("_id"):
        return None
    found = [model for model in apps.get_models() if model._meta.model_name == wanted and hasattr(model, "table_kind")]
    return (found[0], "pk") if len(found) == 1 else None


def names_a_tenants_row(parameter: str) -> bool:
    """Whether it could name an object that only its own organisation may know of."""
    if parameter in WORDS or parameter == "handle":
        return False
    pointed = model_of(parameter)
    return pointed is not None and kind_of(pointed[0]) not in (TableKind.PUBLIC_PROJECTION, TableKind.GLOBAL)
