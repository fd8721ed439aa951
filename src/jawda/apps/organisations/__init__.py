"""Organisations of every kind, who belongs to them, and who acts in them for a time."""
