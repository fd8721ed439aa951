"""The verdict: knock-outs first, never by a mean."""

from __future__ import annotations

import pytest
from hypothesis import assume
from hypothesis import given as check
from hypothesis import strategies as st
from tests.core.assessment.examples import CATALOGUE, GRID, STANDARD, answers, assessments, referential, requirement

from jawda.core.assessment import Answer, Code, Manner, Verdict, assess
from jawda.core.findings.words import catalogue
from jawda.core.languages import LANGUAGES
from jawda.core.referentials.model import Referential
from jawda.core.referentials.scales import CONFORMITY, MATURITY

Given = tuple[Referential, list[Answer]]


def verdict(tree: Referential, **levels: str) -> Verdict:
    return assess(tree, answers(**levels)).verdict


@pytest.mark.parametrize("tree", [STANDARD, CATALOGUE])
def test_cascade(tree: Referential) -> None:
    """Knock-outs decide first, then unanswered knock-outs, then gaps of high consequence, then the rest."""
    assert verdict(tree).code is Code.NOT_STARTED
    assert verdict(tree, a="P").code is Code.NOT_READY
    open_still = verdict(tree, a="C", c="X")
    assert open_still.code is Code.UNDETERMINED
    assert open_still.reason("en") == (
        "No knock-out point is open among your answers, but one is not answered: it decides."
    )
    assert verdict(tree, a="C", b="C", c="P").code is Code.IMPORTANT_GAPS
    assert verdict(tree, a="C", b="C", c="C", d="X").code is Code.UNDETERMINED
    assert verdict(tree, a="C", b="C", c="C", d="X", e="P").code is Code.READY_WITH_GAPS
    assert verdict(tree, a="C", b="C", c="C", d="C", e="n/a").code is Code.READY


def test_knock_outs_are_listed_open_first() -> None:
    """Stage 1 looks whether internal audits and management reviews are performed (ISO/IEC 17021-1:2015, 9.3.1.2.2)."""
    found = verdict(STANDARD, b="X", c="C")
    assert [(item.requirement.id, item.state) for item in found.knock_outs] == [("b", "open"), ("a", "unanswered")]
    assert (found.open_knock_outs, found.unanswered, found.answered, found.basics) == (1, 3, 2, 2)


def test_all_declared_not_applicable_concludes_nothing() -> None:
    """Where everything is declared not applicable nothing was evaluated, and nothing is concluded."""
    tree = referential([requirement("a"), requirement("b")])
    found = verdict(tree, a="n/a", b="n/a")
    assert found.code is Code.UNDETERMINED
    assert found.reason("en") == "All 2 questions are declared not applicable: nothing is assessed."


def test_maturity_tells_the_level_reached_by_the_weakest_basic() -> None:
    """A maturity level counts where those below it are reached: the weakest of the basics tells it, not a mean."""
    low = verdict(GRID, a="5", b="2", c="5", d="5", e="5")
    assert (low.code, low.manner) == (Code.NOT_READY, Manner.MATURITY)
    assert low.level_reached is not None
    assert low.level_reached.code == "2"
    assert low.reason("en").endswith("Level reached by all the basics: 2, “Begun”.")
    assert verdict(GRID, a="5", c="0").level_reached is None
    assert verdict(GRID, a="n/a", b="n/a").level_reached is None
    assert verdict(GRID, a="3", b="4", c="3", d="3", e="3").code is Code.READY
    assert verdict(STANDARD, a="C", b="C").level_reached is None
    no_basics = referential([requirement("a"), requirement("b")], scale=MATURITY)
    assert (
        verdict(no_basics, a="4", b="1").reason("en").endswith("Level reached by all the answers: 1, “Case by case”.")
    )


