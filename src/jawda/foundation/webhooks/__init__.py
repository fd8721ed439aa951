"""Telling an organisation's own programs, signed, of what happened in it: webhooks."""
