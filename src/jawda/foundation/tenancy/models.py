"""The five kinds of table as abstract models. A concrete model inherits exactly one."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models

from jawda.foundation.tenancy.context import current_organisation_id
from jawda.foundation.tenancy.managers import TenantManager, TwoPartyManager, WrongTenant


class TableKind(StrEnum):
    """Who may see a table's rows (DESIGN, "Who may see what")."""

    GLOBAL = "global"
    PERSON = "person"
    TENANT = "tenant"
    TWO_PARTY = "two-party"
    PUBLIC_PROJECTION = "public projection"


class Row(models.Model):
    """A UUID key: a number would tell how many rows the others have."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    table_kind: ClassVar[TableKind]

    class Meta:
        abstract = True


class GlobalModel(Row):
    """Codes, published referentials, catalogues: the same for everyone."""

    table_kind = TableKind.GLOBAL

    class Meta:
        abstract = True


class PersonModel(Row):
    """Rows about one person; their policies are written with their migration."""

    table_kind = TableKind.PERSON

    class Meta:
        abstract = True


class _OwnedModel(Row):
    """What is saved and deleted one by one is checked for its owners, before the policies refuse it."""

    owners: ClassVar[tuple[str, ...]]
    """The columns with the ids of those whose row it is."""

    class Meta:
        abstract = True

    def check_owner(self) -> None:
        """Raise ``WrongTenant`` unless the acting organisation is one of the owners."""
        if current_organisation_id() not in [getattr(self, name) for name in self.owners]:
            raise WrongTenant(f"{self._meta.label} of others")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.check_owner()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self.check_owner()
        return super().delete(*args, **kwargs)


class TenantModel(_OwnedModel):
    """Rows of one organisation, seen by nobody else."""

    table_kind = TableKind.TENANT
    owners = ("organisation_id",)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")

    objects = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


class TwoPartyModel(_OwnedModel):
    """Rows between two organisations: either reads; the verbs say who writes what. A snapshot, never a join."""

    table_kind = TableKind.TWO_PARTY
    owners = ("from_organisation_id", "to_organisation_id")
    from_organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")

    objects = TwoPartyManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


class PublicProjectionModel(Row):
    """A row written on publishing, readable by all, rebuilt from its source."""

    table_kind = TableKind.PUBLIC_PROJECTION
    source_organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True
