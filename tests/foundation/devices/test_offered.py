"""Which devices are lent to whom: one organisation for each, a PIN in a variable of its own."""

from __future__ import annotations

import json

import pytest

from jawda.foundation.devices.offered import lent_to, read_offered
from jawda.site.values import ValueRefused, devices

GOOD = json.dumps({
    "hsm-1": {"module": "/m.so", "token": "a", "organisation": "h1"},
    "b": {"module": "/n.so", "token": "b", "organisation": "h2"},
})  # fmt: skip


def test_each_device_is_lent_to_one_organisation() -> None:
    offered = devices({"JAWDA_PKCS11_DEVICES": GOOD})
    assert [one.name for one in lent_to("h1", offered)] == ["hsm-1"]
    assert [one.pin_variable for one in offered] == ["JAWDA_PKCS11_PIN_HSM_1", "JAWDA_PKCS11_PIN_B"]
    assert lent_to("h3", offered) == ()
    assert devices({}) == devices({"JAWDA_PKCS11_DEVICES": " "}) == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "an object"),
        ('{"HSM": {}}', "is no name"),
        ('{"a": {"module": "/m.so", "token": "t"}}', "are expected"),
        ('{"a": {"module": "/m.so", "token": 1, "organisation": "h"}}', "as texts"),
        ('{"a": {"module": "m.so", "token": "t", "organisation": "h"}}', "whole path"),
        ('{"a": {"module": "/m.so", "token": "", "organisation": "h"}}', "whole path"),
        ('{"a": {"module": "/m.so", "token": "t", "organisation": "h", "pin": "1"}}', "are expected"),
    ],
)
def test_what_is_not_of_that_form_is_refused_when_the_server_starts(text: str, says: str) -> None:
    with pytest.raises(ValueRefused, match=says):
        devices({"JAWDA_PKCS11_DEVICES": text})
    with pytest.raises(ValueError, match=says):
        read_offered(text)
