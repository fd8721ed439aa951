"""Who writes what anyone may read: verified bodies only, and the log by adding to it."""

from __future__ import annotations

from typing import Final

#: Verified by an operator, and of a kind that attests. Such a body alone enters, and publishes something new. Text is
#: compared as text: what a backup writes of a list of varchar is read back as other casts.
_VERIFIED: Final = """source_organisation_id = app_organisation() AND EXISTS (
  SELECT 1 FROM organisations_organisation AS body WHERE body.id = source_organisation_id AND body.status = 'activated'
  AND body.kind::text = ANY (ARRAY['certification_body'::text, 'laboratory'::text, 'training_provider'::text,
  'accreditation_body'::text, 'authority'::text]))"""
#: It was verified when it entered. Whoever is suspended, or looked at again, goes on withdrawing what it issued, and
#: keeps its lists fresh: those who rely on them need it most then.
_ENTERED: Final = """source_organisation_id = app_organisation() AND EXISTS (
  SELECT 1 FROM recognition_identity AS entered WHERE entered.source_organisation_id = app_organisation())"""
_OWN: Final = "source_organisation_id = app_organisation()"
_WRITERS: Final = {
    "recognition_identity": (_VERIFIED, _VERIFIED),
    "recognition_identityversion": (_ENTERED, _ENTERED),
    "recognition_publicattestation": (_VERIFIED, _ENTERED),
    "recognition_accreditationversion": (_VERIFIED, _VERIFIED),
    "recognition_statuslistversion": (_ENTERED, _ENTERED),
    "recognition_logentry": (_ENTERED, _ENTERED),
}
"""Who adds, and who changes."""


def _written_by(table: str, add: str, change: str) -> str:
    return f"""DROP POLICY app_insert ON {table}; DROP POLICY app_update ON {table};
CREATE POLICY app_insert ON {table} FOR INSERT TO jawda_app WITH CHECK ({add});
CREATE POLICY app_update ON {table} FOR UPDATE TO jawda_app USING ({_OWN}) WITH CHECK ({change});
"""


BY_VERIFIED_BODIES: Final = "".join(_written_by(table, *writers) for table, writers in _WRITERS.items())
SEALS_BY_BODIES: Final = _written_by("recognition_publicseal", _ENTERED, _ENTERED)
SEALS_BY_ANY: Final = _written_by("recognition_publicseal", _OWN, _OWN)
BY_ANY: Final = "".join(_written_by(table, _OWN, _OWN) for table in _WRITERS)

#: hash(n) = SHA-256 of hash(n-1) followed by the UTF-8 text
#: ``n | at | event | event_at | reference | issuer_did | credential_sha256``; the first line follows 32 zero bytes.
LOG_CHAIN: Final = """
CREATE FUNCTION recognition_log_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
  PERFORM pg_advisory_xact_lock(7204519, 1);
  SELECT sequence, hash INTO last FROM recognition_logentry ORDER BY sequence DESC LIMIT 1;
  NEW.sequence := coalesce(last.sequence, 0) + 1;
  NEW.previous_hash := coalesce(last.hash, decode(repeat('00', 32), 'hex'));
  NEW.at := clock_timestamp();
  NEW.hash := sha256(NEW.previous_hash || convert_to(concat_ws('|', NEW.sequence::text,
    to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), NEW.event,
    to_char(NEW.event_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), NEW.reference, NEW.issuer_did,
    NEW.credential_sha256), 'UTF8'));
  RETURN NEW;
END $$;
CREATE TRIGGER recognition_log_chain BEFORE INSERT ON recognition_logentry
  FOR EACH ROW EXECUTE FUNCTION recognition_log_chain();
CREATE FUNCTION recognition_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'this is only added to' USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER recognition_only_added BEFORE UPDATE OR DELETE ON recognition_logentry
  FOR EACH ROW EXECUTE FUNCTION recognition_only_added();
CREATE TRIGGER recognition_only_added_truncate BEFORE TRUNCATE ON recognition_logentry
  EXECUTE FUNCTION recognition_only_added();
"""
DROP_LOG_CHAIN: Final = """
DROP TRIGGER recognition_only_added_truncate ON recognition_logentry;
DROP TRIGGER recognition_only_added ON recognition_logentry;
DROP FUNCTION recognition_only_added();
DROP TRIGGER recognition_log_chain ON recognition_logentry;
DROP FUNCTION recognition_log_chain();
"""
