"""The second wall: managers that raise when no organisation acts, and never see another's rows.

Row-level security alone would answer "nothing" to a forgotten context; a fault should be loud.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

from jawda.foundation.tenancy.context import current_organisation_id

M = TypeVar("M", bound=models.Model)


class WrongTenant(RuntimeError):
    """A row of another organisation was about to be written."""


_OWNERS = frozenset(f"{side}organisation{suffix}" for side in ("", "from_", "to_", "source_") for suffix in ("", "_id"))
"""Columns that say whose a row is; they are never updated."""


class TenantQuerySet(models.QuerySet[M]):
    """Checks what is written in bulk; reading is narrowed by the manager that made it."""

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        rows = list(objs)
        for row in rows:
            row.check_owner()  # every model of this manager has it (models.py)
        return super().bulk_create(rows, *args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        if _OWNERS & kwargs.keys():
            raise WrongTenant("a row never moves to another organisation")
        return super().update(**kwargs)


class TenantManager(models.Manager.from_queryset(TenantQuerySet)):
    """``objects`` of a tenant table: only the acting organisation's rows; without one, ``NoTenant``."""

    def get_queryset(self) -> TenantQuerySet[Any]:
        return super().get_queryset().filter(organisation_id=current_organisation_id())


class TwoPartyManager(models.Manager.from_queryset(TenantQuerySet)):
    """``objects`` of a two-party table: rows from or to the acting organisation."""

    def get_queryset(self) -> TenantQuerySet[Any]:
        mine = current_organisation_id()
        return super().get_queryset().filter(Q(from_organisation_id=mine) | Q(to_organisation_id=mine))
