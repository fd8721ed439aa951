"""Who may see and write notices. One of the files where raw SQL is allowed."""

from __future__ import annotations

from typing import Final

from jawda.foundation.tenancy.policies import Policy

NOTICE: Final = Policy(
    read="person_id = app_person() OR organisation_id = app_organisation()",
    write="person_id = app_person() OR organisation_id = app_organisation()",
)
PREFERENCE: Final = Policy(read="person_id = app_person()", write="person_id = app_person()")

#: Only an organisation that a person belongs to, or has let them in, tells them something; and what was said stays.
TO_ONES_OWN: Final = """
DROP POLICY app_insert ON notices_notice;
CREATE POLICY app_insert ON notices_notice FOR INSERT TO jawda_app WITH CHECK (
  organisation_id = app_organisation() AND (
    person_id IN (SELECT person_id FROM organisations_membership WHERE organisation_id = app_organisation())
    OR person_id IN (SELECT person_id FROM organisations_mission WHERE organisation_id = app_organisation()
                     AND revoked_at IS NULL AND ends_on >= current_date - 1)));
CREATE FUNCTION notices_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.person_id, NEW.organisation_id, NEW.kind, NEW.route, NEW.arguments, NEW.facts, NEW.created_at)
    IS DISTINCT FROM
     (OLD.id, OLD.person_id, OLD.organisation_id, OLD.kind, OLD.route, OLD.arguments, OLD.facts, OLD.created_at)
  THEN
    RAISE EXCEPTION 'what was told does not change' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.read_at IS DISTINCT FROM OLD.read_at AND OLD.person_id IS DISTINCT FROM app_person() THEN
    RAISE EXCEPTION 'only the person reads' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER notices_guard BEFORE UPDATE ON notices_notice FOR EACH ROW EXECUTE FUNCTION notices_guard();
"""
TO_ANYONE: Final = """
DROP TRIGGER notices_guard ON notices_notice;
DROP FUNCTION notices_guard();
DROP POLICY app_insert ON notices_notice;
CREATE POLICY app_insert ON notices_notice FOR INSERT TO jawda_app
  WITH CHECK (person_id = app_person() OR organisation_id = app_organisation());
"""
