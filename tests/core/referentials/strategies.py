"""Sound referentials of every shape, for round trips."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from jawda.core.languages import LANGUAGES, Language, Text
from jawda.core.referentials import (
    Condition,
    Lineage,
    ProfileChoice,
    ProfileQuestion,
    Referential,
    Relation,
    Requirement,
    Scale,
    ScaleKind,
    ScaleLevel,
)
from jawda.core.referentials.form_writing import REQUIREMENT_TEXTS
from jawda.core.referentials.scales import CONFORMITY, MATURITY

LETTERS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"), exclude_characters="\ufffe\uffff"
)
LINES = st.one_of(
    st.sampled_from(["4.10", "no", "2026-01-01", "~", "- a", "#", "null", "=1+1", "'", '"', "a: b", "_x0041_", "<<"]),
    st.text(LETTERS, min_size=1, max_size=12).map(str.strip).filter(bool),
)
WORDS = st.one_of(LINES, st.tuples(LINES, LINES).map("\n".join), LINES.map(lambda line: f"  {line}\t{line}  "))
IDENTIFIERS = st.text("abc01.-_ é/", min_size=1, max_size=6).map(str.strip).filter(bool)
PROFILE_IDENTIFIERS = st.text("abc.-é", min_size=1, max_size=5)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


def texts(languages: tuple[Language, ...], words: st.SearchStrategy[str] = WORDS) -> st.SearchStrategy[Text]:
    return st.fixed_dictionaries(dict.fromkeys(languages, words)).map(Text.of)


@st.composite
def scales(draw: st.DrawFn, languages: tuple[Language, ...]) -> Scale:
    chosen = draw(st.sampled_from([CONFORMITY, MATURITY, None]))
    if chosen is not None:
        return chosen
    kind = draw(st.sampled_from(ScaleKind))
    values = sorted(draw(st.sets(st.floats(0, 100, allow_nan=False).map(abs), min_size=2, max_size=4)))
    levels = tuple(
        ScaleLevel(code=f"N{number}", value=value, title=draw(texts(languages)), description=draw(st.just(Text())))
        for number, value in enumerate(values)
    )
    return Scale(kind=kind, levels=levels)


@st.composite
def referentials(draw: st.DrawFn, *, foreign: bool = True) -> Referential:
    languages = tuple(draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=3, unique=True)))
    some = texts(languages)
    maybe = st.just(Text()) | some
    profile = tuple(
        ProfileQuestion(
            id=name,
            question=draw(some),
            choices=tuple(
                ProfileChoice(value=value, title=draw(some))
                for value in draw(st.lists(LINES, min_size=1, max_size=3, unique=True))
            ),
        )
        for name in draw(st.lists(PROFILE_IDENTIFIERS, max_size=2, unique=True))
    )
    replaces = draw(st.none() | LINES)
    names = draw(st.lists(IDENTIFIERS, min_size=1, max_size=6, unique=True))
    requirements: list[Requirement] = []
    for number, name in enumerate(names):
        assessable = number == 0 or draw(st.booleans())
        fields: dict[str, Any] = {field: draw(maybe) for field in REQUIREMENT_TEXTS}
        fields["title"] = draw(texts(languages, LINES))
        if assessable and not fields["description"] and not fields["question"]:
            fields["question"] = draw(some)
        if fields["question"] == Text() and assessable is False:
            fields["question"] = Text()
        conditions = [
            Condition(
                profile=question.id,
                values=tuple(
                    draw(
                        st.lists(
                            st.sampled_from([c.value for c in question.choices]), min_size=1, max_size=2, unique=True
                        )
                    )
                ),
            )
            for question in profile
            if draw(st.booleans())
        ]
        lineage = draw(
            st.lists(st.tuples(IDENTIFIERS, st.sampled_from(Relation)), max_size=2, unique_by=lambda x: x[0])
        )
        requirements.append(
            Requirement(
                id=name,
                reference=draw(LINES),
                parent=draw(st.none() | st.sampled_from([item.id for item in requirements])) if requirements else None,
                assessable=assessable,
                weight=draw(st.floats(0.001, 1e6)),
                knock_out=assessable and draw(st.booleans()),
                consequence=draw(st.sampled_from([1, 2, 3])),
                effort_days=draw(st.none() | st.floats(0, 1e4).map(abs)),
                applies_when=tuple(conditions),
                needs=tuple(draw(st.lists(LINES, max_size=2))),
                lineage=tuple(Lineage(requirement=n, relation=r) for n, r in lineage) if replaces else (),
                foreign=draw(st.dictionaries(LINES, JSON, max_size=2)) if foreign else {},
                **fields,
            )
        )
    days = sorted(draw(st.lists(st.dates(date(1900, 1, 1), date(2100, 1, 1)), min_size=3, max_size=3)))
    scale = draw(scales(languages))
    slug, edition = (
        draw(st.from_regex(r"[a-z0-9]{1,4}(-[a-z]{1,3})?", fullmatch=True)),
        draw(st.sampled_from(["1", "2.0"])),
    )
    return Referential(
        id=f"{slug}-{edition}",
        slug=slug,
        edition=edition,
        title=draw(some),
        languages=languages,
        publisher=draw(LINES),
        rights=draw(some),
        scale=scale,
        requirements=tuple(requirements),
        description=draw(maybe),
        certifiable=scale.kind is ScaleKind.CONFORMITY and draw(st.booleans()),
        published_on=draw(st.sampled_from([None, days[0]])),
        applies_from=draw(st.sampled_from([None, days[1]])),
        withdrawn_on=draw(st.sampled_from([None, days[2]])),
        dates_confirmed=draw(st.booleans()),
        replaces=replaces if replaces != f"{slug}-{edition}" else None,
        rests_on=tuple(draw(st.lists(LINES, max_size=2))),
        profile=profile,
        foreign=draw(st.dictionaries(LINES, JSON, max_size=2)) if foreign else {},
    )
