"""The chain, written by PostgreSQL. One of the files where raw SQL is allowed.

hash(n) = SHA-256 of hash(n-1) followed by the UTF-8 text ``n | at | action | content``; the first entry
follows 32 zero bytes. A transaction lock per organisation keeps the chain in one line.
"""

from __future__ import annotations

from typing import Final

CREATE: Final = """
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.organisation_id::text, 7));
  SELECT sequence, hash INTO last FROM audit_auditentry
    WHERE organisation_id = NEW.organisation_id ORDER BY sequence DESC LIMIT 1;
  NEW.sequence := coalesce(last.sequence, 0) + 1;
  NEW.previous_hash := coalesce(last.hash, decode(repeat('00', 32), 'hex'));
  NEW.at := clock_timestamp();
  NEW.hash := sha256(NEW.previous_hash || convert_to(concat_ws('|', NEW.sequence::text,
    to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), NEW.action, NEW.content), 'UTF8'));
  RETURN NEW;
END $$;
CREATE TRIGGER audit_chain BEFORE INSERT ON audit_auditentry FOR EACH ROW EXECUTE FUNCTION audit_chain();
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER audit_refuse BEFORE UPDATE OR DELETE ON audit_auditentry FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_refuse_truncate BEFORE TRUNCATE ON audit_auditentry EXECUTE FUNCTION audit_refuse();
"""

DROP: Final = """
DROP TRIGGER audit_refuse_truncate ON audit_auditentry;
DROP TRIGGER audit_refuse ON audit_auditentry;
DROP TRIGGER audit_chain ON audit_auditentry;
DROP FUNCTION audit_refuse();
DROP FUNCTION audit_chain();
"""
