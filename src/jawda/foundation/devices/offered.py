"""Devices that whoever runs the server lends to organisations, each to one: two bodies never sign with one token.

``JAWDA_PKCS11_DEVICES`` names them as JSON, for instance ``{"hsm-1": {"module": "/usr/lib/softhsm/libsofthsm2.so",
"token": "certif", "organisation": "zh69htezev"}}``. The PIN of each comes in its own variable
(:attr:`Offered.pin_variable`), is read when a key is used, and stands neither in the settings nor in the database.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_MEMBERS: Final = {"module", "token", "organisation"}
LONGEST_NAME: Final = 40


@dataclass(frozen=True, slots=True)
class Device:
    """A token, by the path of its module and its label."""

    module: str
    token: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A device under the name that pages show; ``organisation`` is the handle of whom it is lent to."""

    name: str
    device: Device
    organisation: str

    @property
    def pin_variable(self) -> str:
        """
        >>> Offered("hsm-1", Device("/m.so", "t"), "h").pin_variable
        'JAWDA_PKCS11_PIN_HSM_1'
        """
        return f"JAWDA_PKCS11_PIN_{self.name.upper().replace('-', '_')}"


def read_offered(text: str) -> tuple[Offered, ...]:
    """What the variable says. ``ValueError`` with a sentence for what is not of that form.

    >>> read_offered('{"hsm": {"module": "/m.so", "token": "certif", "organisation": "abc"}}')[0].device.token
    'certif'
    >>> read_offered("")
    ()
    """
    if not text.strip():
        return ()
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("JAWDA_PKCS11_DEVICES is no JSON") from None
    if not isinstance(said, dict):
        raise ValueError("JAWDA_PKCS11_DEVICES: an object is expected, with a member for each device")
    return tuple(_offered(name, one) for name, one in said.items())


def _offered(name: str, said: object) -> Offered:
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise ValueError(f"JAWDA_PKCS11_DEVICES: {name!r} is no name (small letters, figures, hyphens)")
    if not isinstance(said, dict) or set(said) != _MEMBERS or not all(isinstance(text, str) for text in said.values()):
        raise ValueError(f"JAWDA_PKCS11_DEVICES, {name}: module, token and organisation are expected, as texts")
    if not os.path.isabs(said["module"]) or not said["token"] or not said["organisation"]:
        raise ValueError(f"JAWDA_PKCS11_DEVICES, {name}: the module's whole path, a token and a handle are expected")
    return Offered(name, Device(said["module"], said["token"]), said["organisation"])


def lent_to(handle: str, offered: Iterable[Offered]) -> tuple[Offered, ...]:
    """Those of one organisation."""
    return tuple(one for one in offered if one.organisation == handle)
