"""The embedded PostgreSQL: found, initialised, started, shared, supervised. Needs no framework."""

from jawda.site.database.doctor import Diagnosis, diagnose
from jawda.site.database.errors import DatabaseRefused
from jawda.site.database.launcher import EmbeddedDatabase, ensure, start
from jawda.site.database.logins import Login, urls_from_environment
from jawda.site.database.providers import External, Provider, find_provider

__all__ = [
    "DatabaseRefused",
    "Diagnosis",
    "EmbeddedDatabase",
    "External",
    "Login",
    "Provider",
    "diagnose",
    "ensure",
    "find_provider",
    "start",
    "urls_from_environment",
]
