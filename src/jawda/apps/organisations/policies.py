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

#: What an operator verified changes by an operator only: the second wall behind the verbs.
REGISTRATION_GUARD: Final = """
CREATE FUNCTION organisations_guard_registration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF app_operates() THEN RETURN NEW; END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'unverified' OR NEW.activated_at IS NOT NULL THEN
      RAISE EXCEPTION 'only an operator verifies an organisation' USING ERRCODE = 'insufficient_privilege';
    END IF;
  ELSE
    IF NEW.kind <> OLD.kind THEN
      RAISE EXCEPTION 'an organisation keeps its kind' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.status <> OLD.status AND NOT (OLD.status = 'activated' AND NEW.status = 'unverified') THEN
      RAISE EXCEPTION 'only an operator verifies an organisation' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.status = 'activated' AND (NEW.name, NEW.ice, NEW.country) IS DISTINCT FROM (OLD.name, OLD.ice, OLD.country)
    THEN
      RAISE EXCEPTION 'what was verified does not change silently' USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER organisations_guard_registration BEFORE INSERT OR UPDATE ON organisations_organisation
  FOR EACH ROW EXECUTE FUNCTION organisations_guard_registration();
"""
DROP_REGISTRATION_GUARD: Final = """
DROP TRIGGER organisations_guard_registration ON organisations_organisation;
DROP FUNCTION organisations_guard_registration();
"""

#: Only a verified body stands in the directory, whoever writes the entry.
VERIFIED_ENTRIES: Final = """
DROP POLICY app_insert ON organisations_directoryentry;
DROP POLICY app_update ON organisations_directoryentry;
CREATE POLICY app_insert ON organisations_directoryentry FOR INSERT TO jawda_app WITH CHECK (
  source_organisation_id = app_organisation() AND EXISTS (SELECT 1 FROM organisations_organisation AS body
    WHERE body.id = source_organisation_id AND body.status = 'activated'));
CREATE POLICY app_update ON organisations_directoryentry FOR UPDATE TO jawda_app
  USING (source_organisation_id = app_organisation())
  WITH CHECK (source_organisation_id = app_organisation() AND EXISTS (SELECT 1 FROM organisations_organisation AS body
    WHERE body.id = source_organisation_id AND body.status = 'activated'));
"""
ANY_ENTRIES: Final = """
DROP POLICY app_insert ON organisations_directoryentry;
DROP POLICY app_update ON organisations_directoryentry;
CREATE POLICY app_insert ON organisations_directoryentry FOR INSERT TO jawda_app
  WITH CHECK (source_organisation_id = app_organisation());
CREATE POLICY app_update ON organisations_directoryentry FOR UPDATE TO jawda_app
  USING (source_organisation_id = app_organisation()) WITH CHECK (source_organisation_id = app_organisation());
"""

#: The organisation writes its invitations; whom they are for answers them and changes nothing else.
INVITATIONS_BY_ORGANISATION: Final = """
DROP POLICY app_insert ON organisations_invitation;
DROP POLICY app_delete ON organisations_invitation;
CREATE POLICY app_insert ON organisations_invitation FOR INSERT TO jawda_app
  WITH CHECK (organisation_id = app_organisation());
CREATE POLICY app_delete ON organisations_invitation FOR DELETE TO jawda_app
  USING (organisation_id = app_organisation());
CREATE FUNCTION organisations_guard_invitation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.organisation_id IS DISTINCT FROM app_organisation()
    AND (NEW.organisation_id, NEW.organisation_name, NEW.email, NEW.role, NEW.token_hash, NEW.scope, NEW.starts_on,
         NEW.ends_on, NEW.expires_at, NEW.withdrawn_at)
      IS DISTINCT FROM
        (OLD.organisation_id, OLD.organisation_name, OLD.email, OLD.role, OLD.token_hash, OLD.scope, OLD.starts_on,
         OLD.ends_on, OLD.expires_at, OLD.withdrawn_at)
  THEN
    RAISE EXCEPTION 'an invitation is answered, not changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER organisations_guard_invitation BEFORE UPDATE ON organisations_invitation
  FOR EACH ROW EXECUTE FUNCTION organisations_guard_invitation();
"""
INVITATIONS_BY_EITHER: Final = """
DROP TRIGGER organisations_guard_invitation ON organisations_invitation;
DROP FUNCTION organisations_guard_invitation();
DROP POLICY app_insert ON organisations_invitation;
DROP POLICY app_delete ON organisations_invitation;
CREATE POLICY app_insert ON organisations_invitation FOR INSERT TO jawda_app
  WITH CHECK (organisation_id = app_organisation());
CREATE POLICY app_delete ON organisations_invitation FOR DELETE TO jawda_app
  USING (organisation_id = app_organisation());
"""

#: A database made before ended missions stopped showing the organisation's row follows what is declared above.
READ_AS_DECLARED: Final = f"""
DROP POLICY app_read ON organisations_organisation;
CREATE POLICY app_read ON organisations_organisation FOR SELECT TO jawda_app USING ({ORGANISATION.read});
"""
