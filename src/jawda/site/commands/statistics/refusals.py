"""Options that are missing, or that a method would pass over: refused in a sentence."""

from __future__ import annotations

from jawda.core.findings import Finding, Refused


def option_finding(name: str, **arguments: str) -> Finding:
    """``option_missing``, ``option_unfit``, ``option_known``… with what its sentence names."""
    return Finding(id=f"statistics_commands.{name}", arguments=arguments)


def option_refused(name: str, **arguments: str) -> Refused:
    """The refusal of one option; raise what it returns."""
    return Refused([option_finding(name, **arguments)])
