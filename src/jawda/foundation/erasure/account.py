"""The last row of an account. One of the files where raw SQL is allowed."""

from __future__ import annotations

from uuid import UUID

from jawda.foundation.accounts.models import Person


def delete_account(person_id: UUID) -> int:
    """Delete the account itself, once all that hangs on it is gone; PostgreSQL refuses where something is left.

    Raw: Django would look for rows of tenants that refer to it, while no organisation acts.
    """
    return int(Person.objects.filter(pk=person_id)._raw_delete("default"))
