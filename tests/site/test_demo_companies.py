"""The demonstration's companies and what they answered: always the same, and told apart from real ones."""

from __future__ import annotations

import random

import pytest

from jawda.apps.organisations.codes import ACTIVITIES, REGIONS, codes
from jawda.site.demo import MANAGERS, SEED
from jawda.site.demo_assessments import YEARS, assessments
from jawda.site.demo_companies import AUTOMOTIVE, CHEMICAL, NUMBER, QUALIFIERS, Sector, companies


@pytest.mark.parametrize("sector", [AUTOMOTIVE, CHEMICAL])
def test_sixty_companies_that_say_by_their_names_that_they_do_not_exist(sector: Sector) -> None:
    found = companies(sector, random.Random(SEED))
    assert len(found) == len({company.name for company in found}) == NUMBER == 60
    assert [company.name for company in found[:12]] == [name for name, _city, _region in sector.named]
    assert all(company.name.endswith(QUALIFIERS) for company in found[12:])
    assert found == companies(sector, random.Random(SEED)), "seeded, so always the same"
    assert found != companies(sector, random.Random(SEED + 1))


def test_activities_and_regions_are_official_codes() -> None:
    for sector in (AUTOMOTIVE, CHEMICAL):
        places = (*((city, region) for _name, city, region in sector.named), *sector.places)
        assert {code for _trade, code in sector.trades} <= set(codes(ACTIVITIES))
        assert {region for _city, region in places} <= set(codes(REGIONS))


def test_who_signs_in_has_a_company() -> None:
    names = {name for sector in (AUTOMOTIVE, CHEMICAL) for name, _city, _region in sector.named}
    assert set(MANAGERS) <= names


def test_names_run_out_loudly() -> None:
    with pytest.raises(ValueError, match="larger than population"):
        companies(AUTOMOTIVE, random.Random(SEED), 1000)


@pytest.mark.parametrize("seed", range(30))
def test_two_years_in_order_and_only_the_last_is_open(seed: int) -> None:
    found = list(assessments(random.Random(seed), open_now=False))
    days = [year.days_ago for year in found]
    assert days == sorted(days, reverse=True)
    assert all(year.finished for year in found[:-1])
    assert len(found) <= len(YEARS)
    assert all(0 < year.level < 6 for year in found)


def test_the_company_one_signs_in_to_is_in_the_middle_of_this_years() -> None:
    for seed in range(30):
        found = list(assessments(random.Random(seed), open_now=True))
        assert len(found) >= 2, "there is something to compare with"
        assert [year.finished for year in found][-1] is False
        assert found[-1].days_ago < 60
