"""``retention``: what has stood long enough goes, as the worker does each night; or what would go is said."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from jawda.site.commands import environment, output

if TYPE_CHECKING:
    from jawda.foundation.retention.running import Outcome


def run(options: argparse.Namespace) -> int:
    """As the application, in one organisation after another; 1 where a rule failed in one of them."""
    environment.database()
    environment.framework()
    environment.require_bound_login()
    from django.utils import timezone  # noqa: PLC0415 - after set-up

    from jawda.foundation.erasure import unused  # noqa: PLC0415 - after set-up
    from jawda.foundation.retention import running  # noqa: PLC0415 - after set-up
    from jawda.foundation.retention.models import Turn  # noqa: PLC0415 - after set-up

    now = timezone.now()
    with output.counted("organisations", Turn.objects.count()) as tell:
        outcome = running.foresee(now=now, tell=tell) if options.dry_run else running.run(now=now, tell=tell)
    ended = unused.foresee(now=now) if options.dry_run else unused.run(now=now)
    if options.json:
        output.put_json(_as_json(outcome, dry_run=options.dry_run) | {"accounts": asdict(ended)})
    else:
        output.put_lines(_as_lines(outcome, dry_run=options.dry_run))
        says = ("would be announced to end", "would go") if options.dry_run else ("announced to end", "went")
        output.put_lines([f"Accounts not used for a year: {ended.warned} {says[0]}, {ended.erased} {says[1]}."])
    return 1 if outcome.failed or ended.failed else 0


def _as_json(outcome: Outcome, *, dry_run: bool) -> dict[str, object]:
    from jawda.foundation.retention.rules import reasons, rules  # noqa: PLC0415 - after set-up

    return {
        "dry_run": dry_run,
        "organisations": outcome.organisations,
        "failed": [str(identifier) for identifier in outcome.failed],
        "rules": [
            {
                "rule": rule.name,
                "activity": rule.activity,
                "keeps": rule.keeps,
                "rows": outcome.removed.get(rule.name, {}),
                "warned": outcome.warned.get(rule.name, 0),
            }
            for rule in rules()
        ],
        "otherwise": dict(reasons()),
    }


def _as_lines(outcome: Outcome, *, dry_run: bool) -> list[str]:
    from jawda.foundation.retention.rules import rules  # noqa: PLC0415 - after set-up

    says = "would go" if dry_run else "went"
    lines = []
    for rule in rules():
        counts = outcome.removed.get(rule.name, {})
        rows = ", ".join(f"{number} of {label}" for label, number in counts.items()) or "nothing"
        told = f"; {outcome.warned[rule.name]} announced" if rule.name in outcome.warned else ""
        lines.append(f"{rule.name} (kept {rule.keeps}): {rows} {says}{told}.")
    lines += [f"FAILED in organisation {identifier}: the log says why." for identifier in outcome.failed]
    return [*lines, f"{outcome.organisations} organisations had their turn."]
