"""Persons who sign in. What they may do comes from their memberships, never from a flag here."""
