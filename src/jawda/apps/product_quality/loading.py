"""Views whose module is loaded when somebody first asks for them.

The statistics take a second to load, and most commands, jobs and pages never need them.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse

from jawda.foundation.tenancy.routes import Permission, View, room


def later(permission: Permission, module: str, name: str) -> View:
    """The view ``name`` of a module, inside the organisation of the address, if ``permission`` says so."""

    def view(request: HttpRequest, **arguments: Any) -> HttpResponse:
        found: HttpResponse = getattr(import_module(module), name)(request, **arguments)
        return found

    view.__name__ = view.__qualname__ = name
    return room(permission)(view)
