"""Who may see that an account ends: the person; and the job, under the purpose that finds accounts."""

from __future__ import annotations

from typing import Final

from jawda.foundation.tenancy.policies import Policy

ACCOUNT_END: Final = Policy(
    read="person_id = app_person() OR app_signs_in()", write="person_id = app_person() OR app_signs_in()"
)
