"""Keys with which the body signs: the first one in one click, another one, and one that was lost."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.recognition.domain import keys as verbs
from jawda.apps.recognition.domain.device_keys import declare_key
from jawda.apps.recognition.domain.lent_devices import devices_of
from jawda.apps.recognition.forms import DeviceKeyForm, LostKeyForm
from jawda.apps.recognition.models import SigningKey
from jawda.apps.recognition.queries import own
from jawda.apps.recognition.rules import may_issue, may_manage_keys, may_read_issued
from jawda.apps.recognition.views.own_pages import tabs, tried
from jawda.apps.recognition.views.seals import shown_seal
from jawda.core.credentials.keys import Algorithm, public_key
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.marks import Mark

_OFFERED: Final = tuple(one.value for one in verbs.OFFERED)


@require_GET
@room(may_read_issued)
def keys(request: HttpRequest) -> HttpResponse:
    """All keys; whoever may not make one reads who may."""
    rows = [_shown(key) for key in own.signing_keys()]
    identity = own.identity()
    context = {
        "rows": rows,
        "identity": identity,
        "present": any(row["present"] for row in rows),
        "manages": may_manage_keys(request.access) and (may_issue(request.access) or identity is not None),
        "devices": bool(devices_of(request.access.handle)),
        "seal": shown_seal(timezone.now()),
        "algorithms": _OFFERED,
        "status": request.access.status,
        **tabs(request.access, "recognition:keys"),
    }
    return render(request, "recognition/own/keys.html", context)


def _shown(key: SigningKey) -> dict[str, object]:
    if key.compromised_at is not None:
        mark, label = Mark.DOES_NOT, _("Revoked")
    elif key.retired_at is not None:
        mark, label = Mark.NOT_APPLICABLE, _("Retired")
    else:
        mark, label = Mark.CONFORMS, _("Signs now")
    present = key.compromised_at is None and key.retired_at is None
    thumbprint = public_key(key.public_jwk).thumbprint()
    return {"key": key, "mark": mark, "label": label, "present": present, "thumbprint": thumbprint}


@require_POST
@room(may_manage_keys)
def make(request: HttpRequest) -> HttpResponse:
    """The first key, or one that takes over from the present one."""
    first = own.present_key() is None
    wanted = request.POST.get("algorithm", Algorithm.ED25519.value)
    if wanted not in _OFFERED:
        raise Http404
    verbs.make_key(access=request.access, algorithm=Algorithm(wanted))
    if first:
        messages.success(request, _("Your organisation signs with this key from now on."))
    else:
        messages.success(request, _("The new key signs from now on. What the former one signed stays good."))
    return redirect("recognition:keys", request.access.handle)


@require_http_methods(["GET", "POST"])
@room(may_manage_keys)
def declare(request: HttpRequest) -> HttpResponse:
    """A key that stands in a device of the body's; not found where none is lent to it."""
    devices = [one.name for one in devices_of(request.access.handle)]
    if not devices:
        raise Http404
    form = DeviceKeyForm(request.POST if request.method == "POST" else None, devices=devices)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: declare_key(access=request.access, **said)) is not None:
            messages.success(request, _("Your organisation signs with the key in its device from now on."))
            return redirect("recognition:keys", request.access.handle)
    context = {"form": form, "present": own.present_key() is not None}
    return render(request, "recognition/own/device_key.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@room(may_manage_keys)
def lost(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """A key was lost or stolen: what that does is said before it is done."""
    key = SigningKey.objects.defer("sealed").filter(pk=key_id).first()
    if key is None:
        raise Http404
    form = LostKeyForm(request.POST if request.method == "POST" else None, initial={"at": timezone.localtime()})
    if request.method == "POST" and form.is_valid():
        at = form.cleaned_data["at"]
        if tried(form, lambda: verbs.revoke_key(access=request.access, key_id=key_id, at=at)) is not None:
            messages.success(request, _("The key is revoked. Make a new one to go on issuing."))
            return redirect("recognition:keys", request.access.handle)
    context = {"form": form, "key": key, "revoked": key.compromised_at}
    return render(request, "recognition/own/lost_key.html", context, status=422 if form.errors else 200)
