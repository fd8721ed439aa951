"""A signed review to take away."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jawda.apps.diagnostics.exports import Export
from jawda.apps.diagnostics.reviews.screens import SignedScreen


def review(screen: SignedScreen) -> Export:
    """Every question that the expert spoke of, the widest differences first."""
    columns = (
        ("requirement", _("Identifier"), 24),
        ("reference", _("Ref."), 10),
        ("state", _("State"), 16),
        ("own", _("The company’s level"), 20),
        ("expert", _("The expert’s level"), 20),
        ("difference", _("Distance"), 10),
        ("remark", _("The expert’s remark"), 50),
        ("decision", _("Decision of the company"), 20),
        ("reason", _("Reason"), 40),
    )
    states = {"agreed": _("agreed"), "differently": _("seen differently"), "discuss": _("to discuss")}
    return Export(
        name=_("Expert’s review"),
        columns=columns,
        rows=tuple(
            (
                item.requirement.id,
                item.requirement.reference,
                states[item.state],
                item.own or None,
                item.expert or None,
                item.difference,
                item.remark or None,
                None if item.decision is None else _("taken over") if item.decision.accepted else _("kept"),
                item.decision.reason or None if item.decision else None,
            )
            for item in screen.lines
        ),
    )
