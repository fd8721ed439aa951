"""Exceptions that are nobody's fault but the input's or the surroundings', as sentences."""

from __future__ import annotations

import sys

import psycopg

from jawda.core.findings import Refused
from jawda.core.languages import Language
from jawda.site.commands.output import put_refusal
from jawda.site.database import DatabaseRefused
from jawda.site.values import ValueRefused


def explained(fault: Exception, language: Language) -> bool:
    """Whether ``fault`` was said in a sentence on standard error; else it is a fault of the program."""
    if isinstance(fault, Refused):
        put_refusal(fault.findings, language)
        return True
    sentence = _sentence(fault)
    if sentence:
        sys.stderr.write(sentence + "\n")
    return bool(sentence)


def _sentence(fault: Exception) -> str:
    if isinstance(fault, DatabaseRefused | ValueRefused):
        return str(fault)
    cause = fault if isinstance(fault, psycopg.Error) else fault.__cause__  # Django wraps the driver's
    if isinstance(cause, psycopg.errors.UndefinedTable | psycopg.errors.InvalidSchemaName):
        return "The database has no tables yet, or those of an older version: run `jawda migrate`."
    if isinstance(cause, psycopg.errors.InsufficientPrivilege):
        return f"The database refuses this to the login in use: {str(cause).strip().splitlines()[0]}."
    if isinstance(cause, psycopg.OperationalError):
        return f"The database does not answer: {str(cause).strip().splitlines()[-1]} (`jawda doctor` says more)."
    if isinstance(fault, PermissionError):
        return f"{fault.filename}: no permission ({fault.strerror}); run as the account that owns it."
    return ""
