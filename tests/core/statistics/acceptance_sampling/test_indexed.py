"""Plans from the tables: what they say and what is said of them."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from jawda.core.findings import Refused
from jawda.core.languages import LANGUAGES, Language
from jawda.core.statistics.acceptance_sampling.indexed import Counting, plan_of_letter, sampling_plan
from jawda.core.statistics.acceptance_sampling.master_tables import Kind
from jawda.core.statistics.acceptance_sampling.whole_lot import WholeLot
from jawda.core.statistics.result import Result


def _told(result: Result) -> set[str]:
    for check in result.findings:
        assert all(check.sentence(language) for language in LANGUAGES)
    return {check.id.removeprefix("acceptance_sampling.") for check in result.findings}


def test_the_plan_has_its_stable_keys() -> None:
    found = json.loads(json.dumps(sampling_plan(1000, aql="1.0").to_dict(), allow_nan=False))
    assert {name: found[name] for name in ("code_letter", "sample_size", "accept", "reject")} == {
        "code_letter": "J",
        "sample_size": 80,
        "accept": 2,
        "reject": 3,
    }
    assert found["method"]["standard"] == "ISO 2859-1"
    assert found["samples"] == [{"size": 80, "cumulative_size": 80, "accept": 2, "reject": 3}]


def test_an_arrow_is_followed_and_told() -> None:
    """The sample size of the letter that the arrow leads to is used, not that of the first letter."""
    found = sampling_plan(120, aql=1.0, edition="ansi-z1.4")
    assert (found.code_letter, found.plan_letter, found.sample_size, found.accept) == ("F", "E", 13, 0)
    assert found.arrow is not None
    assert (found.arrow.direction, found.arrow.letters) == ("up", ("E",))
    assert "arrow_followed" in _told(found)
    down = plan_of_letter("F", aql=1.5, edition="ansi-z1.4")
    assert down.arrow is not None
    assert (down.arrow.direction, down.sample_size, down.accept) == ("down", 32, 1)
    assert sampling_plan(1000, aql=1.0).arrow is None


def test_a_sample_no_smaller_than_the_lot_means_all_of_it() -> None:
    found = sampling_plan(40, aql=0.10, edition="mil-std-105e")
    assert (found.sample_size, found.full_inspection) == (125, True)
    assert "full_inspection" in _told(found)


@pytest.mark.parametrize(("kind", "counting"), [("single", "nonconforming"), ("double", "nonconformities")])
def test_of_a_whole_lot_nothing_is_left_to_chance(kind: Kind, counting: Counting) -> None:
    """What passes is known, and no risk of a sample is told."""
    found = sampling_plan(8, aql=0.65, level="III", kind=kind, counting=counting)
    assert found.full_inspection
    assert f"whole_lot_{counting}" in _told(found)
    assert not {"producer_risk", "consumer_protection"} & set(_told(found))
    assert found.probability_acceptance_at_aql == 1.0
    assert [level.quality for level in found.quality_levels] == [found.accept / 8] * 2 + [(found.accept + 1) / 8]
    units = np.rint(found.quality * 8)
    assert found.probability_acceptance.tolist() == (units <= found.accept).astype(float).tolist()
    assert all(check.sentence(language) for check in found.findings for language in LANGUAGES)
    assert "<svg" in found.figure()


def test_no_more_units_than_there_are_are_nonconforming() -> None:
    assert WholeLot(size=2, accept=3, counting="nonconforming").quality().tolist() == [0, 0.5, 1]
    assert WholeLot(size=2, accept=3, counting="nonconformities").quality()[-1] == 4
    assert WholeLot(size=2, accept=3, counting="nonconforming").levels()[-1].quality == 1


def test_samples_that_might_exceed_the_lot_are_told() -> None:
    found = sampling_plan(4, aql=15, level="III", kind="double", edition="mil-std-105e")
    assert [sample.size for sample in found.samples] == [2, 2]
    assert not found.full_inspection
    assert "stages_exceed_lot" in _told(found)
    assert "stages_exceed_lot" not in _told(
        sampling_plan(5, aql=15, level="III", kind="double", edition="mil-std-105e")
    )


def test_above_ten_an_aql_counts_nonconformities() -> None:
    found = sampling_plan(1000, aql=25, edition="mil-std-105e")
    assert found.counting == "nonconformities"
    assert "counts_nonconformities" in _told(found)
    assert found.method.options["model"] == "poisson"
    with pytest.raises(Refused, match="aql_above_ten"):
        sampling_plan(1000, aql=25, counting="nonconforming")


def test_where_no_double_plan_stands() -> None:
    found = sampling_plan(1000, aql=0.15, kind="double", edition="mil-std-105e")
    assert (found.asked_kind, found.kind, found.sample_size) == ("double", "single", 80)
    assert "no_double_here_single" in _told(found)
    below = sampling_plan(1000, aql=0.15, kind="double", edition="mil-std-105e", where_none="below")
    assert (below.kind, below.plan_letter) == ("double", "M")
    multiple = plan_of_letter("B", aql=25, kind="multiple", edition="mil-std-105e")
    assert "no_multiple_here_double" in _told(multiple)
    single = plan_of_letter("A", aql=25, kind="multiple", edition="mil-std-105e")
    assert "no_multiple_here_single" in _told(single)


def test_a_multiple_plan_lists_its_samples() -> None:
    found = plan_of_letter("K", aql=1.0, kind="multiple", edition="mil-std-105e")
    assert [row["cumulative_size"] for row in found.rows()] == [32 * (at + 1) for at in range(7)]
    assert found.rows()[0]["accept"] is None
    assert (found.accept, found.reject) == (6, 7)


def test_the_gap_is_told_and_iso_has_none() -> None:
    assert "gap" in _told(plan_of_letter("K", aql=1.0, severity="reduced", edition="mil-std-105e"))
    iso = plan_of_letter("K", aql=1.0, severity="reduced", edition="iso-2859-1-1999")
    assert (iso.accept, iso.reject) == (2, 3)
    assert {"recalled"} <= _told(iso)
    assert "gap" not in _told(iso)


def test_recalled_tables_are_marked_and_others_are_not() -> None:
    assert "recalled" in _told(plan_of_letter("K", aql=1.0, kind="double"))
    assert "recalled" not in _told(plan_of_letter("K", aql=1.0))
    assert "recalled" not in _told(plan_of_letter("K", aql=0.10, kind="double"))


def test_the_consumer_is_told_what_still_passes() -> None:
    found = sampling_plan(1000, aql=1.0)
    told = {check.id: check for check in found.findings}
    poor = found.quality_levels[-1]
    assert poor.probability == 0.1
    assert told["acceptance_sampling.consumer_protection"].statistic == poor.quality == pytest.approx(0.0652, abs=1e-4)
    assert "6,52" in told["acceptance_sampling.consumer_protection"].sentence("fr")
    assert "acceptance_sampling.zero_acceptance_automotive" in told
    assert "zero_acceptance_automotive" not in _told(sampling_plan(100, aql=0.65))


def test_wrong_names_and_unseen_editions() -> None:
    for options in ({"severity": "strict"}, {"kind": "triple"}, {"counting": "all"}, {"where_none": "above"}):
        with pytest.raises(ValueError, match="is none of"):
            sampling_plan(100, aql=1.0, **options)  # type: ignore[arg-type]
    for letter in ("I", "S", "AB", ""):
        with pytest.raises(ValueError, match="no code letter"):
            plan_of_letter(letter, aql=1.0)
    with pytest.raises(Refused, match="edition_unseen"):
        sampling_plan(100, aql=1.0, edition="iso-2859-1-2026")
    with pytest.raises(Refused, match="no_table_multiple"):
        sampling_plan(1000, aql=1.0, kind="multiple")


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_picture(language: Any) -> None:
    drawn = sampling_plan(1000, aql=1.0).figure(language=language)
    assert "c-sig" in drawn
    assert "%" in drawn
    counted = sampling_plan(1000, aql=1.0, counting="nonconformities").figure(language=language)
    assert "%" not in counted
    assert "100" in counted


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_of_a_whole_lot_tells_no_chance(language: Language) -> None:
    whole = sampling_plan(3, aql=40, level="III").figure(language=language)
    units = sampling_plan(12, aql=0.65).figure(language=language)
    drawn = sampling_plan(1000, aql=1.0).figure(language=language)
    chance = {"fr": "10 lots sur 100", "ar": "10 دفعات من 100", "en": "10 lots in 100"}[language]
    assert chance in drawn
    assert chance not in whole
    assert chance not in units
    inspected_whole = {"fr": "contrôlé en entier", "ar": "تفتش كلها", "en": "inspected whole"}[language]
    assert inspected_whole in whole
    assert inspected_whole in units
    assert inspected_whole not in drawn
