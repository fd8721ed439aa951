"""Who may see what: five kinds of table, two walls (row-level security, and managers that fail loudly)."""
