"""What a federation finds on its home: the steps that wait, and its running campaigns in figures that may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawda.apps.ecosystems.campaigns_exports import count_words
from jawda.apps.ecosystems.campaigns_queries import Line
from jawda.apps.ecosystems.queries import Cohort, OwnEcosystem
from jawda.apps.ecosystems.rules import may_open_campaign, may_write_convention
from jawda.apps.organisations.queries.own import SentInvitation
from jawda.foundation.tenancy.routes import Access
from jawda.foundation.ui.templatetags.ui import in_language

NEAR: Final = 14
"""With so many days left, those that have not finished are worth a reminder."""
PAUSE: Final = timedelta(days=5)
"""After a reminder nobody is asked for another so soon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeStep:
    """What to do: a title that leads there, why, and the word on its button."""

    title: str
    url: str
    why: str
    button: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A campaign that runs; ``share`` of the invited that are seen to have finished, None where that is masked."""

    line: Line
    finished: str | int
    share: float | None


def shown(line: Line) -> Running:
    """Its counts, masked as on the campaign's own page."""
    value = line.funnel.finished.value
    return Running(
        line=line,
        finished=count_words(line.funnel.finished),
        share=None if value is None else 100 * value / line.funnel.total,
    )


def steps(
    access: Access, own: Sequence[OwnEcosystem], cohort: Cohort, lines: Sequence[Line],
    unanswered: Sequence[SentInvitation],
) -> list[HomeStep]:  # fmt: skip
    """What waits, the most urgent first; always something for who has an ecosystem."""
    found: list[HomeStep] = []
    if may_write_convention(access):
        found += _to_publish(access, own)
    if may_open_campaign(access):
        found += _to_remind(access, lines)
    if unanswered:
        found.append(_to_send_again(access, unanswered))
    if may_open_campaign(access) and cohort.all and not lines:
        found.append(
            HomeStep(
                title=_("Open a campaign"),
                url=reverse("ecosystems:open_campaign", args=[access.handle]),
                why=_("No campaign runs: invite the companies to an assessment until a day."),
                button=_("Begin"),
            )
        )
    if own:
        found.append(_cohort(access, cohort))
    return found


def _to_publish(access: Access, own: Sequence[OwnEcosystem]) -> list[HomeStep]:
    if not own:
        return [
            HomeStep(
                title=_("Publish your sector’s ecosystem"),
                url=reverse("ecosystems:publish", args=[access.handle]),
                why=_("Companies can join it as soon as it is published."),
                button=_("Begin"),
            )
        ]
    return [
        HomeStep(
            title=_("Publish the convention"),
            url=reverse("ecosystems:convention", args=[access.handle, item.ecosystem.pk]),
            why=in_language(item.ecosystem.name),
            button=_("Write"),
        )
        for item in own
        if item.convention is None
    ][:1]


def _to_remind(access: Access, lines: Sequence[Line]) -> list[HomeStep]:
    """Campaigns that end soon, whose companies have not been reminded lately, unless all are seen to have finished."""
    today = timezone.localdate()
    found = []
    for line in lines:
        lately = line.row.reminded_on is not None and today - line.row.reminded_on < PAUSE
        if line.days_left > NEAR or lately or line.funnel.unfinished == 0:
            continue
        left = ngettext("%(count)s day left", "%(count)s days left", line.days_left) % {"count": line.days_left}
        found.append(
            HomeStep(
                title=_("Remind the companies: %(title)s") % {"title": line.row.title},
                url=reverse("ecosystems:campaign", args=[access.handle, line.row.pk]),
                why=left if line.days_left else _("last day today"),
                button=_("Open"),
            )
        )
    return found


def _to_send_again(access: Access, unanswered: Sequence[SentInvitation]) -> HomeStep:
    count = len(unanswered)
    return HomeStep(
        title=ngettext(
            "%(count)s invitation to your federation is not answered",
            "%(count)s invitations to your federation are not answered",
            count,
        )
        % {"count": count},
        url=reverse("organisations:members", args=[access.handle]),
        why=_("Send it again, or withdraw it."),
        button=_("Open"),
    )


def _cohort(access: Access, cohort: Cohort) -> HomeStep:
    parts = ngettext("%(count)s company takes part", "%(count)s companies take part", cohort.all)
    return HomeStep(
        title=_("See the cohort"),
        url=reverse("ecosystems:cohort", args=[access.handle]),
        why=f"{parts % {'count': cohort.all}}. {_('%(shown)s show their stage.') % {'shown': cohort.shown}}",
        button=_("Open"),
    )
