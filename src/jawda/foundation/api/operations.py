"""How a room declares an operation: who may, what it takes and gives. Each runs as one organisation, or for anyone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.crypto import salted_hmac
from ninja import Router
from ninja.decorators import decorate_view

from jawda.foundation.api import problems
from jawda.foundation.api.problems import MEDIA_TYPE
from jawda.foundation.api.reading import check_address
from jawda.foundation.tenancy.routes import public, token

View = TypeVar("View", bound=Callable[..., Any])

SAID: Final = {
    400: "The request cannot be read.",
    401: "No token in force was sent.",
    403: "The token lacks the scope, or the organisation cannot do this as it stands.",
    404: "There is nothing here, or it is another's.",
    409: "What stands there does not allow it now.",
    412: "If-Match names another state.",
    413: "The request is too large.",
    415: "The body is not JSON.",
    422: "Something cannot be accepted; nothing was written.",
    428: "If-Match is expected.",
    429: "Too many requests; Retry-After says when to come back.",
}
_REFERENCE: Final = {"$ref": "#/components/schemas/ProblemOut"}


def operation(
    router: Router,
    method: str,
    path: str,
    *,
    gives: Any = None,
    scope: str | None = None,
    status: int = 200,
    faults: tuple[int, ...] = (),
    file: tuple[str, ...] = (),
    parameters: tuple[dict[str, Any], ...] = (),
    example: Any = None,
) -> Callable[[View], View]:
    """Declare an operation of ``router``: for a token with ``scope``, or for anyone where there is none.

    ``faults`` are the statuses that it answers besides those that all do; ``file`` the media types of a file that it
    gives instead of JSON; ``example`` a body that works.
    """
    said = {400, 404, 422, 429, *faults} | ({401, 403} if scope else set()) | ({413, 415} if example else set())
    extra: dict[str, Any] = {
        "responses": {
            code: {"description": SAID[code], "content": {MEDIA_TYPE: {"schema": _REFERENCE}}} for code in sorted(said)
        },
        "security": [{"token": [scope]}] if scope else [],
    }
    if file:
        shape = {"schema": {"type": "string", "format": "binary"}}
        extra["responses"][status] = {"description": "The file", "content": dict.fromkeys(file, shape)}
    if method == "GET":
        extra["responses"][304] = {"description": "It has not changed since the ETag that was sent."}
    if parameters:
        extra["parameters"] = list(parameters)
    if example is not None:
        extra["requestBody"] = {"content": {"application/json": {"example": example}}}

    def decorate(view: View) -> View:
        response = {status: gives} if gives is not None else {status: None}
        named = f"{(view.__module__.split('.')[2])}_{view.__name__}"
        summary, _stop, more = (view.__doc__ or "").strip().partition("\n")
        router.api_operation(
            [method], path, response=response, operation_id=named, url_name=named, openapi_extra=extra,
            summary=summary.rstrip("."), description=" ".join(more.split()) or None,
        )(view)  # fmt: skip
        decorate_view(_guarded(scope))(view)
        return view

    return decorate


def _guarded(scope: str | None) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Around an operation: who may, then problems as answers, then what caches may do with it."""

    def decorate(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def inside(request: HttpRequest, **values: Any) -> HttpResponse:
            return run(request, **values)

        allowed = token(scope)(inside) if scope else public(inside)

        @wraps(inside)
        def outside(request: HttpRequest, **values: Any) -> HttpResponse:
            try:
                check_address(request)
                response = allowed(request, **values)
            except problems.HANDLED as fault:
                response = problems.answered(request, fault)
            return _finished(request, response, private=scope is not None)

        outside.declaration = allowed.declaration
        return outside

    return decorate


def _finished(request: HttpRequest, response: HttpResponse, *, private: bool) -> HttpResponse:
    """An ETag of what is read, and no cache that answers in the place of another language or another's token."""
    patch_vary_headers(response, ("Accept-Language", "Authorization"))
    response.headers.setdefault("Cache-Control", "private, no-cache" if private else "no-cache")
    if request.method != "GET" or response.status_code != 200:
        return response
    if not response.has_header("ETag"):
        response["ETag"] = f'"{salted_hmac("jawda.api", response.content, algorithm="sha256").hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """A finished file to keep."""
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    )
