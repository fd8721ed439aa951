"""Nobody finds what another has: asked for by words that stand in everyone's rows, and by another's own words."""

from __future__ import annotations

import pytest
from tests.isolation.attempts import Trial, everything_said
from tests.isolation.rights import foreign
from tests.isolation.world import World

pytestmark = [pytest.mark.long, pytest.mark.django_db]


def test_a_word_that_all_have_finds_ones_own_alone(world: World) -> None:
    met = 0
    for identity in world.identities.values():
        for tenant in (None, *world.tenants.values()):
            inside = tenant.pk if tenant is not None and tenant.pk in identity.homes else None
            address = f"/o/{tenant.handle}/recherche/" if tenant is not None else "/recherche/"
            for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
                answer = Trial(world).ask(identity, "GET", f"{address}?q=usine", {}, headers)
                found = world.canaries.found_in(everything_said(answer)) - world.canaries.found_in(address)
                assert not foreign(world, identity, found, inside), (identity.name, address)
                met += len(found)
    assert met > 100  # each member meets their own


def test_anothers_own_words_find_nothing(world: World) -> None:
    rival, own = world.identities["manager_A2"], world.identities["manager_A1"]
    entry = world.rows["search.SearchEntry", "A1"]
    token = str(entry.title[""]).split()[1]  # type: ignore[attr-defined]
    for typed in (token, token[:-1], token[:4] + "x" + token[5:]):
        for name, identity, expected in (("A2", rival, False), ("A1", own, True)):
            address = f"/o/{world.tenants[name].handle}/recherche/?q={typed}"
            answer = Trial(world).ask(identity, "GET", address, {}, {"HTTP_HX_REQUEST": "true"})
            assert ("data-result" in answer.content.decode()) == expected, (name, typed)
