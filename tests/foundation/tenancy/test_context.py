"""Acting on behalf of someone."""

import pytest

from jawda.foundation.tenancy.context import NotInTransaction, acting


def test_acting_outside_a_transaction_is_refused() -> None:
    """The setting would be lost at once, and every policy would answer nothing."""
    with pytest.raises(NotInTransaction), acting():
        pass
