"""Attribute agreement: four comparisons, effectiveness, refusals."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from jawda.core.findings import Refused
from jawda.core.statistics.measurement_systems import (
    AttributeAgreement,
    attribute_agreement,
    cohen_kappa,
    fleiss_kappa,
)
from jawda.core.statistics.result import Status

ITEMS, PEOPLE, TRIALS = 50, 3, 2
DRAW = np.random.default_rng(12)
STANDARD = DRAW.choice(["ok", "bad"], size=ITEMS, p=[0.6, 0.4])
FLIP = DRAW.random((ITEMS, PEOPLE, TRIALS)) < np.array([0.0, 0.05, 0.25])[None, :, None]
JUDGED = np.where(FLIP, np.where(STANDARD == "ok", "bad", "ok")[:, None, None], STANDARD[:, None, None])


def columns(judged: Any = JUDGED) -> dict[str, list[Any]]:
    """Long columns, trial after trial."""
    rows = [
        (str(judged[item, who, trial]), item, "ABC"[who], str(STANDARD[item]) if item < ITEMS else "")
        for trial in range(judged.shape[2])
        for item in range(judged.shape[0])
        for who in range(judged.shape[1])
    ]
    rating, items, people, standard = zip(*rows, strict=True)
    return {"rating": list(rating), "item": list(items), "appraiser": list(people), "standard": list(standard)}


def study(**options: Any) -> AttributeAgreement:
    given = columns()
    standard = given.pop("standard")
    return attribute_agreement(**given, **({"standard": standard} | options))


def test_the_four_comparisons() -> None:
    """An item matches only where every trial does."""
    found = study(passing="ok")
    for who in range(PEOPLE):
        same = (JUDGED[:, who] == JUDGED[:, who, :1]).all(axis=1)
        right = (JUDGED[:, who] == STANDARD[:, None]).all(axis=1)
        assert found.within[who].match.matched == same.sum()
        assert found.against_standard[who].match.matched == right.sum()
        assert found.decisions[who].effectiveness == pytest.approx(100 * right.mean())
    flat = JUDGED.reshape(ITEMS, -1)
    assert found.between is not None
    assert found.between.match.matched == (flat == flat[:, :1]).all(axis=1).sum()
    assert found.all_against_standard is not None
    assert found.all_against_standard.match.matched == (flat == STANDARD[:, None]).all(axis=1).sum()
    assert found.between.kappa is not None
    assert found.between.kappa.kappa == pytest.approx(fleiss_kappa(flat).kappa)


def test_kappas_against_the_standard_are_means_over_trials() -> None:
    found = study().against_standard[1]
    kappas = [fleiss_kappa(np.stack((JUDGED[:, 1, trial], STANDARD), axis=1)) for trial in range(TRIALS)]
    assert found.kappa is not None
    assert found.kappa.kappa == pytest.approx(np.mean([one.kappa for one in kappas]))
    assert found.kappa.se_null == pytest.approx(np.sqrt(np.sum([(one.se_null or 0) ** 2 for one in kappas])) / TRIALS)
    assert found.cohen is not None
    assert found.cohen.kappa == pytest.approx(
        np.mean([cohen_kappa(JUDGED[:, 1, trial], STANDARD).kappa for trial in range(TRIALS)])
    )
    assert found.category_kappas[0].kappa == pytest.approx(found.kappa.kappa)


def test_pairs_are_cross_tabulated_over_trials() -> None:
    """Appraiser by appraiser, trial by trial, all items together (AIAG MSA III.C)."""
    found = {(one.first, one.second): one for one in study().pairs}
    assert set(found) == {("A", "B"), ("A", "C"), ("B", "C"), ("A", None), ("B", None), ("C", None)}
    direct = cohen_kappa(JUDGED[:, 1].ravel(), JUDGED[:, 2].ravel())
    assert found["B", "C"].kappa.kappa == pytest.approx(direct.kappa)
    assert np.sum(found["A", "B"].table) == ITEMS * TRIALS


def test_miss_and_false_alarm() -> None:
    """A miss lets a bad item pass; each rate is of the judgements of such items."""
    found = study(passing="ok").decisions[2]
    bad, good = STANDARD == "bad", STANDARD == "ok"
    assert found.miss_rate == pytest.approx(100 * (JUDGED[bad, 2] == "ok").mean())
    assert found.false_alarm_rate == pytest.approx(100 * (JUDGED[good, 2] == "bad").mean())
    assert study().decisions[2].miss_rate is None
    first = study(passing="ok").findings[0]
    assert first.id == "measurement_systems.appraiser_poor_rates"
    assert first.status is Status.FAIL
    assert "C" in first.sentence("en")


def test_only_good_items_have_no_miss_rate() -> None:
    found = attribute_agreement(
        ["ok", "bad"] * 2, ["1", "2"] * 2, ["A", "A", "B", "B"], standard=["ok"] * 4, passing="ok"
    )
    assert found.decisions[0].miss_rate is None
    assert found.decisions[0].false_alarm_rate == 50
    other = attribute_agreement(
        ["ok", "bad"] * 2, ["1", "2"] * 2, ["A", "A", "B", "B"], standard=["bad"] * 4, passing="ok"
    )
    assert other.decisions[0].false_alarm_rate is None


def test_verdict_levels() -> None:
    def level(right: int) -> str:
        rating = ["a"] * right + ["b"] * (20 - right)
        given = attribute_agreement(rating * 2, list(range(20)) * 2, ["A"] * 20 + ["B"] * 20, standard=["a"] * 40)
        return given.findings[0].id.split("_")[-1]

    assert [level(right) for right in (19, 17, 12)] == ["good", "marginal", "poor"]


def test_without_a_standard_and_with_one_trial() -> None:
    given = columns(JUDGED[:, :, :1])
    given.pop("standard")
    found = attribute_agreement(**given)
    assert found.within == ()
    assert found.against_standard == ()
    assert found.decisions == ()
    assert found.all_against_standard is None
    assert found.findings[0].id.startswith("measurement_systems.kappa")
    assert "<rect" in found.figure(language="en")
    alone = attribute_agreement(["a", "b", "a", "b", "b", "a"], [1, 2, 3] * 2, ["A"] * 6)
    assert alone.between is None
    assert alone.within[0].cohen is not None
    assert "avec soi-même" in alone.figure(language="fr")
    assert any(one.id.endswith("appraiser_wavers") for one in alone.findings)


def test_ordered_ratings() -> None:
    draw = np.random.default_rng(0)
    true = draw.integers(1, 6, size=15)
    judged = np.clip(true[:, None] + draw.integers(-1, 2, size=(15, 2)), 1, 5)
    found = attribute_agreement(
        judged.T.ravel(), np.tile(np.arange(15), 2), ["A"] * 15 + ["B"] * 15, standard=np.tile(true, 2), ordinal=True
    )
    assert found.between is not None
    assert found.between.kendall is not None
    assert 0.5 < found.between.kendall.w <= 1
    assert found.all_against_standard is not None
    assert found.all_against_standard.tau is not None
    assert (found.all_against_standard.tau.tau or 0) > 0.5
    constant = attribute_agreement(
        [2] * 8, [1, 2, 3, 4] * 2, ["A"] * 4 + ["B"] * 4, standard=[1, 2, 1, 2] * 2, categories=[1, 2], ordinal=True
    )
    assert constant.between is not None
    assert constant.between.kendall is None
    assert constant.between.kappa is not None
    assert constant.between.kappa.kappa is None
    assert constant.against_standard[0].tau is not None
    assert constant.against_standard[0].tau.tau is None
    json.dumps(constant.to_dict(), allow_nan=False)
    one = attribute_agreement([1] * 4, [1, 2] * 2, ["A", "A", "B", "B"], standard=[1] * 4)
    assert one.against_standard[0].kappa is not None
    assert one.against_standard[0].kappa.kappa is None
    assert one.against_standard[0].category_kappas[0].kappa is None


def test_bounds_where_all_match_are_an_option() -> None:
    two, one = study().against_standard[0].match, study(at_extremes="one-sided").against_standard[0].match
    assert two.percent == one.percent == 100
    assert two.low < one.low
    assert one.low == pytest.approx(100 * 0.05 ** (1 / ITEMS))


def test_refusals() -> None:
    given = columns()

    def told(**changed: Any) -> tuple[str, int | None]:
        with pytest.raises(Refused) as caught:
            attribute_agreement(**(given | changed))
        first = caught.value.findings[0]
        return first.id.removeprefix("measurement_systems."), first.place.row

    short = {name: column[:-1] for name, column in given.items()}
    assert told(**short)[0] == "judgements_differ"
    wrong = list(given["standard"])
    wrong[200] = "ok" if wrong[200] == "bad" else "bad"
    assert told(standard=wrong) == ("standard_differs", 201)
    assert told(categories=["ok", "maybe"])[0] == "category_unknown"
    assert told(passing="fine")[0] == "category_unknown"
    assert told(rating=["", *given["rating"][1:]]) == ("samples.no_label", 1)
    for columns_, name in (
        ({"rating": ["a", "b"], "item": [1, 2], "appraiser": ["A", "A"]}, "nothing_to_compare"),
        ({"rating": ["a", "b"], "item": [1, 1], "appraiser": ["A", "B"]}, "few_ratings"),
        ({"rating": ["a", "b"], "item": [1, 2], "appraiser": ["A", "B"]}, "judgements_differ"),
    ):
        with pytest.raises(Refused) as caught:
            attribute_agreement(**columns_)
        assert caught.value.findings[0].id == f"measurement_systems.{name}"
    with pytest.raises(ValueError, match="at_extremes"):
        study(at_extremes="none")


def test_record_and_picture() -> None:
    found = study(passing="ok")
    record = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert {"within", "against_standard", "between", "all_against_standard", "pairs", "decisions"} <= set(record)
    assert len(found.rows()) == 8
    assert found.to_frame().height == 8
    picture = found.figure(language="en")
    assert "against the standard" in picture
    assert "المقيم" in found.figure(language="ar")
