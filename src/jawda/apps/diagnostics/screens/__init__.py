"""What the pages of the diagnosis show, as frozen values."""

from jawda.apps.diagnostics.screens.chapter import ChapterScreen, Question, Typed, chapter_screen, tick_of
from jawda.apps.diagnostics.screens.comparison import ComparisonScreen, comparable, comparison_screen
from jawda.apps.diagnostics.screens.listing import ListScreen, list_screen
from jawda.apps.diagnostics.screens.questions import QuestionsScreen, questions_screen
from jawda.apps.diagnostics.screens.result import GapFilter, ResultScreen, result_screen, seal_of

__all__ = [
    "ChapterScreen", "ComparisonScreen", "GapFilter", "ListScreen", "Question", "QuestionsScreen", "ResultScreen",
    "Typed", "chapter_screen", "comparable", "comparison_screen", "list_screen", "questions_screen",
    "result_screen", "seal_of", "tick_of",
]  # fmt: skip
