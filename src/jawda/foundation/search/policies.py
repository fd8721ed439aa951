"""The index's own index. One of the files where raw SQL is allowed.

Trigrams find parts of words. The tables that everyone reads have them; behind a policy PostgreSQL would not use them
(LIKE is not leakproof), and the entries of one organisation are few enough to be read. Where pg_trgm is not to be had,
search reads all entries and answers the same.
"""

from __future__ import annotations

from typing import Final

TRIGRAMS: Final = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm') THEN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX search_common_trigrams ON search_commonsearchentry USING gin (words gin_trgm_ops);
    CREATE INDEX search_published_trigrams ON search_publishedsearchentry USING gin (words gin_trgm_ops);
  END IF;
END $$;
"""
DROP_TRIGRAMS: Final = """
DROP INDEX IF EXISTS search_common_trigrams;
DROP INDEX IF EXISTS search_published_trigrams;
"""
