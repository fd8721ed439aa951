"""The demonstration's letter box: its mails reach nobody, so they are read here. It does not exist elsewhere."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jawda.foundation.tenancy.routes import public
from jawda.site.mail_folder import kept_mails
from jawda.site.mail_settings import FOLDER_BACKEND


@never_cache
@require_GET
@public
def letter_box(request: HttpRequest) -> HttpResponse:
    """The mails of the demonstration, newest first; 404 anywhere but in a demonstration that keeps its mails."""
    if not settings.DEMO or settings.EMAIL_BACKEND != FOLDER_BACKEND:
        raise Http404
    mails = kept_mails(Path(settings.EMAIL_FILE_PATH))
    return render(request, "site/demo_mail.html", {"mails": mails})
