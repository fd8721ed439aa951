"""What an organisation writes, and the three ways to begin: from nothing, from a file, as the next edition."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.referentials import store, writing
from jawda.apps.referentials.models import Manuscript
from jawda.apps.referentials.rules import may_publish_for_all, may_see_own, may_write
from jawda.apps.referentials.sent_files import LARGEST, faults_of, sent_file
from jawda.core.findings import Refused
from jawda.core.languages import LANGUAGES
from jawda.core.referentials.editing import new_form
from jawda.foundation.tenancy.routes import Access, room
from jawda.foundation.ui.templatetags.ui import language

MANUSCRIPTS_SHOWN = 200
_RIGHTS = {
    "fr": "Usage interne à l’entreprise.", "ar": "للاستعمال الداخلي في المقاولة.", "en": "For use inside the company.",
}  # fmt: skip
_OPEN_RIGHTS = {"fr": "CC BY 4.0", "ar": "CC BY 4.0", "en": "CC BY 4.0"}


class BeginForm(forms.Form):
    """The least that a new referential needs."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    slug = forms.SlugField(
        label=gettext_lazy("Short name"),
        max_length=60,
        help_text=gettext_lazy("Small letters, digits and hyphens. It never changes."),
    )
    edition = forms.RegexField(label=gettext_lazy("Edition"), regex=r"^[a-z0-9][a-z0-9.]{0,19}$", initial="1")
    languages = forms.MultipleChoiceField(label=gettext_lazy("Languages"), widget=forms.CheckboxSelectMultiple)
    scale = forms.ChoiceField(label=gettext_lazy("Scale"), widget=forms.RadioSelect)
    supplements = forms.ChoiceField(
        label=gettext_lazy("Which referential does it supplement?"),
        required=False,
        help_text=gettext_lazy("It is then assessed beside it."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        names = {"fr": _("French"), "ar": _("Arabic"), "en": _("English")}
        self.fields["languages"].choices = [(code, names[code]) for code in LANGUAGES]
        self.fields["scale"].choices = [
            ("conformity", _("conforms, partly, does not")), ("maturity", _("levels 0 to 5"))
        ]  # fmt: skip
        published = [(line.identifier, line.title.best(language())) for line in store.listed()]
        self.fields["supplements"].choices = [("", _("None")), *published]

    def clean_slug(self) -> str:
        """Lower case, as identifiers are."""
        return str(self.cleaned_data["slug"]).lower().replace("_", "-").strip("-")


@require_GET
@room(may_see_own)
def manuscripts_list(request: HttpRequest) -> HttpResponse:
    """What is being written, and what was published."""
    rows = Manuscript.objects.order_by("-changed_at")[:MANUSCRIPTS_SHOWN]
    own = store.own()
    titles = [(line.identifier, line.title, line.edition) for line in (*store.listed(), *(line for _key, line in own))]
    context = {
        "rows": rows,
        "own": own,
        "may_write": may_write(request.access),
        "is_federation": request.access.kind == "federation",
        "may_publish_for_all": may_publish_for_all(request.access),
        "published": titles,
        "limit": LARGEST,
    }
    return render(request, "referentials/writing_list.html", context)


@require_http_methods(["GET", "POST"])
@room(may_write)
def begin(request: HttpRequest) -> HttpResponse:
    """From nothing; or, with ``suite`` posted, the next edition of what exists."""
    if request.method == "POST" and "suite" in request.POST:
        return _begin_next(request)
    initial = {"languages": [language()], "scale": "conformity", "edition": "1"}
    form = BeginForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        row = writing.begin(access=request.access, form=_new(request.access, form))
        return redirect("writing:edit", request.access.handle, row.pk)
    return render(request, "referentials/writing_begin.html", {"form": form}, status=422 if form.errors else 200)


def _new(access: Access, form: BeginForm) -> dict[str, object]:
    given = form.cleaned_data
    codes = [code for code in (language(), *LANGUAGES) if code in given["languages"]]
    languages = list(dict.fromkeys(codes))
    rights = _OPEN_RIGHTS if access.kind == "federation" else _RIGHTS
    return new_form(
        slug=given["slug"], edition=given["edition"], title={languages[0]: given["title"]}, languages=languages,
        scale=given["scale"], publisher=access.organisation_name,
        rights={code: rights[code] for code in languages},
        rests_on=[given["supplements"]] if given["supplements"] else [],
    )  # fmt: skip


def _begin_next(request: HttpRequest) -> HttpResponse:
    edition = request.POST.get("edition", "").strip().lower()[:20]
    try:
        if not edition:
            raise ValueError
        row = writing.begin_next(access=request.access, identifier=request.POST.get("suite", ""), edition=edition)
    except (store.UnknownReferential, ValueError):
        messages.error(request, _("Choose a referential and name its next edition."))
        return redirect("writing:list", request.access.handle)
    return redirect("writing:edit", request.access.handle, row.pk)


@require_POST
@room(may_write)
def upload(request: HttpRequest) -> HttpResponse:
    """A manuscript from a file; every fault with its place, or on to the editor."""
    try:
        name, content = sent_file(request)
        row = writing.begin_from_file(access=request.access, content=content, file=name)
    except Refused as refused:
        return render(request, "referentials/writing_refused.html", faults_of(refused), status=422)
    return redirect("writing:edit", request.access.handle, row.pk)
