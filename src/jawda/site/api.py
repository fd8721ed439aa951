"""The programming interface, put together: the rooms' operations, the document that describes them, its page."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache, wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from ninja import NinjaAPI

from jawda.apps.diagnostics.api import router as assessments
from jawda.apps.diagnostics.api_answers import router as answers
from jawda.apps.ecosystems.api import router as ecosystems
from jawda.apps.organisations.api import router as organisation
from jawda.apps.organisations.api_scopes import Scope
from jawda.apps.recognition.api import router as certificates
from jawda.apps.referentials.api import router as referentials
from jawda.foundation.api import problems
from jawda.foundation.api.problems import PREFIX, Problem, ProblemOut
from jawda.foundation.api.reading import BoundedParser
from jawda.foundation.audit.api import router as audit
from jawda.foundation.tenancy.routes import Declaration, public
from jawda.foundation.webhooks.events import Event, events

DESCRIPTION: Final = (
    "The same verbs as the pages, for an organisation's own programs. Times are in ISO 8601 with their offset, days as "
    "2026-11-28. Sentences are in the language of Accept-Language (fr, ar, en); codes never change with it. Lists are "
    "read by cursor. What is read has an ETag."
)

api = NinjaAPI(
    title="Jawda", version="1", description=DESCRIPTION, openapi_url=None, docs_url=None,
    parser=BoundedParser(),
)  # fmt: skip
for _router in (referentials, assessments, answers, organisation, ecosystems, certificates, audit):
    api.add_router("", _router)
for _kind in problems.HANDLED:
    api.add_exception_handler(_kind, problems.answered)


class Undeclared(RuntimeError):
    """An operation says nothing of who may, or the operations of one address say different things."""


def _spoken(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A method that an address does not have is a problem like any other."""

    @wraps(view)
    def wrapped(request: HttpRequest, **values: Any) -> HttpResponse:
        response = view(request, **values)
        if response.status_code != 405:
            return response
        return problems.response(Problem(405, _("This address does not have this method."), Allow=response["Allow"]))

    return wrapped


def patterns() -> list[URLPattern]:
    """The addresses; each view declares its audience, as every route does."""
    found = []
    for bound in api._get_bound_routers():  # the library has no public way from an address to its operations
        made = bound.urls_paths(bound.prefix)
        for view in bound.path_operations.values():
            pattern = next(made)
            for _same in view.operations[1:]:  # one for each operation, and each answers to all methods
                next(made)
            said = [getattr(operation.run, "declaration", None) for operation in view.operations]
            if None in said or len({item.audience for item in said}) != 1:
                raise Undeclared(str(pattern.pattern))
            scopes = " ".join(sorted({item.permission for item in said}))
            pattern.callback = _spoken(pattern.callback)
            pattern.callback.declaration = Declaration(said[0].audience, scopes)
            found.append(pattern)
    return found


@cache
def document() -> dict[str, Any]:
    """The interface in OpenAPI 3.1."""
    made = dict(api.get_openapi_schema(path_prefix=PREFIX.lstrip("/") + "/"))
    made["paths"] = {address.replace("//", "/"): item for address, item in made["paths"].items()}
    parts = made["components"]
    shape = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    parts["schemas"] |= shape.pop("$defs") | {"ProblemOut": shape}
    parts["securitySchemes"] = {
        "token": {
            "type": "http", "scheme": "bearer", "bearerFormat": "jwd_…",
            "description": "A token of the organisation. Scopes: "
            + ", ".join(f"{scope.value}" for scope in Scope) + ".",
        }
    }  # fmt: skip
    made["webhooks"] = {event.name: {"post": _told(event)} for event in events()}
    return json.loads(json.dumps(made, default=str))


def _told(event: Event) -> dict[str, Any]:
    """What is sent to programs that listen; its headers are those of Standard Webhooks."""
    url = {"type": "string", "format": "uri"} if event.route else {"type": "null"}
    data = {
        "type": "object", "properties": {**event.data, "url": url}, "required": [*event.data, "url"],
        "additionalProperties": False,
    }  # fmt: skip
    moment = {"type": "string", "format": "date-time"}
    schema = {
        "type": "object", "required": ["type", "timestamp", "data"],
        "properties": {"type": {"const": event.name}, "timestamp": moment, "data": data},
    }  # fmt: skip
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    return {
        "operationId": f"webhook_{event.name.replace('.', '_')}",
        "summary": event.words.rstrip("."),
        "parameters": [
            {"name": name, "in": "header", "required": True, "schema": {"type": "string"}} for name in names
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {"2XX": {"description": "Received. Anything else is tried again for two days; 410 ends it."}},
    }


@require_GET
@public
def openapi(request: HttpRequest) -> HttpResponse:
    """The document, for tools."""
    content = json.dumps(document(), ensure_ascii=False, indent=1).encode()
    return HttpResponse(content, content_type="application/json", headers={"Cache-Control": "no-cache"})


app_name = "api"
urlpatterns = [path("openapi.json", openapi, name="document"), *patterns()]
