"""Anyone drops a file, a picture or an address, and has it checked. Nothing is kept, and nothing fetched elsewhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jawda.apps.recognition.addresses import page_of
from jawda.apps.recognition.queries import public as queries
from jawda.apps.recognition.queries import seals
from jawda.apps.recognition.views import limits
from jawda.apps.recognition.views.certificates import page_from
from jawda.apps.recognition.views.dropped import MOST_BYTES, Dropped, of_file, of_text
from jawda.apps.recognition.views.typed import typed
from jawda.core.credentials.credential import Credential
from jawda.core.findings.checks import Check, Status
from jawda.foundation.apart import COME_BACK
from jawda.foundation.files.uploads import dropped as dropped_for_size
from jawda.foundation.printing.code_reading import LARGEST
from jawda.foundation.printing.paper_checks import pages_check
from jawda.foundation.tenancy.routes import public
from jawda.foundation.ui import formats
from jawda.foundation.ui.templatetags.ui import language


@require_http_methods(["GET", "HEAD", "POST"])
@public
def verify(request: HttpRequest) -> HttpResponse:
    """The form, or the verdict on what was sent. A file goes before a picture, and both before a text."""
    context: dict[str, object] = {
        "most": formats.filesize(MOST_BYTES, language()), "most_picture": formats.filesize(LARGEST, language()),
        "typed": "",
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "recognition/public/verify.html", context)
    said = request.POST.get("text", "").strip()
    if not limits.may_check(request):
        context["fault"] = _("Many files were checked from here within an hour. Come back later.")
        return _unkept(render(request, "recognition/public/verify.html", context, status=429))
    dropped = _given(request, said)
    if dropped.address:
        return _unkept(redirect(dropped.address))
    if dropped.fault:
        context |= {"fault": dropped.fault, "typed": typed(said, 2_000)}
        answer = render(request, "recognition/public/verify.html", context, status=503 if dropped.busy else 422)
        if dropped.busy:
            answer["Retry-After"] = str(COME_BACK)
        return _unkept(answer)
    judged = queries.judged(dropped.data, timezone.now())
    page = page_from(judged)
    pages = _pages(dropped, judged.verification.credential)
    context = {
        "page": page,
        "known_as": _known_as(judged.verification.credential and judged.verification.credential.id),
        "pages": pages and pages.sentence(language()),
        "changed": pages is not None and pages.status is not Status.OK,
    }
    return _unkept(render(request, "recognition/public/checked.html", context))


def _given(request: HttpRequest, said: str) -> Dropped:
    """A file that was too large is dropped while it comes in: then there is none, and that is said."""
    file = request.FILES.get("file") or request.FILES.get("picture")
    if file is not None:
        return of_file(file)
    if dropped_for_size(request):
        return Dropped(fault=_("This file is too large to be a signed document."))
    return of_text(said)


def _pages(dropped: Dropped, found: Credential | None) -> Check | None:
    """Of a PDF: whether its pages are those that the issuer of the document within sealed."""
    if dropped.seal is None:
        return None
    by = dropped.seal.certificate
    body = seals.sealed_by(by.sha256, did=found.issuer) if by is not None and found is not None else None
    return pages_check(dropped.seal, issuer="" if body is None else body.name)


def _known_as(said: str | None) -> str:
    """The reference under which what was dropped has its own page here; nothing for what has none."""
    reference = queries.canonical_reference((said or "").rsplit("/", 1)[-1])
    return reference if reference and said == page_of(reference) else ""


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response
