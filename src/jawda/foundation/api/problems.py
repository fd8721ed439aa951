"""What goes wrong, as RFC 9457 says it: ``application/problem+json``, with a sentence and the places of the faults."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

import ninja.errors
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from jawda.core.findings import Finding, Refused, words
from jawda.foundation.tenancy.routes import NoToken, ScopeLacking
from jawda.foundation.ui.templatetags.ui import language

PREFIX: Final = "/api/v1"
MEDIA_TYPE: Final = "application/problem+json"
MOST_FINDINGS: Final = 100


class FindingOut(BaseModel):
    """One fault."""

    id: str = Field(description="Names the kind of fault; it never changes with the language.")
    place: str = Field(description="Where it is, such as “answers[3].level”; empty where it is the whole.")
    sentence: str = Field(description="What is wrong, in the language of Accept-Language.")


class ProblemOut(BaseModel):
    """A problem (RFC 9457)."""

    type: str = Field(description="Always “about:blank”: the status says what kind of problem it is.")
    title: str = Field(description="The problem in a sentence, in the language of Accept-Language.")
    status: int
    findings: list[FindingOut] = Field(description="Every fault with its place; the first hundred.")


class Problem(Exception):
    """An answer other than success; whatever was written before is undone."""

    def __init__(self, status: int, title: str, *, findings: Iterable[FindingOut] = (), **headers: str) -> None:
        super().__init__(title)
        self.status = status
        self.title = title
        self.findings = tuple(findings)
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def conflict(title: str) -> Problem:
    """What stands there does not allow it now."""
    return Problem(409, title)


def precondition_failed() -> Problem:
    """If-Match named another state."""
    return Problem(412, _("It was changed since you read it: read it again."))


def precondition_required() -> Problem:
    """Nothing is overwritten unseen (RFC 6585)."""
    return Problem(428, _("It is there already: send the ETag that you read as If-Match."))


def answered(request: HttpRequest, fault: Exception) -> HttpResponse:
    """The answer to what a verb or a reader raised; what is none of these is raised again, and becomes a 500.

    The request's transaction is rolled back, as it is where a page's view raises.
    """
    problem = _problem(fault)
    if problem is None:
        raise fault
    request.raised = True
    return response(problem)


def response(problem: Problem) -> HttpResponse:
    """The problem as an answer."""
    body = ProblemOut(
        type="about:blank", title=problem.title, status=problem.status, findings=list(problem.findings[:MOST_FINDINGS])
    )
    content = json.dumps(body.model_dump(), ensure_ascii=False).encode()
    headers = {"Cache-Control": "no-store", "Content-Language": (get_language() or "fr")[:2], **problem.headers}
    return HttpResponse(content, status=problem.status, content_type=MEDIA_TYPE, headers=headers)


def _problem(fault: Exception) -> Problem | None:
    if isinstance(fault, Problem):
        return fault
    for kind, make in _KINDS:
        if isinstance(fault, kind):
            return make(fault)
    return None


def not_found(_fault: Exception | None = None) -> Problem:
    """The same for what never was and for what is another's."""
    return Problem(404, _("There is nothing here, or you do not have access to it."))


def _no_token(_fault: Exception) -> Problem:
    return Problem(401, _("A token in force is expected: Authorization: Bearer …"), WWW_Authenticate="Bearer")


def _scope(fault: Any) -> Problem:
    return Problem(403, _("The token does not have the scope %(scope)s.") % {"scope": fault.scope})


def _forbidden(_fault: Exception) -> Problem:
    return Problem(403, _("The organisation cannot do this as it stands."))


def _refused(fault: Any) -> Problem:
    return Problem(422, _("Something cannot be accepted: nothing was written."), findings=of_findings(fault.findings))


def of_findings(findings: Iterable[Finding], path: str = "") -> list[FindingOut]:
    """Findings of core with their sentences."""
    return [
        FindingOut(id=item.id, place=item.place.path or path, sentence=words(item, language())) for item in findings
    ]


def _invalid(fault: Any) -> Problem:
    if hasattr(fault, "error_dict"):
        pairs = [(field, error) for field, errors in fault.error_dict.items() for error in errors]
    else:
        pairs = [("", error) for error in fault.error_list]
    findings = [
        FindingOut(
            id=f"invalid.{error.code or 'value'}", place="" if field == "__all__" else field,
            sentence=" ".join(error.messages),
        )
        for field, error in pairs
    ]  # fmt: skip
    return Problem(422, _("Something cannot be accepted: nothing was written."), findings=findings)


def _shape(fault: Any) -> Problem:
    """What was sent does not have the form that the document describes."""
    return Problem(
        422, _("Something cannot be accepted: nothing was written."), findings=[_shaped(item) for item in fault.errors]
    )


def _shaped(error: dict[str, Any]) -> FindingOut:
    parts = [part for part in error["loc"] if part not in ("body", "query", "path", "header")]
    place = ""
    for part in parts[1:] if parts and parts[0] in ("given",) else parts:
        place += f"[{part}]" if isinstance(part, int) else f".{part}" if place else str(part)
    kind = str(error["type"])
    limits = {"limit": (error.get("ctx") or {}).get("max_length", "")}
    sentence = {
        "missing": _("This is expected and missing."),
        "extra_forbidden": _("This name is not known here."),
        "string_too_long": _("At most %(limit)s characters are expected.") % limits,
        "too_long": _("Too many entries."),
    }.get(kind, _("This does not have the form that the description of the interface gives."))
    return FindingOut(id=f"shape.{kind}", place=place, sentence=sentence)


def _bad(fault: Exception) -> Problem:
    return Problem(400, str(fault) or _("This request cannot be read."))


def _unread(fault: Any) -> Problem:
    """The library says one thing of every body that cannot be read; what our reader said stands behind it."""
    if isinstance(fault.__cause__, Problem):
        return fault.__cause__
    return Problem(fault.status_code, _("This request cannot be read."))


def _too_big(_fault: Exception) -> Problem:
    return Problem(413, _("The request is too large."))


_KINDS: Final[tuple[tuple[type[Exception], Any], ...]] = (
    (NoToken, _no_token),
    (ScopeLacking, _scope),
    (PermissionDenied, _forbidden),
    (Http404, not_found),
    (Refused, _refused),
    (ValidationError, _invalid),
    (ninja.errors.ValidationError, _shape),
    (ninja.errors.HttpError, _unread),
    (RequestDataTooBig, _too_big),
    (BadRequest, _bad),
)

HANDLED: Final = (Problem, *(kind for kind, _make in _KINDS))
"""The exceptions that have an answer."""
