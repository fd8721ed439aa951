"""One transaction for each request, really committed or really rolled back, on a connection that is used again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import connection, transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import Client, override_settings
from django.urls import path
from tests.isolation.recipes import REFERENTIAL
from tests.isolation.world import World

from jawda.apps.diagnostics.models import Assessment
from jawda.foundation.tenancy.context import NoTenant, acting, current
from jawda.foundation.tenancy.routes import Access, public, room
from jawda.site.urls import urlpatterns as served

TITLE = "written by a view that failed"


def anyone(access: Access) -> bool:
    return True


def write(request: HttpRequest) -> None:
    Assessment.objects.create(organisation_id=request.access.organisation_id, referential=REFERENTIAL, title=TITLE)


class Failing:
    """A value that cannot be shown."""

    def __str__(self) -> str:
        raise ZeroDivisionError


def lazy(request: HttpRequest, text: str, **values: Any) -> TemplateResponse:
    return TemplateResponse(request, engines["django"].from_string(text), values)


@room(anyone)
def kept(request: HttpRequest) -> HttpResponse:
    write(request)
    return HttpResponse("kept")


@room(anyone)
def decided(request: HttpRequest) -> HttpResponse:
    """An answer of 4xx that the view gives by itself is a decision."""
    write(request)
    return HttpResponse("no", status=422)


@room(anyone)
def raises(request: HttpRequest, what: str) -> HttpResponse:
    write(request)
    raise {
        "zero": ZeroDivisionError, "missing": Http404, "denied": PermissionDenied, "bad": BadRequest,
        "suspicious": SuspiciousOperation,
    }[what]  # fmt: skip


@room(anyone)
def fails_in_template(request: HttpRequest) -> HttpResponse:
    write(request)
    return lazy(request, "{{ value }}", value=Failing())


@room(anyone)
def answers_503(request: HttpRequest) -> HttpResponse:
    write(request)
    return HttpResponse("later", status=503)


@room(anyone)
def streams(request: HttpRequest) -> StreamingHttpResponse:
    write(request)
    return StreamingHttpResponse(row.title for row in Assessment.objects.all())


@room(anyone)
def file(request: HttpRequest) -> FileResponse:
    import io

    return FileResponse(io.BytesIO(b"finished"))


@room(anyone)
def reads_in_template(request: HttpRequest) -> TemplateResponse:
    """The query runs while the template is rendered."""
    return lazy(request, "{% for row in rows %}{{ row.title }} {% endfor %}", rows=Assessment.objects.all())


@public
def forgets_the_room(request: HttpRequest) -> TemplateResponse:
    return lazy(request, "{% for row in rows %}{{ row.title }}{% endfor %}", rows=Assessment.objects.all())


urlpatterns = [
    *served,
    path("t/<str:handle>/kept/", kept),
    path("t/<str:handle>/decided/", decided),
    path("t/<str:handle>/raises/<str:what>/", raises),
    path("t/<str:handle>/template/", fails_in_template),
    path("t/<str:handle>/503/", answers_503),
    path("t/<str:handle>/streams/", streams),
    path("t/<str:handle>/file/", file),
    path("t/<str:handle>/reads/", reads_in_template),
    path("t/forgets/", forgets_the_room),
]
handler400 = "jawda.site.errors.bad_request"
handler403 = "jawda.site.errors.forbidden"
handler404 = "jawda.site.errors.not_found"
handler500 = "jawda.site.errors.server_error"


@pytest.fixture
def committed(world: World, django_db_blocker: Any) -> Iterator[World]:
    """Without a transaction around the test: what a request commits is there for the next."""
    with django_db_blocker.unblock(), override_settings(ROOT_URLCONF=__name__):
        assert not connection.in_atomic_block
        yield world


def ask(world: World, identity: str, tenant: str, rest: str) -> HttpResponse:
    one = world.identities[identity]
    one.client.cookies.clear()
    one.client.cookies["sessionid"] = one.cookies
    one.client.raise_request_exception = False
    return one.client.get(f"/t/{world.tenants[tenant].handle}/{rest}")


def left(world: World) -> int:
    """Rows that the views above left behind; they are then taken away."""
    with transaction.atomic(), acting(organisation_id=world.tenants["A1"].pk):
        return Assessment.objects.filter(title=TITLE).delete()[0]


@pytest.mark.parametrize(("address", "status"), [("kept/", 200), ("decided/", 422)])
def test_what_a_view_wrote_is_kept(committed: World, address: str, status: int) -> None:
    assert ask(committed, "manager_A1", "A1", address).status_code == status
    assert left(committed) == 1


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("raises/zero/", 500),
        ("raises/missing/", 404),
        ("raises/denied/", 403),
        ("raises/bad/", 400),
        ("raises/suspicious/", 400),
        ("template/", 500),
        ("503/", 503),
        ("streams/", 500),
    ],
)
def test_a_view_that_wrote_and_then_failed_leaves_nothing(committed: World, address: str, status: int) -> None:
    """Also where the template fails, where Django makes an answer of the exception, and where a body is streamed."""
    response = ask(committed, "manager_A1", "A1", address)
    assert response.status_code == status
    assert left(committed) == 0
    assert "ZeroDivision" not in response.content.decode()
    assert ask(committed, "manager_A1", "A1", "kept/").status_code == 200, "the connection must be usable"
    assert left(committed) == 1


def test_a_finished_file_is_sent(committed: World) -> None:
    assert b"".join(ask(committed, "manager_A1", "A1", "file/").streaming_content) == b"finished"


def test_a_template_that_is_rendered_late_reads_its_own_organisations_rows(committed: World) -> None:
    response = ask(committed, "manager_A1", "A1", "reads/")
    found = committed.canaries.found_in(response.content.decode())
    assert response.status_code == 200
    assert {place.organisations for token in found for place in committed.canaries.places[token]} == {
        frozenset({committed.tenants["A1"].pk})
    }


def test_a_view_that_forgets_the_room_fails_loudly(committed: World) -> None:
    client = Client()
    with pytest.raises(NoTenant):
        client.get("/t/forgets/")


def told() -> tuple[str, str, str]:
    """What the connection still holds, outside any transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('app.organisation', true), ''),"
            " coalesce(current_setting('app.person', true), ''), coalesce(current_setting('app.purpose', true), '')"
        )
        return tuple(cursor.fetchone())


