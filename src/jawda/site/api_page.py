"""The page that describes the programming interface, made from its own document."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jawda.foundation.tenancy.routes import public
from jawda.site.api import document


@dataclass(frozen=True, slots=True)
class Parameter:
    """What stands in the address or a header."""

    name: str
    place: str
    required: bool
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One operation."""

    id: str
    method: str
    address: str
    summary: str
    words: str
    scope: str
    """Nothing: for anyone."""
    parameters: tuple[Parameter, ...]
    statuses: tuple[tuple[str, str], ...]
    example: str


@cache
def operations() -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """The operations by subject, in the document's order."""
    found: dict[str, list[Line]] = {}
    for address, item in document()["paths"].items():
        for method, said in item.items():
            found.setdefault(said["tags"][0], []).append(_line(address, method.upper(), said))
    return tuple((subject, tuple(lines)) for subject, lines in found.items())


@dataclass(frozen=True, slots=True)
class Told:
    """One event that programs may be told of."""

    id: str
    name: str
    summary: str
    schema: str


@cache
def told() -> tuple[Told, ...]:
    """The events, in the document's order."""
    found = []
    for name, item in document()["webhooks"].items():
        said = item["post"]
        schema = said["requestBody"]["content"]["application/json"]["schema"]["properties"]["data"]["properties"]
        found.append(Told(said["operationId"], name, said["summary"], json.dumps(schema, indent=2)))
    return tuple(found)


def _line(address: str, method: str, said: dict[str, Any]) -> Line:
    body = said.get("requestBody", {}).get("content", {}).get("application/json", {})
    return Line(
        id=said["operationId"],
        method=method,
        address=address,
        summary=said["summary"],
        words=said.get("description", ""),
        scope=" ".join(scope for item in said["security"] for scope in item["token"]),
        parameters=tuple(
            Parameter(item["name"], item["in"], item["required"], item.get("description", ""))
            for item in said["parameters"]
        ),
        statuses=tuple((code, item["description"]) for code, item in sorted(said["responses"].items())),
        example=json.dumps(body["example"], ensure_ascii=False, indent=2) if "example" in body else "",
    )


@require_GET
@public
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation: what it takes, what it answers, and a body that works."""
    return render(request, "site/api.html", {"subjects": operations(), "told": told()})
