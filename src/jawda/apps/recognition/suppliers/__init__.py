"""Certificates of suppliers that a company watches: what it expects, and what is found here."""
