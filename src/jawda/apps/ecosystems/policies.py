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
