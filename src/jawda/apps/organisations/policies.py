"""Who may see organisations, memberships, invitations and missions."""

from __future__ import annotations

from typing import Final

from jawda.foundation.tenancy.policies import Policy

OPERATOR_FUNCTION: Final = """
CREATE FUNCTION app_operates() RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT EXISTS (SELECT 1 FROM accounts_person WHERE id = app_person() AND is_operator) $$;
"""
DROP_OPERATOR_FUNCTION: Final = "DROP FUNCTION app_operates();"

ORGANISATION: Final = Policy(
    read="id = app_organisation() OR app_operates()"
    " OR id IN (SELECT organisation_id FROM organisations_membership WHERE person_id = app_person())"
    " OR id IN (SELECT organisation_id FROM organisations_mission WHERE person_id = app_person()"
    " AND revoked_at IS NULL AND ends_on >= current_date - 1)",  # a day's grace: the server counts days in UTC
    write="id = app_organisation() OR app_operates()",
)
BY_PERSON_OR_ORGANISATION: Final = Policy(
    read="person_id = app_person() OR organisation_id = app_organisation()",
    write="organisation_id = app_organisation()",
)
INVITATION: Final = Policy(
    read="organisation_id = app_organisation() OR (app_person() IS NOT NULL AND email ="
    " (SELECT email FROM accounts_person WHERE id = app_person()))",
    write="organisation_id = app_organisation() OR (app_person() IS NOT NULL AND email ="
    " (SELECT email FROM accounts_person WHERE id = app_person()))",
)
#: Colleagues see one another's names; added to the policy of persons.
COLLEAGUES: Final = """
CREATE POLICY app_read_colleagues ON accounts_person FOR SELECT TO jawda_app USING (
  id IN (SELECT person_id FROM organisations_membership WHERE organisation_id = app_organisation())
  OR id IN (SELECT person_id FROM organisations_mission WHERE organisation_id = app_organisation()));
"""
DROP_COLLEAGUES: Final = "DROP POLICY app_read_colleagues ON accounts_person;"
