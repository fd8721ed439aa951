"""The first wall: PostgreSQL's row-level security, as text. One of the files where raw SQL is allowed.

``app_organisation()`` and the like read what :mod:`jawda.foundation.tenancy.context` told the session; they
are STABLE, so that an index on ``organisation_id`` is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FUNCTIONS: Final = """
CREATE OR REPLACE FUNCTION app_organisation() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.organisation', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION app_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.person', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION app_signs_in() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('app.purpose', true), '') = 'sign-in' $$;
"""

DROP_FUNCTIONS: Final = "DROP FUNCTION app_organisation(); DROP FUNCTION app_person(); DROP FUNCTION app_signs_in();"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Conditions in SQL: which rows may be read, and which may be written (None: nobody may)."""

    read: str
    write: str | None
    """For INSERT, UPDATE and DELETE alike, before and after."""


TENANT: Final = Policy(read="organisation_id = app_organisation()", write="organisation_id = app_organisation()")
TWO_PARTY: Final = Policy(
    read="app_organisation() IN (from_organisation_id, to_organisation_id)",
    write="app_organisation() IN (from_organisation_id, to_organisation_id)",
)
PUBLIC_PROJECTION: Final = Policy(read="true", write="source_organisation_id = app_organisation()")


def enable(table: str, policy: Policy) -> list[str]:
    """Statements that put ``policy`` on ``table``; the login for backups reads all by a policy of its own."""
    statements = [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'CREATE POLICY app_read ON "{table}" FOR SELECT TO jawda_app USING ({policy.read})',
        f'CREATE POLICY backup_read ON "{table}" FOR SELECT TO jawda_backup USING (true)',
    ]
    if policy.write is not None:
        statements += [
            f'CREATE POLICY app_insert ON "{table}" FOR INSERT TO jawda_app WITH CHECK ({policy.write})',
            f'CREATE POLICY app_update ON "{table}" FOR UPDATE TO jawda_app USING ({policy.write})'
            f" WITH CHECK ({policy.write})",
            f'CREATE POLICY app_delete ON "{table}" FOR DELETE TO jawda_app USING ({policy.write})',
        ]
    return statements


def disable(table: str) -> list[str]:
    """The reverse of :func:`enable`."""
    names = ("app_read", "app_insert", "app_update", "app_delete", "backup_read")
    return [f'DROP POLICY IF EXISTS {name} ON "{table}"' for name in names] + [
        f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
    ]


def same_tenant_key(table: str) -> str:
    """So that a child's key can name the organisation along with the row."""
    return f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_tenant_key" UNIQUE (organisation_id, id)'


def same_tenant_reference(table: str, column: str, parent: str) -> str:
    """Foreign keys ignore row-level security: a row may only hang on a row of its own organisation."""
    return (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{column}_tenant" FOREIGN KEY (organisation_id, "{column}")'
        f' REFERENCES "{parent}" (organisation_id, id) DEFERRABLE INITIALLY DEFERRED'
    )
