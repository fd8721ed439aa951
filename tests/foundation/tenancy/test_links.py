"""Links that name their organisation and open it to their holder alone."""

from __future__ import annotations

from uuid import uuid4

from hypothesis import given as check
from hypothesis import strategies as st

from jawda.foundation.tenancy.links import new_token, organisation_of, token_hash


def test_a_token_names_its_organisation_and_is_never_the_same() -> None:
    """Two for one organisation begin alike and differ in their secrets; the hash gives neither back."""
    organisation = uuid4()
    one, other = new_token(organisation), new_token(organisation)
    assert organisation_of(one) == organisation_of(other) == organisation
    assert one != other
    assert token_hash(one) != token_hash(other)
    assert one not in token_hash(one)


@check(st.text(max_size=80))
def test_what_is_no_token_names_nobody(text: str) -> None:
    """Whatever is typed into the address; only 64 letters of the alphabet of tokens name an organisation."""
    alphabet = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    named = organisation_of(text)
    assert named is None or (len(text) == 64 and set(text) <= alphabet)
    assert organisation_of("é" * 64) is None
    assert organisation_of("!" * 64) is None
