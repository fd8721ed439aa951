"""What a member does, who needs no account: answer, alone."""

from __future__ import annotations

from django.utils import timezone

from jawda.apps.diagnostics.domain import ChangedMeanwhile, Sending
from jawda.apps.diagnostics.models import Answer as AnswerRow
from jawda.apps.diagnostics.panels.domain import PanelClosed
from jawda.apps.diagnostics.panels.models import Panel, PanelAnswer, PanelMember
from jawda.apps.diagnostics.panels.queries import shown_row
from jawda.core.assessment import Answer, check_answer
from jawda.core.findings import Refused
from jawda.core.referentials import Referential


def save(*, member: PanelMember, referential: Referential, answer: Answer, sending: Sending) -> AnswerRow:
    """Write a member's answer whole, replacing their former one; one without level and remark is taken back.

    On purpose not audited: the trail, which the convener reads, would tell whose answer it is. ``PanelClosed`` after
    the last day, ``Refused`` for what does not fit, ``ChangedMeanwhile`` where another page of theirs wrote since.
    """
    findings = check_answer(referential, answer)
    if findings:
        raise Refused(findings)
    panel = Panel.objects.select_for_update().get(pk=member.panel_id)
    if not panel.is_open(timezone.localdate()):
        raise PanelClosed
    standing = PanelAnswer.objects.filter(member=member, requirement=answer.requirement).first()
    if standing is not None:
        former = shown_row(standing)
        if (standing.level, standing.note) == (answer.level or "", answer.note) or sending.is_older_than(former):
            return former
        if sending.overwrites_unseen(former):
            raise ChangedMeanwhile(former)
    row = standing or PanelAnswer(
        organisation_id=member.organisation_id, member=member, requirement=answer.requirement
    )  # fmt: skip
    row.level, row.note = answer.level or "", answer.note
    row.saved_at, row.saved_from, row.saved_turn = timezone.now(), sending.page, sending.turn
    if standing is not None or row.level or row.note:
        row.save()
    return shown_row(row)
