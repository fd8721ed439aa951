"""Who writes what lies between a company and its federation."""

from __future__ import annotations

from typing import Final

_TABLES: Final = ("ecosystems_participation", "ecosystems_consent")
_COMPANY: Final = "from_organisation_id = app_organisation()"
_EITHER: Final = "app_organisation() IN (from_organisation_id, to_organisation_id)"


def _written_by(condition: str) -> str:
    return "\n".join(
        f"DROP POLICY app_insert ON {table}; DROP POLICY app_update ON {table}; DROP POLICY app_delete ON {table};"
        f" CREATE POLICY app_insert ON {table} FOR INSERT TO jawda_app WITH CHECK ({condition});"
        f" CREATE POLICY app_update ON {table} FOR UPDATE TO jawda_app USING ({condition}) WITH CHECK ({condition});"
        f" CREATE POLICY app_delete ON {table} FOR DELETE TO jawda_app USING ({condition});"
        for table in _TABLES
    )


#: Joining and consenting are the company's alone: a federation that could write them could consent in its place.
COMPANY_WRITES: Final = _written_by(_COMPANY)
EITHER_WRITES: Final = _written_by(_EITHER)

#: The same as the two above, in a form that leaves the policies of the table's kind as they are: either party's.
GUARD: Final = """
CREATE FUNCTION ecosystems_guard_company() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'jawda_app' AND coalesce(NEW.from_organisation_id, OLD.from_organisation_id)
    IS DISTINCT FROM app_organisation()
  THEN
    RAISE EXCEPTION 'the company alone joins and consents' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
""" + "".join(
    f"CREATE TRIGGER ecosystems_guard_company BEFORE INSERT OR UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION ecosystems_guard_company();\n"
    for table in _TABLES
)
DROP_GUARD: Final = (
    "".join(f"DROP TRIGGER ecosystems_guard_company ON {table};\n" for table in _TABLES)
    + "DROP FUNCTION ecosystems_guard_company();"
)

#: Braces mark where the two states of the function differ, see :func:`_campaign_guard`.
_CAMPAIGN_GUARD: Final = """
{create} FUNCTION ecosystems_guard_campaign() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user <> 'jawda_app' THEN RETURN coalesce(NEW, OLD); END IF;
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'an invitation is kept' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.from_organisation_id IS DISTINCT FROM app_organisation() OR NEW.state <> 'invited' OR NOT EXISTS (
      SELECT 1 FROM ecosystems_participation AS taken WHERE taken.ecosystem_id = NEW.ecosystem_id
        AND taken.from_organisation_id = NEW.to_organisation_id AND taken.to_organisation_id = NEW.from_organisation_id
        AND taken.withdrawn_at IS NULL)
    THEN
      RAISE EXCEPTION 'a federation invites companies that take part' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.from_organisation_id, NEW.to_organisation_id, NEW.ecosystem_id, NEW.campaign_id, NEW.title,
      NEW.referential, NEW.referential_title, NEW.message, NEW.opens_on, {new_deadline}NEW.invited_at)
    IS DISTINCT FROM
     (OLD.id, OLD.from_organisation_id, OLD.to_organisation_id, OLD.ecosystem_id, OLD.campaign_id, OLD.title,
      OLD.referential, OLD.referential_title, OLD.message, OLD.opens_on, {old_deadline}OLD.invited_at)
  THEN
    RAISE EXCEPTION 'an invitation says what it said' USING ERRCODE = 'insufficient_privilege';
  END IF;
{changes}  IF NEW.state <> OLD.state AND (OLD.to_organisation_id IS DISTINCT FROM app_organisation()
    OR (NEW.state <> 'invited' AND NOT EXISTS (
      SELECT 1 FROM ecosystems_consent AS given WHERE given.from_organisation_id = OLD.to_organisation_id
        AND given.to_organisation_id = OLD.from_organisation_id AND given.purpose = 'show_stage'
        AND given.revoked_at IS NULL)))
  THEN
    RAISE EXCEPTION 'the company alone shows its stage' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.reminder_asked_on IS DISTINCT FROM OLD.reminder_asked_on
    AND OLD.from_organisation_id IS DISTINCT FROM app_organisation()
  THEN
    RAISE EXCEPTION 'the federation alone asks for a reminder' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
"""


def _campaign_guard(*, create: str, fixed_deadline: bool, changes: str = "") -> str:
    """What watches over an invitation: whether its last day is part of what it said, and who changes the rest."""
    parts = {
        "create": create,
        "new_deadline": "NEW.deadline, " if fixed_deadline else "",
        "old_deadline": "OLD.deadline, " if fixed_deadline else "",
        "changes": changes,
    }
    guard = _CAMPAIGN_GUARD
    for name, text in parts.items():
        guard = guard.replace(f"{{{name}}}", text)
    return guard


#: The federation invites companies that take part, and what it said stands; the company alone says how far it is.
CAMPAIGN_GUARD: Final = (
    _campaign_guard(create="CREATE", fixed_deadline=True)
    + """\
CREATE TRIGGER ecosystems_guard_campaign BEFORE INSERT OR UPDATE OR DELETE ON ecosystems_campaigninvitation
  FOR EACH ROW EXECUTE FUNCTION ecosystems_guard_campaign();
"""
)
DROP_CAMPAIGN_GUARD: Final = """
DROP TRIGGER ecosystems_guard_campaign ON ecosystems_campaigninvitation;
DROP FUNCTION ecosystems_guard_campaign();
"""

#: The same; the last day may be put off, and the campaign cancelled for good, by the federation alone.
CAMPAIGN_CHANGES_GUARD: Final = _campaign_guard(
    create="CREATE OR REPLACE",
    fixed_deadline=False,
    changes="""\
  IF (NEW.deadline, NEW.extended_on, NEW.cancelled_on, NEW.cancelled_because)
    IS DISTINCT FROM (OLD.deadline, OLD.extended_on, OLD.cancelled_on, OLD.cancelled_because)
    AND (OLD.from_organisation_id IS DISTINCT FROM app_organisation() OR OLD.cancelled_on IS NOT NULL
      OR NEW.deadline < OLD.deadline)
  THEN
    RAISE EXCEPTION 'the federation alone changes an invitation, once' USING ERRCODE = 'insufficient_privilege';
  END IF;
""",
)
NO_CAMPAIGN_CHANGES_GUARD: Final = _campaign_guard(create="CREATE OR REPLACE", fixed_deadline=True)
