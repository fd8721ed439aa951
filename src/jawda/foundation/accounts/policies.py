"""Who may see persons and what belongs to a sign-in."""

from __future__ import annotations

from typing import Final

from jawda.foundation.tenancy.policies import Policy

PERSON = Policy(
    read="id = app_person() OR app_signs_in()",
    write="id = app_person() OR app_signs_in()",
)
BY_USER = Policy(read="user_id = app_person() OR app_signs_in()", write="user_id = app_person() OR app_signs_in()")
EMAIL_CONFIRMATION = Policy(
    read="app_signs_in() OR email_address_id IN (SELECT id FROM account_emailaddress WHERE user_id = app_person())",
    write="app_signs_in() OR email_address_id IN (SELECT id FROM account_emailaddress WHERE user_id = app_person())",
)

#: Operators are made and unmade by the owner's login alone: by the command on the machine, never by a page.
OPERATOR_GUARD: Final = """
CREATE FUNCTION accounts_guard_operator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'jawda_app' AND NEW.is_operator IS DISTINCT FROM (TG_OP = 'UPDATE' AND OLD.is_operator) THEN
    RAISE EXCEPTION 'the owner alone makes operators' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER accounts_guard_operator BEFORE INSERT OR UPDATE ON accounts_person
  FOR EACH ROW EXECUTE FUNCTION accounts_guard_operator();
CREATE POLICY owner_read ON accounts_person FOR SELECT TO jawda_owner USING (app_signs_in());
CREATE POLICY owner_update ON accounts_person FOR UPDATE TO jawda_owner USING (app_signs_in())
  WITH CHECK (app_signs_in());
"""
DROP_OPERATOR_GUARD: Final = """
DROP POLICY owner_update ON accounts_person;
DROP POLICY owner_read ON accounts_person;
DROP TRIGGER accounts_guard_operator ON accounts_person;
DROP FUNCTION accounts_guard_operator();
"""
