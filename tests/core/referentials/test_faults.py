"""Every fault of a form has its own finding at its own place, and one fault does not hide behind another."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from jawda.core.findings import Level, Refused, words_with_place
from jawda.core.languages import LANGUAGES, Text
from jawda.core.referentials import (
    Condition,
    Referential,
    Relation,
    check,
    compare_editions,
    from_mapping,
    read_mapping_file,
    read_referential,
    to_mapping,
)
from jawda.core.referentials.form_writing import HEAD_KEYS, REQUIREMENT_KEYS
from jawda.core.referentials.mapping import (
    PAIR_KEYS,
    Pair,
    RequirementMapping,
    check_mapping,
    compose,
    coverage,
    invert,
    pair_document,
    write_mapping_file,
)

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "referential-form.md"
EXAMPLE = PAGE.read_text("utf-8").split("```yaml\n")[1].split("```")[0]


def example() -> Referential:
    return read_referential(EXAMPLE.encode(), file="example.yaml")


def test_the_example_of_the_documentation() -> None:
    referential = example()
    assert [item.reference for item in referential.requirements] == ["1", "1.10", "1.11"]
    assert referential.by_id["sb-labels"].applies_when == (Condition(profile="chemicals", values=("yes",)),)
    assert check(referential) == ()


def test_every_key_is_documented() -> None:
    text = PAGE.read_text("utf-8")
    assert all(f"`{key}`" in text for key in (*HEAD_KEYS, *REQUIREMENT_KEYS))


@pytest.mark.parametrize(
    ("old", "new", "fault", "path"),
    [
        ("languages: [fr, en]", "languages: [fr, en, fr]", "wrong_type", "languages[3]"),
        ("languages: [fr, en]", "languages: [fr, en, de]", "wrong_type", "languages[3]"),
        ("languages: [fr, en]", "languages: {}", "wrong_type", "languages"),
        ("languages: [fr, en]\n", "", "no_language", "languages"),
        ("publisher: A federation", "publisher:", "missing", "publisher"),
        ("publisher: A federation", "publisher: [1]", "wrong_type", "publisher"),
        ("publisher: A federation", 'publisher: "A\\nB"', "not_one_line", "publisher"),
        ("publisher: A federation", "publisher: " + "x" * 201, "text_too_long", "publisher"),
        ("2026-07-01", "2026-07-01T10:00:00", "wrong_type", "applies_from"),
        ("2026-07-01", "2025-07-01", "dates_out_of_order", "applies_from"),
        ("replaces: safe-benches-1", "replaces: safe-benches-2", "replaces_itself", "replaces"),
        ("replaces: safe-benches-1\n", "", "lineage_without_edition", "requirements[3].lineage"),
        ("en: Safe benches}", "en: Safe benches, ar: س}", "undeclared_language", "title.ar"),
        ("en: Safe benches}", "en: Safe benches, eng: x}", "unknown_key", "title.eng"),
        ("en: Safe benches}", 'en: "a\\x01"}', "control_character", "title.en"),
        ("en: Safe benches}", "en: " + "x" * 20_001 + "}", "text_too_long", "title.en"),
        ("title: {fr: Postes de travail sûrs, en: Safe benches}", "title: Safe", "wrong_type", "title"),
        ("title: {fr: Postes de travail sûrs, en: Safe benches}\n", "", "missing", "title"),
        (
            "title: {fr: Rangement, en: Order}",
            'title: {fr: "a\\nb", en: x}',
            "not_one_line",
            "requirements[2].title.fr",
        ),
        ("scale: conformity", "scale: [1]", "wrong_type", "scale"),
        ("scale: conformity", "scale: {kind: stars, levels: []}", "unknown_scale", "scale.kind"),
        ("scale: conformity", "scale: {kind: maturity, levels: []}", "too_few_levels", "scale"),
        ("scale: conformity", "scale: maturity\ncertifiable: true", "certifiable_maturity", "scale"),
        ("- id: chemicals\n", "- id: a=b\n", "not_an_identifier", "profile[1].id"),
        ("{value: no,", "{value: yes,", "doubled_value", "profile[1].choices[2].value"),
        ("weight: 2", "weight: .nan", "wrong_type", "requirements[2].weight"),
        ("weight: 2", "weight: 1" + "0" * 50, "wrong_type", "requirements[2].weight"),
        ("weight: 2", "weight: true", "wrong_type", "requirements[2].weight"),
        ("effort_days: 1.5", "effort_days: -1", "negative_effort", "requirements[2].effort_days"),
        ("consequence: high", "consequence: dire", "wrong_type", "requirements[3].consequence"),
        ("needs: [training:5s]", "needs: [[1]]", "wrong_type", "requirements[2].needs[1]"),
        ("assessable: false", "assessable: false\n  knock_out: true", "knock_out_heading", "requirements[1].knock_out"),
        ("{chemicals: [yes]}", "{chemicals: [maybe]}", "unknown_profile_value", "requirements[3].applies_when"),
        ("{chemicals: [yes]}", "{chemicals: []}", "never_applies", "requirements[3].applies_when"),
        ("{chemicals: [yes]}", "{chemicals: yes}", "wrong_type", "requirements[3].applies_when.chemicals"),
        ("{chemicals: [yes]}", "[chemicals]", "wrong_type", "requirements[3].applies_when"),
        ("relation: subset", "relation: child", "wrong_type", "requirements[3].lineage[1].relation"),
        ("sb-bottles, relation: subset", "sb-bottles", "missing", "requirements[3].lineage[1].relation"),
        ("relation: subset", "relation: subset, why: x", "unknown_key", "requirements[3].lineage[1].why"),
        ("- id: sb-layout\n", "- 3\n- id: sb-layout\n", "wrong_type", "requirements[1]"),
        ("knock_out: true", "foreign: {a: [.inf]}", "bad_value", "requirements[3].foreign.a[1]"),
        ("knock_out: true", 'foreign: {a: "\\0"}', "control_character", "requirements[3].foreign"),
    ],
)
def test_one_fault_one_finding(old: str, new: str, fault: str, path: str) -> None:
    text = EXAMPLE.replace(old, new, 1)
    assert text != EXAMPLE
    with pytest.raises(Refused) as refused:
        read_referential(text.encode(), file="f.yaml")
    found = [(finding.id.removeprefix("referentials."), finding.place.path) for finding in refused.value.findings]
    assert (fault, path) in found
    for finding in refused.value.findings:
        assert finding.place.line
        assert all(words_with_place(finding, language) for language in LANGUAGES)


def test_foreign_values_are_those_of_json() -> None:
    text = EXAMPLE.replace("knock_out: true", "foreign: {a: [2026-01-01, 1.5, null, {b: true}]}", 1)
    referential = read_referential(text.encode(), file="f.yaml")
    assert referential.by_id["sb-labels"].foreign == {"a": ["2026-01-01", 1.5, None, {"b": True}]}


def test_a_scale_of_its_own() -> None:
    levels = "[{code: A, value: 0, title: {fr: a, en: a}}, {code: B, value: 100, title: {fr: b, en: b}}]"
    text = EXAMPLE.replace("scale: conformity", f"scale: {{kind: maturity, levels: {levels}}}")
    assert [level.code for level in read_referential(text.encode(), file="f").scale.levels] == ["A", "B"]
    for old, new, fault in (
        ("code: B", "code: C", "mixed_scales"),
        ("code: B", "code: A", "doubled_value"),
        ("value: 100", "value: 0", "levels_out_of_order"),
        ("value: 100", "value: 101", "level_out_of_range"),
        ("value: 100", "value: ", "missing"),
    ):
        with pytest.raises(Refused) as refused:
            read_referential(text.replace(old, new).encode(), file="f")
        assert f"referentials.{fault}" in {finding.id for finding in refused.value.findings}


def faults_of(referential: Referential) -> set[tuple[str, str]]:
    return {(finding.id.removeprefix("referentials."), finding.level) for finding in check(referential)}


def test_a_built_referential() -> None:
    sound = example()
    layout, order, labels = sound.requirements
    child = replace(order, id="child", parent="sb-order")
    assert ("heading_to_answer", Level.WARNING) in faults_of(replace(sound, requirements=(layout, order, child)))
    assert ("empty_heading", Level.WARNING) in faults_of(
        replace(sound, requirements=(layout, replace(order, parent=None)))
    )
    other = replace(order, id="other", parent=None)
    away = replace(sound, requirements=(layout, order, other, labels))
    assert ("out_of_reading_order", Level.WARNING) in faults_of(away)
    assert ("parent_after_child", Level.ERROR) in faults_of(replace(sound, requirements=(order, layout)))
    assert ("no_knock_out", Level.NOTE) in faults_of(replace(sound, certifiable=True, requirements=(layout, order)))
    assert ("no_question", Level.ERROR) in faults_of(replace(sound, requirements=(replace(other, question=Text()),)))
    assert ("wrong_type", Level.ERROR) in faults_of(replace(sound, requirements=(replace(other, consequence=4),)))
    assert ("weight_not_positive", Level.ERROR) in faults_of(
        replace(sound, requirements=(replace(other, weight=math.inf),))
    )
    assert ("no_language", Level.ERROR) in faults_of(replace(sound, languages=()))
    assert ("no_choice", Level.ERROR) in faults_of(replace(sound, profile=(replace(sound.profile[0], choices=()),)))


def test_a_long_cycle_and_a_deep_tree_are_told_in_short() -> None:
    item = example().by_id["sb-order"]
    chain = tuple(replace(item, id=f"n{n}", parent=f"n{n - 1}" if n else None) for n in range(3000))
    assert [finding.id for finding in check(replace(example(), requirements=chain)) if finding.level == "error"] == [
        "referentials.tree_too_deep"
    ]
    cycle = (replace(chain[0], parent="n2999"), *chain[1:])
    found = [
        finding for finding in check(replace(example(), requirements=cycle)) if finding.id.endswith("parent_cycle")
    ]
    assert len(found) == 1
    assert str(found[0].arguments["cycle"]).count("→") == 13


MAPPING = b"""source: a-1
target: b-1
pairs:
- {source: 4.10, target: x, relation: subset, remark: only in part}
- {source: "5", target: y, relation: equal}
"""


class TestMapping:
    """NIST IR 8477, set theory relationship mapping."""

    def test_in_and_out(self) -> None:
        mapping = read_mapping_file(MAPPING, file="m.yaml")
        assert mapping.pairs[0].source == "4.10"
        assert read_mapping_file(write_mapping_file(mapping), file="m.yaml") == mapping
        assert invert(invert(mapping)) == mapping
        assert invert(mapping).pairs[0].relation == "superset"

    @pytest.mark.parametrize(
        ("old", "new", "fault"),
        [
            (b"equal", b"same", "wrong_type"),
            (b'"5", target: y', b'"4.10", target: x', "doubled_pair"),
            (b"pairs:", b"pears:", "unknown_key"),
            (b"source: a-1\n", b"", "missing"),
        ],
    )
    def test_refused(self, old: bytes, new: bytes, fault: str) -> None:
        with pytest.raises(Refused) as refused:
            read_mapping_file(MAPPING.replace(old, new), file="m.yaml")
        assert f"referentials.{fault}" in {finding.id for finding in refused.value.findings}

    @pytest.mark.parametrize(
        ("written", "read"),
        [
            (b"only in part", Text(fr="only in part")),
            (b"4.10", Text(fr="4.10")),
            (b"{en: only in part}", Text(en="only in part")),
            ("{en: part, ar: جزء, fr: 4.10}".encode(), Text(fr="4.10", ar="جزء", en="part")),
            (b"' '", Text()),
            (b"", Text()),
        ],
    )
    def test_a_remark_is_in_the_languages_it_names_and_in_french_where_it_names_none(
        self, written: bytes, read: Text
    ) -> None:
        mapping = read_mapping_file(MAPPING.replace(b"only in part", written), file="m.yaml")
        assert [pair.remark for pair in mapping.pairs] == [read, Text()]
        assert read_mapping_file(write_mapping_file(mapping), file="m.yaml") == mapping

    @pytest.mark.parametrize(
        ("written", "fault", "path"),
        [
            (b"[only in part]", "wrong_type", "pairs[1].remark"),
            (b"{}", "wrong_type", "pairs[1].remark"),
            (b"{fr: [x]}", "wrong_type", "pairs[1].remark.fr"),
            (b"{fr: x, de: y}", "unknown_key", "pairs[1].remark.de"),
            (b"{fr: x, ar: ' '}", "missing_language", "pairs[1].remark.ar"),
            (b"{fr: x, ar: }", "missing_language", "pairs[1].remark.ar"),
        ],
    )
    def test_a_remark_is_refused_with_its_line_and_its_path(self, written: bytes, fault: str, path: str) -> None:
        with pytest.raises(Refused) as refused:
            read_mapping_file(MAPPING.replace(b"only in part", written), file="m.yaml")
        (found,) = refused.value.findings
        assert (found.id, found.place.path, found.place.line) == (f"referentials.{fault}", path, 4)

    def test_what_is_composed_has_no_remark_and_what_is_turned_round_keeps_its_own(self) -> None:
        """A remark is about the two requirements it was written for."""
        first = read_mapping_file(MAPPING, file="m.yaml")
        assert invert(first).pairs[0].remark == Text(fr="only in part")
        assert [pair.remark for pair in compose(invert(first), first).pairs if pair.via] == [Text(), Text()]

    def test_a_pair_for_a_program_is_in_one_language(self) -> None:
        source = example()
        one, other = source.by_id["sb-order"], source.by_id["sb-labels"]
        pair = Pair(
            source=one.id, target=other.id, relation=Relation.EQUAL, remark=Text(fr="Même chose", en="The same"),
            via=("x",),
        )  # fmt: skip
        document = pair_document(pair, one, other, "en")
        assert tuple(document) == PAIR_KEYS
        assert document["source_title"] == "Order"
        assert (document["relation"], document["via"], document["remark"]) == ("equal", ["x"], "The same")
        assert pair_document(pair, one, other, "ar")["remark"] == "Même chose"
        assert pair_document(replace(pair, remark=Text()), one, other, "fr")["remark"] == ""

    def test_check_and_coverage(self) -> None:
        target = example()
        pairs = tuple(
            Pair(source=one, target=other, relation=Relation.EQUAL)
            for one, other in (("sb-order", "sb-layout"), ("no", "sb-order"))
        )
        mapping = RequirementMapping(source=target.id, target="other-1", pairs=pairs)
        found = {(finding.id, finding.place.path) for finding in check_mapping(mapping, target, target)}
        assert found == {
            ("referentials.other_referential", "target"),
            ("referentials.unknown_requirement", "pairs[2].source"),
            ("referentials.heading_in_pair", "pairs[1].target"),
        }
        assert coverage(mapping, target).share == 50
        assert coverage(mapping, replace(target, requirements=())).share is None


def test_an_edition_compared_with_itself() -> None:
    referential = replace(example(), requirements=tuple(replace(i, lineage=()) for i in example().requirements))
    comparison = compare_editions(referential, referential)
    assert len(comparison.kept) == 3
    assert not comparison.changed
    with pytest.raises(ValueError, match="is not"):
        compose(read_mapping_file(MAPPING, file="m"), read_mapping_file(MAPPING, file="m"))


def test_stored_values_that_are_not_sound() -> None:
    with pytest.raises(Refused):
        from_mapping({**to_mapping(example()), "title": 3})
