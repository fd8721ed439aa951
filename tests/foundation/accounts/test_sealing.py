"""A copy of the database gives no codes: secrets of second factors are encrypted with the server's key."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import connection
from tests.foundation.accounts.people import PASSWORD, an_account, sign_in, signed_in

from jawda.foundation.accounts import domain, sealing
from jawda.foundation.tenancy.context import SIGN_IN, acting

pytestmark = pytest.mark.django_db
SECRET, SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "0f" * 40


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, list(yield_hotp_counters_from_time())[1]))


def stored(person: Any) -> str:
    """All that the table holds of the person, as a thief of a backup reads it."""
    with acting(person_id=person.pk), connection.cursor() as cursor:
        cursor.execute("SELECT json_agg(data)::text FROM mfa_authenticator WHERE user_id = %s", [person.pk])
        return str(cursor.fetchone()[0])


def in_the_clear(person: Any) -> None:
    """As an earlier version stored them."""
    with acting(person_id=person.pk):
        Authenticator.objects.create(user=person, type="totp", data={"secret": SECRET})
        Authenticator.objects.create(user=person, type="recovery_codes", data={"seed": SEED, "used_mask": 0})


def test_neither_the_secret_nor_the_seed_of_codes_is_stored_in_the_clear() -> None:
    person = an_account()
    with acting(person_id=person.pk):
        TOTP.activate(person, SECRET)
        codes = RecoveryCodes.activate(person).get_unused_codes()
    text = stored(person)
    assert SECRET not in text
    assert not [code for code in codes if code in text]
    assert all(sealing.is_sealed(next(iter(data.values()))) for data in json.loads(text))
    with acting(person_id=person.pk):
        assert TOTP(Authenticator.objects.get(type="totp")).validate_code(code_now())
        again = RecoveryCodes(Authenticator.objects.get(type="recovery_codes"))
        assert again.get_unused_codes() == codes
        assert again.validate_code(codes[0])
        assert again.get_unused_codes() == codes[1:]


@pytest.mark.parametrize("sealed_meanwhile", [False, True])
def test_who_added_an_app_before_still_signs_in_with_it(client: Any, sealed_meanwhile: bool) -> None:
    person = an_account()
    in_the_clear(person)
    if sealed_meanwhile:
        assert domain.seal_second_factors() == 2
        assert SECRET not in stored(person)
        assert SEED not in stored(person)
        assert domain.seal_second_factors() == 0
    assert sign_in(client, person).status_code == 302
    answer = client.post("/compte/2fa/authenticate/", {"code": code_now()})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accueil/")


def test_a_former_key_still_opens_and_a_lost_one_does_not(settings: Any) -> None:
    settings.SECRET_KEY = "a" * 50
    text = sealing.sealed(SECRET)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "b" * 50, ["a" * 50]
    assert sealing.unsealed(text) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(sealing.CannotUnseal, match="JAWDA_SECRET_KEY_FORMER"):
        sealing.unsealed(text)


def test_under_another_key_no_code_is_right_and_nothing_breaks(client: Any, settings: Any) -> None:
    person = an_account()
    with acting(person_id=person.pk):
        TOTP.activate(person, SECRET)
        (seal,) = Authenticator.objects.values_list("data__secret", flat=True)
        Authenticator.objects.update(data={"secret": seal[:-8] + "AAAAAAA="})
    assert sign_in(client, person).status_code == 302
    answer = client.post("/compte/2fa/authenticate/", {"code": code_now()})
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode() or "aria-invalid" in answer.content.decode()


def test_my_account_still_opens_with_an_app() -> None:
    person = an_account()
    browser = signed_in(person)
    in_the_clear(person)
    assert domain.seal_second_factors() == 2
    with acting(purpose=SIGN_IN):
        assert person.check_password(PASSWORD)
    assert browser.get("/compte/2fa/recovery-codes/").status_code == 200
