"""The matrix can fail: views that leak or write in each way that was thought of are planted, and each is reported."""

from __future__ import annotations

import io

import pytest
from django.core.mail import send_mail
from django.db import models
from django.http import FileResponse, HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path
from tests.isolation.addresses import routes
from tests.isolation.attempts import Attempt, Trial
from tests.isolation.world import World

from jawda.apps.diagnostics.models import Answer, Assessment
from jawda.apps.organisations.models import Organisation
from jawda.foundation.tenancy.context import acting
from jawda.foundation.tenancy.routes import Access, operator_only, public, room, signed_in
from jawda.site.urls import urlpatterns as served

pytestmark = pytest.mark.django_db


def anyone(access: Access) -> bool:
    return True


def stolen() -> str:
    """Another's text, read past both walls."""
    rows = models.QuerySet(Answer).exclude(note="")
    return " ".join(sorted(row.note for row in rows))


@room(anyone)
def body(request: HttpRequest) -> HttpResponse:
    return HttpResponse(stolen())


@room(anyone)
def split(request: HttpRequest) -> HttpResponse:
    return HttpResponse("".join(f"{letter}\u00ad" for letter in stolen()))


@room(anyone)
def header(request: HttpRequest) -> HttpResponse:
    return HttpResponse("", headers={"X-Total": stolen()[:5000]})


@room(anyone)
def cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("")
    response.set_cookie("x", stolen()[:5000])
    return response


@room(anyone)
def location(request: HttpRequest) -> HttpResponse:
    return HttpResponse("", status=302, headers={"Location": "/" + stolen()[:5000].replace(" ", "/")})


@room(anyone)
def file(request: HttpRequest) -> FileResponse:
    return FileResponse(io.BytesIO(stolen().encode()))


@room(anyone)
def workbook(request: HttpRequest) -> HttpResponse:
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    book.active.append([stolen()])
    book.save(out)
    return HttpResponse(out.getvalue(), content_type="application/octet-stream")


@room(anyone)
def document(request: HttpRequest) -> HttpResponse:
    import typst

    return HttpResponse(typst.compile(stolen().encode()), content_type="application/pdf")


@room(anyone)
def key(request: HttpRequest) -> HttpResponse:
    return HttpResponse(" ".join(str(row.pk) for row in models.QuerySet(Assessment)))


@room(anyone)
def mails(request: HttpRequest) -> HttpResponse:
    send_mail("subject", stolen(), None, [request.user.email])
    return HttpResponse("")


@room(anyone)
def changes(request: HttpRequest) -> HttpResponse:
    home = Organisation.objects.exclude(pk=request.access.organisation_id).filter(kind="company").first().pk
    with acting(organisation_id=home):
        Assessment.objects.update(title="x")
    return HttpResponse("")


@room(anyone)
def fails(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


@signed_in
def no_room(request: HttpRequest, handle: str) -> HttpResponse:
    """Declared otherwise than it behaves: shows a room to whoever is signed in."""
    return HttpResponse(Organisation.objects.get(handle=handle).name)


@public
def open_door(request: HttpRequest) -> HttpResponse:
    return HttpResponse(stolen())


@operator_only
def desk(request: HttpRequest) -> HttpResponse:
    return HttpResponse(stolen())


LEAKS = {
    "body": "shows", "split": "shows", "header": "shows", "cookie": "shows", "location": "shows", "file": "shows",
    "workbook": "shows", "document": "shows", "key": "shows", "mails": "mails", "changes": "writes",
    "fails": "answers 500",
}  # fmt: skip
urlpatterns = [
    *served,
    *(path(f"leak/<str:handle>/{name}/", globals()[name], name=f"leak_{name}") for name in LEAKS),
    path("leak/<str:handle>/room/", no_room, name="leak_no_room"),
    path("leak/door/", open_door, name="leak_open_door"),
    path("leak/desk/", desk, name="leak_desk"),
]
handler404 = "jawda.site.errors.not_found"
handler500 = "jawda.site.errors.server_error"


def reported(world: World, name: str, identity: str, tenant: str = "A2", row: str = "A2") -> str:
    with override_settings(ROOT_URLCONF=__name__):
        route = next(item for item in routes() if item.name == name)
        return "\n".join(Trial(world).run([Attempt(route, identity, "GET", (), tenant, row)]).faults)


@pytest.mark.parametrize(("name", "words"), LEAKS.items())
def test_a_planted_fault_is_reported(world_without_policies: World, name: str, words: str) -> None:
    assert words in reported(world_without_policies, f"leak_{name}", "manager_A2")


@pytest.mark.parametrize(
    ("name", "identity"),
    [("leak_no_room", "manager_B1"), ("leak_open_door", "anonymous"), ("leak_desk", "operator")],
)
def test_a_planted_door_is_reported(world_without_policies: World, name: str, identity: str) -> None:
    assert "shows" in reported(world_without_policies, name, identity)
