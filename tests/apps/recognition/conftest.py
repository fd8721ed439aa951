"""A small world, and the rooms of its bodies."""

from __future__ import annotations

import pytest
from tests.apps.recognition.rooms import Room, room_of
from tests.apps.recognition.world import START, World, acts, body, world

from jawda.apps.organisations.enums import Kind as Body
from jawda.apps.recognition.domain import keys


@pytest.fixture
def found(db: None) -> World:
    """Everything in order."""
    return world()


@pytest.fixture
def room(found: World) -> Room:
    """The certifier's."""
    return room_of(found.certifier)


@pytest.fixture
def laboratory(found: World) -> Room:
    """A laboratory's that has a key, and no accreditation."""
    member = body(Body.LABORATORY, "Laboratoire Essai")
    with acts(member):
        keys.make_key(access=member.access, now=START)
    return room_of(member)
