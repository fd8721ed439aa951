"""On whose behalf the code runs: held for Python in a context variable, told to PostgreSQL for its policies.

``set_config(..., true)`` survives a released savepoint, so leaving a block writes the former value back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import connection
from psycopg.pq import TransactionStatus

SIGN_IN: Final = "sign-in"
"""The purpose under which accounts may be looked up by e-mail: the sign-in pages only."""


class NoTenant(RuntimeError):
    """A tenant's rows were asked for while no organisation was acting."""


class NotInTransaction(RuntimeError):
    """Acting outside a transaction: the setting would be lost at once and every policy would answer nothing."""


@dataclass(frozen=True, slots=True)
class Acting:
    """The organisation and the person on whose behalf queries run. ``None`` is nobody, never everybody."""

    organisation_id: UUID | None = None
    person_id: UUID | None = None
    purpose: str = ""


_current: ContextVar[Acting] = ContextVar("jawda_acting", default=Acting())


def current() -> Acting:
    """Who acts now."""
    return _current.get()


def current_organisation_id() -> UUID:
    """The acting organisation; ``NoTenant`` if there is none."""
    organisation_id = _current.get().organisation_id
    if organisation_id is None:
        raise NoTenant("no organisation is acting; wrap the code in jawda.foundation.tenancy.context.acting()")
    return organisation_id


@contextmanager
def acting(
    *,
    organisation_id: UUID | None = None,
    person_id: UUID | None = None,
    purpose: str = "",
    until_commit: bool = False,
) -> Iterator[Acting]:
    """Run the block on behalf of these, and restore what was before, also after a released savepoint.

    ``until_commit`` is for the blocks that a request's own transaction ends with: PostgreSQL forgets by itself at the
    commit, so that it need not be told. Python is told in every case, and within another transaction so is PostgreSQL.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction("acting() needs a transaction around it")
    former = _current.get()
    new = Acting(organisation_id, person_id, purpose)
    token = _current.set(new)
    try:
        _tell(new)
        yield new
    finally:
        _current.reset(token)
        if not (_transaction_is_broken() or (until_commit and len(connection.atomic_blocks) == 1)):
            _tell(former)


@contextmanager
def acting_for(organisation_id: UUID) -> Iterator[Acting]:
    """The same person, inside this organisation."""
    with acting(organisation_id=organisation_id, person_id=_current.get().person_id) as now:
        yield now


def _tell(acting_now: Acting) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.organisation', %s, true), set_config('app.person', %s, true),"
            " set_config('app.purpose', %s, true)",
            [str(acting_now.organisation_id or ""), str(acting_now.person_id or ""), acting_now.purpose],
        )


def _transaction_is_broken() -> bool:
    """A broken transaction, or one marked to be rolled back, takes no more statements; its rollback undoes the
    settings made within it."""
    raw = connection.connection
    return (
        raw is None
        or raw.closed
        or connection.needs_rollback
        or raw.info.transaction_status == TransactionStatus.INERROR
    )
