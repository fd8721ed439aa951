"""Who may see tokens: their organisation; and whoever holds the secret sees that one row."""

from __future__ import annotations

from typing import Final

from jawda.foundation.tenancy.policies import Policy

#: The purpose names the hash of what was sent, so that not even a faulty query finds another's token.
TOKEN: Final = Policy(
    read="organisation_id = app_organisation()"
    " OR coalesce(current_setting('app.purpose', true), '') = 'token:' || token_hash",
    write="organisation_id = app_organisation()",
)