@pytest.mark.parametrize("address", ["reads/", "raises/zero/", "template/", "streams/", "raises/missing/"])
def test_nothing_of_a_request_is_left_on_the_connection(committed: World, address: str) -> None:
    """The next request, of another person, comes over the same connection."""
    ask(committed, "manager_A1", "A1", address)
    backend = connection.connection.info.backend_pid
    assert told() == ("", "", "")
    assert current().organisation_id is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM diagnostics_assessment")
        assert cursor.fetchone() == (0,)
    response = ask(committed, "manager_B2", "B2", "reads/")
    assert connection.connection.info.backend_pid == backend
    found = committed.canaries.found_in(response.content.decode())
    assert {place.organisations for token in found for place in committed.canaries.places[token]} == {
        frozenset({committed.tenants["B2"].pk})
    }


def test_the_sign_in_purpose_ends_with_its_page(committed: World) -> None:
    """Under it accounts can be looked up by address; no other page may."""
    assert Client().get("/compte/login/").status_code == 200
    assert told() == ("", "", "")
    with transaction.atomic(), acting(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_person")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_nested_blocks_restore_what_was_before(world: World) -> None:
    """Through three organisations and back, over released, rolled back and broken savepoints."""
    ids = [world.tenants[name].pk for name in ("A1", "A2", "B1")]
    with acting(organisation_id=ids[0]):
        with acting(organisation_id=ids[1]):
            with transaction.atomic(), acting(organisation_id=ids[2]):
                assert told()[0] == str(ids[2])
            assert told()[0] == str(ids[1])
            with pytest.raises(ZeroDivisionError), transaction.atomic(), acting(organisation_id=ids[2]):
                raise ZeroDivisionError
            assert told()[0] == str(ids[1])
            with transaction.atomic(), acting(organisation_id=ids[2]):
                transaction.set_rollback(True)
            assert told()[0] == str(ids[1])
            with pytest.raises(Exception, match="division"), transaction.atomic(), acting(organisation_id=ids[2]):
                connection.cursor().execute("SELECT 1/0")
            assert told()[0] == str(ids[1])
        assert told()[0] == str(ids[0])
    assert told() == ("", "", "")
