"""The room's first page: what the company measures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jawda.apps.product_quality.models import Characteristic
from jawda.apps.product_quality.rules import may_read
from jawda.apps.product_quality.tabs import tabs
from jawda.foundation.tenancy.routes import room


@require_GET
@room(may_read)
def overview(request: HttpRequest) -> HttpResponse:
    """Every characteristic that is watched."""
    rows = list(Characteristic.objects.filter(archived_on=None).order_by("product", "process", "name"))
    return render(request, "product_quality/overview.html", {"rows": rows, **tabs(request.access, "overview")})
