"""Rights of the logins on tables, given anew after each migration. One of the files where raw SQL is allowed."""

from __future__ import annotations

from typing import Final

from django.db import connection

APPEND_ONLY: Final = (
    "audit_auditentry", "referentials_publication", "recognition_identityversion",
    "recognition_accreditationversion", "recognition_statuslistversion", "recognition_logentry",
    "recognition_loghead", "recognition_trustlistversion",
)  # fmt: skip

PUBLISHER_READS: Final[dict[str, tuple[str, ...]]] = {
    "diagnostics_review": ("organisation_id", "referential", "difference", "first_submitted_at"),
    "diagnostics_assessment": ("id", "organisation_id", "referential", "started_at", "closed_at"),
    "diagnostics_answer": ("organisation_id", "assessment_id", "requirement", "level", "not_applicable", "carried"),
}
"""The columns of organisations' rows that figures over all of them are made of: levels and dates, never words.
Which rows, policies of its own say (``publisher_read``)."""

PUBLISHER_WRITES: Final = ("diagnostics_usualdifference",)
"""Figures over all organisations; the application reads them."""

_STATEMENTS: Final = (
    "GRANT USAGE ON SCHEMA public TO jawda_app, jawda_publisher, jawda_steering, jawda_backup",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO jawda_app",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO jawda_app",
    "GRANT SELECT ON ALL TABLES IN SCHEMA public TO jawda_backup",
    "GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO jawda_backup",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM jawda_app",
    *(f"REVOKE UPDATE, DELETE ON {table} FROM jawda_app" for table in APPEND_ONLY),
    *(f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM jawda_app" for table in PUBLISHER_WRITES),
    *(f"GRANT SELECT, INSERT, UPDATE ON {table} TO jawda_publisher" for table in PUBLISHER_WRITES),
    *(
        f"GRANT SELECT ({', '.join(columns)}) ON {table} TO jawda_publisher"
        for table, columns in PUBLISHER_READS.items()
    ),
)


def apply() -> None:
    """As owner: the app reads and writes rows (policies decide which), never tables; the trail only grows."""
    with connection.cursor() as cursor:
        for statement in _STATEMENTS:
            cursor.execute(statement)


OTHER_LOGINS: Final = ("jawda_owner", "jawda_publisher", "jawda_steering", "jawda_backup")


def unsafe_login() -> str | None:
    """Why the present login must not serve the application, or ``None`` if it may (checked at start)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls, EXISTS (SELECT 1 FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND pg_has_role(current_user, relowner, 'MEMBER')),"
            " ARRAY(SELECT other.rolname::text FROM pg_roles other WHERE other.rolname = ANY(%s)"
            " AND pg_has_role(current_user, other.oid, 'MEMBER') ORDER BY 1)"
            " FROM pg_roles WHERE rolname = current_user",
            [list(OTHER_LOGINS)],
        )
        name, superuser, bypass, owner, others = cursor.fetchone()
    if superuser or bypass or owner:
        fault = "a superuser" if superuser else "exempt from row-level security" if bypass else "the tables' owner"
        return f"login {name} is {fault}; the application must use the login jawda_app"
    if others:  # each has policies of its own, that of backup shows all
        return f"login {name} may act as {', '.join(others)}; the application must use the login jawda_app"
    return None
