"""Sessions: rotated at sign-in, ended with the password, seen and ended by their owner alone, forgotten when over."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.foundation.accounts.people import PASSWORD, an_account, sign_in, signed_in, the_last_link

from jawda.foundation.accounts import domain
from jawda.foundation.accounts.middleware import BEGAN, SEEN
from jawda.foundation.tenancy.context import SIGN_IN, acting

pytestmark = pytest.mark.django_db
HOME = "/mon-compte/"


def is_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


def test_a_sign_in_makes_a_new_session() -> None:
    """A session that someone else put into the browser before must not become the person's."""
    person, client = an_account(), Client()
    client.post("/compte/login/code/", {"email": person.email})
    before = client.cookies["sessionid"].value
    client.post("/compte/logout/")
    sign_in(client, person)
    assert client.cookies["sessionid"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one() -> None:
    person = an_account()
    here, there = signed_in(person), signed_in(person)
    answer = here.post(
        "/compte/password/change/",
        {"oldpassword": PASSWORD, "password1": "four other words here", "password2": "four other words here"},
    )
    assert answer.headers["Location"] == HOME
    assert is_in(here)
    assert not is_in(there)
    assert mail.outbox[-1].to == [person.email]


def test_a_reset_password_ends_all_sessions() -> None:
    person = an_account()
    there, here = signed_in(person), Client()
    here.post("/compte/password/reset/", {"email": person.email})
    form = here.get(the_last_link(), follow=True)
    answer = here.post(
        form.redirect_chain[-1][0], {"password1": "four other words here", "password2": "four other words here"}
    )
    assert answer.status_code == 302
    assert not is_in(there)
    assert not is_in(here)
    assert sign_in(Client(), person, "four other words here").status_code == 302


def test_the_list_names_browser_and_network_address_and_ends_one() -> None:
    person = an_account()
    here = signed_in(person)
    there = signed_in(person, HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0", REMOTE_ADDR="192.0.2.5")
    page = here.get("/mon-compte/sessions/").content.decode()
    assert "Firefox, Windows" in page
    assert "192.0.2.5" in page
    with acting(person_id=person.pk):
        other = UserSession.objects.get(user=person, ip="192.0.2.5")
    assert here.post(f"/mon-compte/sessions/{other.pk}/").status_code == 302
    assert not is_in(there)
    assert is_in(here)


def test_ending_all_the_others_keeps_this_one() -> None:
    person = an_account()
    here, others = signed_in(person), [signed_in(person), signed_in(person)]
    here.post("/mon-compte/sessions/")
    assert is_in(here)
    assert not any(map(is_in, others))


def test_nobody_ends_or_sees_anothers_session() -> None:
    victim, rival = an_account(), an_account()
    theirs = signed_in(victim, REMOTE_ADDR="192.0.2.66")
    with acting(person_id=victim.pk):
        session = UserSession.objects.get(user=victim)
    client = signed_in(rival)
    assert client.post(f"/mon-compte/sessions/{session.pk}/").status_code == 404
    assert "192.0.2.66" not in client.get("/mon-compte/sessions/").content.decode()
    client.post("/mon-compte/sessions/")
    assert is_in(theirs)
    with acting(person_id=rival.pk), pytest.raises(domain.NotOneself):
        domain.end_session(person=victim, session_id=session.pk)


def test_the_use_of_a_session_is_noted_every_five_minutes_and_not_at_each_request() -> None:
    client = signed_in(an_account())
    client.get("/annuaire/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/annuaire/")
    assert not [query for query in queries if "usersessions" in query["sql"] or "UPDATE" in query["sql"]]
    session = client.session
    session[SEEN] = time.time() - 301
    session.save()
    with CaptureQueriesContext(connection) as queries:
        client.get("/annuaire/")
    assert [query for query in queries if 'UPDATE "usersessions_usersession"' in query["sql"]]


def test_no_session_outlives_a_week_however_much_it_is_used(settings: Any) -> None:
    client = signed_in(an_account())
    assert is_in(client)
    session = client.session
    session[SEEN], session[BEGAN] = 0, time.time() - settings.SESSION_LONGEST_AGE - 1
    session.save()
    assert not is_in(client)


def test_what_was_noted_of_ended_sessions_is_forgotten() -> None:
    person = an_account()
    client, living = signed_in(person, REMOTE_ADDR="192.0.2.5"), signed_in(person)
    Session.objects.filter(session_key=client.session.session_key).update(
        expire_date=timezone.now() - timedelta(seconds=1)
    )
    assert domain.forget_ended_sessions(now=timezone.now()) == 1
    with acting(purpose=SIGN_IN):
        assert [row.session_key for row in UserSession.objects.filter(user=person)] == [living.session.session_key]
