"""Documents made to do harm, or only damaged."""

from __future__ import annotations

import json
import time

import pytest

from jawda.core.findings import Refused, words_with_place
from jawda.core.languages import LANGUAGES
from jawda.core.referentials import read_oscal_catalog, read_referential

CONTROL = {"id": "a", "title": "A"}


def catalogue(**members: object) -> bytes:
    return json.dumps({"catalog": {"metadata": {"title": "C"}, "controls": [CONTROL], **members}}).encode()


def faults(refused: Refused) -> list[str]:
    for language in LANGUAGES:
        assert all(words_with_place(finding, language) for finding in refused.findings)
    return [finding.id.removeprefix("referentials.") for finding in refused.findings]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"[" * 1_900_000, "too_deep"),
        (b"- " * 900_000, "too_deep"),
        (b"a: 1:1" + b":59" * 600_000, "bad_value"),
        (b"a: 1" + b"0" * 5000, "bad_value"),
        (b"a: !!python/object:os.system x", "bad_value"),
        (b"a: &a [*a]", "alias_cycle"),
        (b"a: &a " + b"x" * 50_000 + b"\nb: [" + b"*a," * 200 + b"]", "too_deep"),
        (b"a0: &n0 x\n" + b"".join(b"a%d: &n%d [*n%d]\n" % (i, i, i - 1) for i in range(1, 80)), "too_deep"),
        (
            b"? &n0 [x]\n: 1\n"
            + b"".join(b"? &n%d [*n%d]\n: 1\n" % (i, i - 1) for i in range(1, 3000))
            + b"z: *n2999\n",
            "too_deep",
        ),
        (b"{a: 1, [b]: 2}", "bad_key"),
        (b"\xff\xfe", "not_utf8"),
        (b"a: \x00", "not_yaml"),
        (b"", "not_a_mapping"),
        (b"#" * 2_000_001, "too_large"),
    ],
)
def test_yaml(content: bytes, fault: str) -> None:
    begun = time.process_time()
    with pytest.raises(Refused) as refused:
        read_referential(content, file="bomb.yaml")
    assert fault in faults(refused.value)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("content", "fault", "line", "column"),
    [
        (b"[" * 16_000_000, "too_deep", 1, "41"),
        (b'{"a": ' * 45 + b"1" + b"}" * 45, "too_deep", 1, "241"),
        (b"#" * 16_000_001, "too_large", None, None),
        (b"1" * 10_000, "bad_value", 1, "1"),
        (b'{"b": [true, 1, "x"],\n "a": NaN}', "bad_value", 2, "7"),
        (b'{"a": -1e999}', "bad_value", 1, "7"),
        (b'{"a": 1,\n"a": 2}', "doubled_key", 2, "6"),
        (b'{"a": 1.5,\n"b":', "not_json", 2, "5"),
        (b"\xff", "not_utf8", None, None),
        (b"[1]", "not_oscal", 1, "1"),
        (b'{"catalog": []}', "not_oscal", 1, "13"),
        (b'{"catalog": {"metadata": 1}}', "not_oscal", 1, "26"),
        (catalogue(uuid=3), "not_oscal", 1, None),
        (catalogue(groups={}), "not_oscal", 1, None),
        (catalogue(groups=[{"title": "G", "id": 1}]), "not_oscal", 1, None),
        (catalogue(groups=[1]), "not_oscal", 1, None),
        (
            catalogue(controls=[{"id": "a", "title": "A", "props": [{"name": "label", "value": 1}]}]),
            "not_oscal",
            1,
            None,
        ),
        (catalogue(params=[{"id": "p", "select": []}]), "not_oscal", 1, None),
        (catalogue(params=[{"id": "p", "values": [1]}]), "not_oscal", 1, None),
        (catalogue(controls=[CONTROL, CONTROL]), "doubled_id", 1, "89"),
        (catalogue(remarks="\0"), "control_character", 1, None),
        (catalogue(controls=[]), "nothing_to_assess", 1, None),
    ],
)
def test_json(content: bytes, fault: str, line: int | None, column: str | None) -> None:
    with pytest.raises(Refused) as refused:
        read_oscal_catalog(content, file="bomb.json")
    assert faults(refused.value) == [fault]
    place = refused.value.findings[0].place
    assert place.line == line
    assert column in (None, place.column)


def test_parameters_that_insert_one_another_stay_short() -> None:
    params = [
        {"id": f"p{n}", "select": {"choice": ["{{ insert: param, p" + str((n + 1) % 5) + " }}"] * 400}}
        for n in range(5)
    ]
    prose = "{{ insert: param, p0 }} " * 500
    part = {"name": "statement", "prose": prose}
    referential = read_oscal_catalog(catalogue(params=params, controls=[{**CONTROL, "parts": [part]}]), file="p.json")
    assert len(referential.assessable[0].description.en or "") == 20_000
