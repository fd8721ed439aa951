"""Who may see an operator's drafts."""

from __future__ import annotations

from typing import Final

from jawda.foundation.tenancy.policies import Policy

DRAFT: Final = Policy(read="person_id = app_person()", write="person_id = app_person()")
