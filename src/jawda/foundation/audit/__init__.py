"""The audit trail: append-only, one hash chain for each organisation, personal values outside the hash."""
