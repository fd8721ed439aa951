"""Structured logs: one JSON object a line, with no personal value, and of addresses the route's name only.

An address holds handles and what people searched for: where a library writes one into its sentence, the route's name
stands there instead.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse

requests = logging.getLogger("jawda.requests")
_VALUES = re.compile(r"(?m)^(DETAIL|CONTEXT):.*\n?")
"""Lines in which PostgreSQL quotes the values of a row, in a traceback."""
_EXTRAS = ("request", "method", "route", "status", "milliseconds", "organisation")


class JsonFormatter(logging.Formatter):
    """``{"at", "level", "logger", "message", …}``; a traceback goes into ``trace``."""

    def format(self, record: logging.LogRecord) -> str:
        body: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        body |= {name: value for name in _EXTRAS if isinstance(value := getattr(record, name, None), str | int | float)}
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            body |= {"request": request_id(request), "method": request.method, "route": route_of(request)}
        if record.exc_info:
            body["trace"] = _VALUES.sub("", self.formatException(record.exc_info))
        return json.dumps(body, ensure_ascii=False, default=str)


def request_id(request: HttpRequest) -> str:
    """The number that the answer carries as ``X-Request-Id``; '' before the middleware gave one."""
    return getattr(request, "log_id", "")


def route_of(request: HttpRequest) -> str:
    """The name of the request's route; '' where no route has the address."""
    return request.resolver_match.view_name if request.resolver_match else ""


def _message(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    if not isinstance(request, HttpRequest) or not isinstance(record.args, tuple):
        return record.getMessage()
    addresses = {request.path, request.path_info, request.get_full_path()}
    shown = tuple(f"[{route_of(request)}]" if argument in addresses else argument for argument in record.args)
    return str(record.msg) % shown if shown else str(record.msg)


class RequestLogMiddleware:
    """One line for each request: its number, route, status, milliseconds, and the organisation by its id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start, name = time.perf_counter(), uuid4().hex[:12]
        request.log_id = name
        response = self.get_response(request)
        response.headers["X-Request-Id"] = name
        extra: dict[str, object] = {
            "request": name,
            "method": request.method,
            "route": route_of(request),
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - start) * 1000, 1),
        }
        organisation = getattr(getattr(request, "access", None), "organisation_id", None)
        if isinstance(organisation, UUID):
            extra["organisation"] = str(organisation)
        requests.info("request", extra=extra)
        return response
