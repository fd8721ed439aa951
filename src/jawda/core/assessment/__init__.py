"""Assessment: answers against a referential, what they come to, and what to do first."""

from jawda.core.assessment.acceptance import MAXIMUM_TEXT, check_answer
from jawda.core.assessment.answers import BESIDE, COLUMNS, SHEET_NAMES, read_answers
from jawda.core.assessment.carry import CarriedOver, Proposal, carry_over
from jawda.core.assessment.carry_mapped import Mapped, carry_mapped
from jawda.core.assessment.compare import Change, Difference, compare
from jawda.core.assessment.document import as_document
from jawda.core.assessment.gaps import Gap
from jawda.core.assessment.model import Answer, Profile, Target
from jawda.core.assessment.panel import Member, Opinion, panel
from jawda.core.assessment.panel_disclosure import Disclosed, Mean, Summed, by_disagreement, disclosed, summed
from jawda.core.assessment.profile import read_profile, read_profile_sheet
from jawda.core.assessment.result import NodeResult, Result, applies, assess
from jawda.core.assessment.review import ENOUGH_REVIEWS, Review, Seen, Usual, expected_band, review, usual
from jawda.core.assessment.sections import Section, sections
from jawda.core.assessment.states import State, state_of
from jawda.core.assessment.template import LEGEND_NAMES, template
from jawda.core.assessment.verdict import Code, KnockOut, Manner, Verdict

__all__ = [
    "BESIDE",
    "COLUMNS",
    "ENOUGH_REVIEWS",
    "LEGEND_NAMES",
    "MAXIMUM_TEXT",
    "SHEET_NAMES",
    "Answer",
    "CarriedOver",
    "Change",
    "Code",
    "Difference",
    "Disclosed",
    "Gap",
    "KnockOut",
    "Manner",
    "Mapped",
    "Mean",
    "Member",
    "NodeResult",
    "Opinion",
    "Profile",
    "Proposal",
    "Result",
    "Review",
    "Section",
    "Seen",
    "State",
    "Summed",
    "Target",
    "Usual",
    "Verdict",
    "applies",
    "as_document",
    "assess",
    "by_disagreement",
    "carry_mapped",
    "carry_over",
    "check_answer",
    "compare",
    "disclosed",
    "expected_band",
    "panel",
    "read_answers",
    "read_profile",
    "read_profile_sheet",
    "review",
    "sections",
    "state_of",
    "summed",
    "template",
    "usual",
]
