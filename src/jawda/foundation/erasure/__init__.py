"""A person goes: what was theirs is deleted, what stays loses their name, and a proof says so."""
