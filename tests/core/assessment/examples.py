"""Small referentials, and hypothesis strategies for trees and answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from jawda.core.assessment import Answer
from jawda.core.languages import Text
from jawda.core.referentials.model import Condition, Referential, Requirement, Scale
from jawda.core.referentials.scales import CONFORMITY, MATURITY


def referential(
    requirements: Iterable[Requirement], *, scale: Scale = CONFORMITY, certifiable: bool = False
) -> Referential:
    return Referential(
        id="example-1",
        slug="example",
        edition="1",
        title=Text(fr="Exemple", en="Example"),
        languages=("fr", "en"),
        publisher="Jawda",
        rights=Text(fr="Libre"),
        scale=scale,
        certifiable=certifiable,
        requirements=tuple(requirements),
    )


def requirement(identifier: str, **fields: Any) -> Requirement:
    given: dict[str, Any] = {"reference": identifier.upper(), "title": Text(fr=f"Titre {identifier}"), **fields}
    return Requirement(id=identifier, **given)


#: Two chapters, two knock-outs, one condition; as a certifiable standard, a catalogue, and a maturity grid.
REQUIREMENTS = (
    requirement("c1", assessable=False),
    requirement("a", parent="c1", knock_out=True, consequence=3, effort_days=6.0, reference="9.2"),
    requirement("b", parent="c1", knock_out=True, consequence=3, effort_days=2.0, reference="9.3"),
    requirement("c2", assessable=False),
    requirement("c", parent="c2", weight=3.0, consequence=3, question=Text(fr="Et c ?", ar="وماذا عن ج؟")),
    requirement("d", parent="c2", consequence=2, effort_days=1.0, needs=("calibration",)),
    requirement("e", parent="c2", consequence=1, applies_when=(Condition(profile="design", values=("yes",)),)),
)
STANDARD = referential(REQUIREMENTS, certifiable=True)
CATALOGUE = referential(REQUIREMENTS)
GRID = referential(REQUIREMENTS, scale=MATURITY)


def answers(**levels: str) -> list[Answer]:
    """``answers(a="C", b="n/a")``."""
    return [
        Answer(requirement=name, not_applicable=True, reason="why not")
        if level == "n/a"
        else Answer(requirement=name, level=level)
        for name, level in levels.items()
    ]


@st.composite
def referentials(draw: st.DrawFn, scale: Scale | None = None, certifiable: bool | None = None) -> Referential:
    """Trees of one to three chapters, with headings, weights, knock-outs and consequences of every kind."""
    chosen = scale or draw(st.sampled_from((CONFORMITY, MATURITY)))
    found: list[Requirement] = []
    for chapter in range(draw(st.integers(1, 3))):
        found.append(requirement(f"c{chapter}", assessable=False))
        parents = [f"c{chapter}"]
        for number in range(draw(st.integers(1, 5))):
            name = f"c{chapter}-{number}"
            heading = number > 0 and draw(st.booleans()) and draw(st.booleans())
            found.append(
                requirement(
                    name,
                    parent=draw(st.sampled_from(parents)),
                    assessable=not heading,
                    weight=draw(st.floats(0.01, 1000)),
                    knock_out=not heading and draw(st.booleans()),
                    consequence=draw(st.integers(1, 3)),
                    effort_days=draw(st.none() | st.floats(0, 30)),
                )
            )
            if heading:
                parents.append(name)
    fixed = draw(st.booleans()) if certifiable is None else certifiable
    return referential(found, scale=chosen, certifiable=fixed and chosen is CONFORMITY)


@st.composite
def given(draw: st.DrawFn, tree: Referential, complete: bool = False) -> list[Answer]:
    """Answers to some of the requirements (all by a level, if complete), in any order."""
    codes = [level.code for level in tree.scale.levels]
    found = []
    for item in tree.assessable:
        kind = draw(st.sampled_from(codes if complete else [*codes, "none", "n/a"]))
        if kind == "n/a":
            found.append(Answer(requirement=item.id, not_applicable=True, reason="out of scope"))
        elif kind != "none":
            found.append(Answer(requirement=item.id, level=kind))
    return list(draw(st.permutations(found)))


@st.composite
def assessments(draw: st.DrawFn, complete: bool = False, **kind: Any) -> tuple[Referential, list[Answer]]:
    tree = draw(referentials(**kind))
    return tree, draw(given(tree, complete))
