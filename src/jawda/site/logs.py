"""Structured logs: one JSON object a line, with no personal value and no address of a page's parameters."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

requests = logging.getLogger("jawda.requests")
_VALUES = re.compile(r"(?m)^(DETAIL|CONTEXT):.*\n?")
"""Lines in which PostgreSQL quotes the values of a row, in a traceback."""
_EXTRAS = ("request", "method", "route", "status", "milliseconds")


class JsonFormatter(logging.Formatter):
    """``{"at", "level", "logger", "message", …}``; a traceback goes into ``trace``."""

    def format(self, record: logging.LogRecord) -> str:
        body: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _without_address(record),
        }
        body |= {name: value for name in _EXTRAS if isinstance(value := getattr(record, name, None), str | int | float)}
        if record.exc_info:
            body["trace"] = _VALUES.sub("", self.formatException(record.exc_info))
        return json.dumps(body, ensure_ascii=False)


def _without_address(record: logging.LogRecord) -> str:
    """Django's own lines on requests quote the address, which names an organisation and its objects."""
    request = getattr(record, "request", None)
    if not isinstance(request, HttpRequest):
        return record.getMessage()
    match = request.resolver_match
    return record.getMessage().replace(request.path, match.view_name if match else "?")


class RequestLogMiddleware:
    """One line for each request, by its route's name: addresses hold handles and are left out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start, name = time.perf_counter(), uuid4().hex[:12]
        response = self.get_response(request)
        response.headers["X-Request-Id"] = name
        match = request.resolver_match
        requests.info(
            "request",
            extra={
                "request": name,
                "method": request.method,
                "route": match.view_name if match else "",
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - start) * 1000, 1),
            },
        )
        return response
