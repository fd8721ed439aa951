"""How each organisation comes by its turn. One of the files where raw SQL is allowed."""

from __future__ import annotations

from typing import Final

#: Those that exist are read by the owner, for the length of one statement: row-level security is forced on it, too.
TURNS: Final = """
CREATE FUNCTION retention_new_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO retention_turn (id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
  RETURN NEW;
END $$;
CREATE TRIGGER retention_new_turn AFTER INSERT ON organisations_organisation
  FOR EACH ROW EXECUTE FUNCTION retention_new_turn();
ALTER TABLE organisations_organisation NO FORCE ROW LEVEL SECURITY;
INSERT INTO retention_turn (id) SELECT id FROM organisations_organisation ON CONFLICT DO NOTHING;
ALTER TABLE organisations_organisation FORCE ROW LEVEL SECURITY;
"""
DROP_TURNS: Final = """
DROP TRIGGER retention_new_turn ON organisations_organisation;
DROP FUNCTION retention_new_turn();
"""
