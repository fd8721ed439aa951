"""A table whose rows are found: the index is written with each row, in its transaction, whoever writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.signals import post_delete, post_save

from jawda.foundation.search import index
from jawda.foundation.search.sources import Found
from jawda.foundation.tenancy.context import acting, current


def follow(model: type[models.Model], source: str, found: Callable[[Any], Found | None], *, owner: str) -> None:
    """Each row saved is put into the index as ``found`` says, or taken out for None; each one deleted is taken out.

    ``owner`` is the column that names its organisation; ``source_organisation_id`` means that it is published. Rows
    written in bulk are not seen: ``jawda search rebuild`` finds them.
    """
    write, take_out = (
        (index.publish, index.withdraw) if owner == "source_organisation_id" else (index.put, index.remove)
    )

    def saved(instance: Any, raw: bool = False, **_: Any) -> None:
        item = None if raw else found(instance)
        with _for(getattr(instance, owner)):
            if item is None:
                take_out(source, instance.pk)
            else:
                write(source, [item])

    def deleted(instance: Any, **_: Any) -> None:
        with _for(getattr(instance, owner)):
            take_out(source, instance.pk)

    post_save.connect(saved, sender=model, weak=False, dispatch_uid=f"search.{source}")
    post_delete.connect(deleted, sender=model, weak=False, dispatch_uid=f"search.{source}")


@contextmanager
def _for(organisation_id: UUID) -> Iterator[None]:
    """A row of persons, such as a membership, may be written while no organisation acts."""
    if current().organisation_id == organisation_id:
        yield
        return
    with acting(organisation_id=organisation_id, person_id=current().person_id):
        yield
