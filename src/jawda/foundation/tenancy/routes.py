"""Every route declares who may use it; a test walks the URLs and fails on one that does not.

``@public``: anyone. ``@signed_in``: any person. ``@room(permission)``: inside an organisation, whose handle is
in the address; someone who does not belong there gets 404, as if it did not exist. ``@token(scope)``: a program of
an organisation, by a token that has the scope; no person acts.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeAlias
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse

from jawda.foundation.tenancy.context import acting


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a person may do in one organisation: by membership, or for a time by a mission."""

    organisation_id: UUID
    handle: str
    organisation_name: str
    kind: str
    status: str
    fictitious: bool
    person_id: UUID | None
    """None where a program acts by a token."""
    role: str
    scope: tuple[str, ...] | None = None
    """Activities a mission opens; None for a member."""
    unread: int = 0
    """How many notices the person has not read; it came with the same query."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a route declared: its audience, and the name of its permission."""

    audience: str
    permission: str = ""


View: TypeAlias = Callable[..., HttpResponse]
Permission: TypeAlias = Callable[[Access], bool]
Resolver: TypeAlias = Callable[[UUID, str], Access | None]
TokenResolver: TypeAlias = Callable[[str, str], AbstractContextManager[Access | None]]

_resolvers: list[Resolver] = []
_token_resolvers: list[TokenResolver] = []


class NoToken(Exception):
    """No token was sent, or none that opens anything today."""


class ScopeLacking(PermissionDenied):
    """The token is good, and does not have this scope."""

    def __init__(self, scope: str) -> None:
        super().__init__(scope)
        self.scope = scope


def register_resolver(resolver: Resolver) -> None:
    """The room that knows memberships gives the function that finds a person's access by handle."""
    _resolvers[:] = [resolver]


def register_token_resolver(resolver: TokenResolver) -> None:
    """The room that knows organisations gives the block inside which what a token and a scope open acts."""
    _token_resolvers[:] = [resolver]


def public(view: View) -> View:
    """Anyone may see it."""
    view.declaration = Declaration("public")
    return view


def signed_in(view: View) -> View:
    """Any person who is signed in."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    wrapped.declaration = Declaration("signed in")
    return wrapped


def operator_only(view: View) -> View:
    """Operators of the platform; to others the page does not exist."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.is_operator:
            raise Http404
        return view(request, *args, **kwargs)

    wrapped.declaration = Declaration("operator")
    return wrapped


def room(permission: Permission) -> Callable[[View], View]:
    """Inside the organisation that the address names, if ``permission`` says so."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, handle: str, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            access = _resolvers[0](request.user.pk, handle)
            if access is None:
                raise Http404
            request.access = access
            with acting(organisation_id=access.organisation_id, person_id=request.user.pk, until_commit=True):
                if not permission(access):
                    raise PermissionDenied
                response = view(request, *args, **kwargs)
                if isinstance(response, SimpleTemplateResponse):
                    response.render()  # Django would do it later, when nobody acts any more
                return response

        wrapped.declaration = Declaration("room", permission.__name__)
        return wrapped

    return decorate


def token(scope: str) -> Callable[[View], View]:
    """For an organisation whose token was sent and has this scope. ``NoToken`` or ``ScopeLacking`` otherwise.

    A session that came along opens nothing: nobody but the organisation acts.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with _token_resolvers[0](bearer(request), scope) as access:
                if access is None:
                    raise NoToken
                request.access = access
                return view(request, *args, **kwargs)

        wrapped.declaration = Declaration("token", scope)
        return wrapped

    return decorate


def bearer(request: HttpRequest) -> str:
    """What was sent as ``Authorization: Bearer …`` (RFC 6750); nothing where nothing was."""
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else ""
