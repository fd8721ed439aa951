"""Pages that belong to no room: the front page, one's organisations, registration, the directory."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from jawda.apps.diagnostics import queries as diagnostics
from jawda.apps.diagnostics.rules import may_answer, may_read
from jawda.apps.ecosystems import queries as ecosystems
from jawda.apps.organisations import domain, queries
from jawda.apps.organisations.enums import Kind
from jawda.apps.organisations.rules import any_access, is_federation
from jawda.foundation.tenancy.routes import public, room, signed_in


@require_GET
@public
def front(request: HttpRequest) -> HttpResponse:
    """What Jawda is, and where to begin."""
    return render(request, "site/front.html")


@require_GET
@public
def directory(request: HttpRequest) -> HttpResponse:
    """The bodies that an operator verified."""
    return render(request, "site/directory.html", {"entries": queries.directory()})


@require_GET
@public
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the language and go back to the page."""
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = HttpResponseRedirect(target)
    if code in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 86400, httponly=True, samesite="Lax")
    return response


@require_GET
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """One's organisations; where there is one, straight into it; where there is none, register one."""
    places = queries.places_of(request.user.pk)
    if not places:
        return redirect("register")
    if len(places) == 1 and "liste" not in request.GET:
        return redirect("organisation_home", places[0].handle)
    rows = [(place, Kind(place.kind).label) for place in places]
    return render(request, "site/home.html", {"rows": rows})


class RegistrationForm(forms.Form):
    """What a company says of itself at first; the rest can wait."""

    kind = forms.ChoiceField(label=_("Your organisation is a"), choices=Kind.choices, initial=Kind.COMPANY)
    name = forms.CharField(label=_("Name"), max_length=160)
    ice = forms.CharField(
        label=_("Company identifier (ICE)"), help_text=_("15 digits"), required=False, max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    city = forms.CharField(label=_("City"), max_length=80, required=False)

    def clean_ice(self) -> str:
        """The ICE has no published check digit: only its length is checked."""
        digits = "".join(self.cleaned_data["ice"].split())
        if not digits:
            return ""
        if not digits.isascii() or not digits.isdigit():
            raise forms.ValidationError(_("The ICE is made of digits only."))
        missing = 15 - len(digits)
        if missing > 0:
            raise forms.ValidationError(
                ngettext(
                    "%(count)d digit is missing: the ICE has 15.",
                    "%(count)d digits are missing: the ICE has 15.",
                    missing,
                )
                % {"count": missing}
            )
        if missing < 0:
            raise forms.ValidationError(
                ngettext(
                    "%(count)d digit too many: the ICE has 15.", "%(count)d digits too many: the ICE has 15.", -missing
                )
                % {"count": -missing}
            )
        return digits


@require_http_methods(["GET", "POST"])
@signed_in
def register(request: HttpRequest) -> HttpResponse:
    """A company works at once, marked unverified; another body waits for an operator."""
    form = RegistrationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        organisation = domain.register_organisation(
            person_id=request.user.pk, kind=Kind(data["kind"]), name=data["name"], ice=data["ice"], city=data["city"]
        )
        return redirect("organisation_home", organisation.handle)
    return render(request, "site/register.html", {"form": form})


@require_GET
@room(any_access)
def organisation_home(request: HttpRequest) -> HttpResponse:
    """The next steps first, whatever the kind of organisation."""
    access = request.access
    if is_federation(access):
        return render(request, "site/home_federation.html", {"cohort": ecosystems.cohort()})
    if not may_read(access):
        return render(request, "site/home_other.html", {"access": access})
    rows = diagnostics.recent(5)
    latest = diagnostics.loaded(rows[0]) if rows else None
    left = latest.result.whole.assessable - latest.result.whole.answered if latest else 0
    context = {
        "latest": latest,
        "left": left,
        "minutes": diagnostics.minutes_left(left),
        "sharing": ecosystems.sharing(),
        "may_answer": may_answer(access),
        "unverified": access.status == "unverified",
    }
    return render(request, "site/home_company.html", context)
