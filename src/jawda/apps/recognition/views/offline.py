"""The verifier that works without a network after one visit: its page, what it keeps, the worker that answers.

Nothing of a person stands in any of these answers, whoever asks: a browser keeps them.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from jawda.apps.recognition.domain.offline_packs import current_pack, keeper
from jawda.apps.recognition.offline_words import phrases
from jawda.core.languages import LANGUAGES, Language
from jawda.foundation.tenancy.routes import public
from jawda.foundation.ui.frame import Entry, Frame, LanguageLink
from jawda.foundation.ui.marks import Mark, Seal
from jawda.foundation.ui.templatetags.ui import language

PACK: Final = "application/vnd.jawda.offline-pack"
_NAMES: Final[dict[Language, str]] = {"fr": "Français", "ar": "العربية", "en": "English"}
_WORKER: Final = files("jawda.apps.recognition") / "static" / "recognition" / "offline" / "worker.js"


@require_safe
@public
def offline(request: HttpRequest) -> HttpResponse:
    """The page in the reader's language."""
    response = _shell(request)
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@require_safe
@public
def offline_shell(request: HttpRequest, code: str) -> HttpResponse:
    """The same page in a language that the address names, as it is kept."""
    with override(_language(code)):
        return _shell(request)


@require_safe
@public
def offline_phrases(request: HttpRequest, code: str) -> HttpResponse:
    """The sentences that the page may have to say."""
    found = _language(code)
    with override(found):
        return _kept_by_anyone(JsonResponse(phrases(found)))


@require_safe
@public
def offline_manifest(request: HttpRequest) -> HttpResponse:
    """So that a phone can put the page among its applications (W3C Web Application Manifest)."""
    scope = reverse("offline")
    document = {
        "name": _("Jawda, verifying without a network"),
        "short_name": _("Verifier"),
        "lang": language(),
        "dir": "rtl" if language() == "ar" else "ltr",
        "id": scope, "start_url": scope, "scope": scope, "display": "standalone",
        "background_color": "#f4f6f3", "theme_color": "#0d3f38",
        "icons": [{"src": static("ui/icon.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any"}],
    }  # fmt: skip
    response = _kept_by_anyone(JsonResponse(document, content_type="application/manifest+json"))
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@require_safe
@public
def offline_worker(request: HttpRequest) -> HttpResponse:
    """The script that answers where there is no network: for the page itself, and for addresses that codes hold.

    Its registrations name ``/c/`` and ``/d/``, which lie beside its own address: hence the header. It keeps no answer
    of either.
    """
    response = HttpResponse(_WORKER.read_text("utf-8"), content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
@public
def offline_pack(request: HttpRequest) -> HttpResponse:
    """What verification rests on, signed: keys, accreditations, status lists, trust list. 404 while there is no key."""
    pack = current_pack(timezone.now())
    if pack is None:
        raise Http404
    response = get_conditional_response(request, etag=pack.etag)
    if response is None:
        response = HttpResponse(pack.data, content_type=PACK)
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            response = HttpResponse(pack.packed, content_type=PACK, headers={"Content-Encoding": "gzip"})
    response["ETag"] = pack.etag
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=300"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _shell(request: HttpRequest) -> HttpResponse:
    """Without a name, a menu or a message of whoever is signed in."""
    current = language()
    context = {
        "frame": Frame(
            navigation=(
                Entry(label=_("Verify with a network"), url=reverse("verify")),
                Entry(label=_("Verify without a network"), url=reverse("offline"), current=True),
            ),
            languages=tuple(
                LanguageLink(code=code, label=_NAMES[code], url=reverse("offline_shell", args=[code]))
                for code in LANGUAGES
                if code != current
            ),
            demo=settings.DEMO,
        ),
        "messages": (),
        "keeper": json.dumps(keeper()),
        "seals": list(Seal),
        "marks": {"ok": Mark.CONFORMS, "warn": Mark.TO_REVIEW, "fail": Mark.DOES_NOT},
        "code": current,
    }  # fmt: skip
    return _kept_by_anyone(render(request, "recognition/public/offline.html", context))


def _language(code: str) -> Language:
    found = next((one for one in LANGUAGES if one == code), None)
    if found is None:
        raise Http404
    return found


def _kept_by_anyone(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-cache"
    return response