def test_words_of_the_screens() -> None:
    """The verdict in words stands before any figure."""
    found = verdict(STANDARD, a="X", b="P", c="C")
    assert found.title("fr") == "Pas encore prêts pour l’audit d’étape 1"
    assert found.title("ar") == "لستم جاهزين بعدُ لافتحاص المرحلة الأولى"
    assert found.reason("fr").startswith("2 points éliminatoires restent ouverts.")
    assert found.reason("ar").startswith("ما زالت نقطتان إقصائيتان مفتوحتين")


@check(assessments(certifiable=True, scale=CONFORMITY), st.sampled_from("PX"), st.data())
def test_a_failing_knock_out_is_never_made_up_for(given: Given, level: str, data: st.DataObject) -> None:
    """With a knock-out open the company is not ready for stage 1, whatever the mean."""
    tree, found = given
    knock_outs = [item.id for item in tree.assessable if item.knock_out]
    assume(knock_outs)
    failing = data.draw(st.sampled_from(knock_outs))
    others = [answer for answer in found if answer.requirement != failing]
    result = assess(tree, [*others, Answer(requirement=failing, level=level)])
    assert result.verdict.code is Code.NOT_READY
    assert result.verdict.title("en") == "Not ready yet for the stage 1 audit"
    perfect = [Answer(requirement=item.id, level="C") for item in tree.assessable if item.id != failing]
    assert assess(tree, [*perfect, Answer(requirement=failing, level=level)]).verdict.code is Code.NOT_READY


@check(assessments(), st.data())
def test_a_conclusion_stands_whatever_is_answered_next(given: Given, data: st.DataObject) -> None:
    """A verdict other than “not started” and “undetermined” does not depend on what is not answered yet."""
    tree, found = given
    before = assess(tree, found)
    codes = [level.code for level in tree.scale.levels]
    rest = [
        Answer(requirement=item.id, level=data.draw(st.sampled_from(codes)))
        for item in tree.assessable
        if item.id not in before.counted
    ]
    after = assess(tree, [*before.counted.values(), *rest])
    if before.verdict.code not in (Code.NOT_STARTED, Code.UNDETERMINED):
        assert after.verdict.code is before.verdict.code


@check(assessments())
def test_every_verdict_has_words_in_its_own_manner(given: Given) -> None:
    """The two kinds are never mixed: only a certifiable referential speaks of stage 1."""
    result = assess(*given)
    for language in LANGUAGES:
        text = f"{result.verdict.title(language)} {result.verdict.reason(language)}"
        assert "{" not in text
        if result.verdict.manner is not Manner.READINESS:
            assert not any(word in text for word in ("tape 1", "stage 1", "المرحلة الأولى"))


def test_no_sentence_grades_a_nonconformity() -> None:
    """Self-assessors find gaps; only auditors grade nonconformities."""
    for name, texts in catalogue().items():
        if name.startswith("assessment."):
            said = str(texts).casefold()
            assert not any(
                word in said for word in ("non-conformité", "nonconformity", "majeure", "mineure", "عدم مطابقة")
            )


def test_every_count_has_the_plural_forms_of_its_language() -> None:
    """Plural forms right: six in Arabic, two in French and English (CLDR)."""
    forms = {"fr": {"one", "other"}, "en": {"one", "other"}, "ar": {"zero", "one", "two", "few", "many", "other"}}
    counted = 0
    for name, texts in catalogue().items():
        if name.startswith("assessment.") and any(isinstance(text, dict) for text in texts.values()):
            counted += 1
            assert {language: set(text) for language, text in texts.items()} == forms, name
    assert counted >= 10


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (1, "وبقي سؤال واحد."),
        (2, "وبقي سؤالان."),
        (3, "أسئلة."),
        (11, "سؤالا."),
        (100, "سؤال."),
    ],
)
def test_arabic_counts(count: int, sentence: str) -> None:
    """In Arabic: one, two, 3-10, 11-99, 100 and more each have their form."""
    tree = referential([requirement("k", knock_out=True), *(requirement(f"r{n}") for n in range(count))])
    assert verdict(tree, k="C").reason("ar").endswith(sentence)
