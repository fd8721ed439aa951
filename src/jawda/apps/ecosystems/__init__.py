"""A sector's quality ecosystem: its convention, the companies that take part, and what they agree to show."""
