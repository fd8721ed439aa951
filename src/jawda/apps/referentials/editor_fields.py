"""The fields of the editor: what a form of a referential says as inputs, and what was typed as values of the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from jawda.apps.referentials.templatetags.referentials import field_name, language_name
from jawda.core.findings import Finding, words
from jawda.core.languages import LANGUAGES, Language
from jawda.core.referentials import Referential
from jawda.core.referentials.editing import Form
from jawda.core.referentials.form_writing import REQUIREMENT_TEXTS
from jawda.core.spreadsheets.model import FORBIDDEN
from jawda.foundation.ui.templatetags.ui import language

HEAD_TEXTS: Final = ("title", "description", "rights")
ONE_LINE: Final = frozenset({"title"})
LONGEST: Final = 20_000
RELATIONS: Final = ("equal", "subset", "superset", "intersects")
CONSEQUENCES: Final = ("low", "medium", "high")
BLANK_LINEAGE: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One input. ``path`` is where it stands in the form, below the part that is edited; ``kind`` how it is drawn."""

    path: str
    label: str
    value: Any = ""
    kind: str = "line"
    """``line``, ``text``, ``date``, ``check``, ``select``."""
    language: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    needed: bool = False
    errors: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The input's id in the page."""
        return "f-" + "".join(letter if letter.isalnum() else "-" for letter in self.path)

    @property
    def is_rtl(self) -> bool:
        """Whether it is written from right to left."""
        return self.language == "ar"

    @property
    def described(self) -> str:
        """The ids of what explains it."""
        named = [f"{self.id}-hint" if self.hint else "", f"{self.id}-err" if self.errors else ""]
        return " ".join(filter(None, named))


@dataclass(frozen=True, slots=True)
class Group:
    """One text in the languages shown, or a few fields that belong together."""

    label: str
    fields: tuple[Field, ...]
    open: bool = True


Errors = Mapping[str, tuple[str, ...]]


def errors_below(findings: Iterable[Finding], prefix: str, wanted: Language) -> dict[str, tuple[str, ...]]:
    """The sentences of the findings below a path, by the rest of their path; '' for the part itself."""
    found: dict[str, tuple[str, ...]] = {}
    for finding in findings:
        path = finding.place.path or ""
        if prefix and path != prefix and not path.startswith(f"{prefix}."):
            continue
        rest = path[len(prefix) :].lstrip(".") if prefix else path
        found[rest] = (*found.get(rest, ()), words(finding, wanted))
    return found


def _text_group(
    part: Mapping[str, Any], name: str, shown: Sequence[str], errors: Errors, *, needed: bool, label: str
) -> Group:
    whole = errors.get(name, ())
    fields = tuple(
        Field(
            path=f"{name}.{code}",
            label=language_name(code),
            value=(part.get(name) or {}).get(code, ""),
            kind="line" if name in ONE_LINE else "text",
            language=code,
            needed=needed,
            errors=(*(whole if number == 0 else ()), *errors.get(f"{name}.{code}", ())),
        )
        for number, code in enumerate(shown)
    )
    return Group(label, fields, needed or any(field.value or field.errors for field in fields))


def head_groups(form: Form, shown: Sequence[str], errors: Errors, *, signs: bool) -> tuple[Group, ...]:
    """The head: what it is, its dates, the scale, what it rests on. ``signs``: the publisher is the organisation."""

    def field(path: str, label: str, **more: Any) -> Field:
        return Field(path=path, label=label, value=form.get(path, ""), errors=errors.get(path, ()), **more)

    names = [
        field("slug", _("Short name"), needed=True, hint=_("Small letters, digits and hyphens. It never changes.")),
        field("edition", _("Edition"), needed=True),
    ]
    if not signs:
        names.append(field("publisher", _("Publisher"), needed=True, hint=_("Whoever asks for these requirements.")))
    names[0] = Field(**{**_values(names[0]), "errors": (*errors.get("id", ()), *names[0].errors)})
    scale = form.get("scale")
    kinds = (("conformity", _("conforms, partly, does not")), ("maturity", _("levels 0 to 5")))
    chosen = [
        Field(
            path=f"languages.{code}",
            label=language_name(code),
            kind="check",
            value=code in form.get("languages", ()),
            errors=errors.get("languages", ()) if number == 0 else (),
        )
        for number, code in enumerate(LANGUAGES)
    ]
    if isinstance(scale, str):
        chosen.append(field("scale", _("Scale"), kind="select", choices=kinds))
    chosen.append(field("certifiable", _("It leads to a certificate"), kind="check"))
    dates = [
        field(name, label, kind="date")
        for name, label in (
            ("published_on", _("Published on")),
            ("applies_from", _("Applies from")),
            ("withdrawn_on", _("Withdrawn on")),
        )
    ]  # fmt: skip
    rests = "\n".join(form.get("rests_on", ()))
    rests_on = Field(
        path="rests_on",
        label=_("Referentials that it rests on or supplements"),
        value=rests,
        kind="text",
        hint=_("One identifier in each line, such as iso-9001-2015."),
        errors=tuple(text for path, texts in errors.items() if path.startswith("rests_on") for text in texts),
    )
    titles = {"title": _("Title"), "description": _("What it is for"), "rights": _("Rights")}
    return (
        Group(_("Name"), tuple(names)),
        *(
            _text_group(form, name, shown, errors, needed=name != "description", label=titles[name])
            for name in HEAD_TEXTS
        ),
        Group(_("Languages and scale"), tuple(chosen)),
        Group(_("What it rests on"), (rests_on,)),
        Group(_("Dates"), tuple(dates), any(item.value or item.errors for item in dates)),
    )


def _values(field: Field) -> dict[str, Any]:
    return {name: getattr(field, name) for name in Field.__dataclass_fields__}


def requirement_groups(
    form: Form, item: Mapping[str, Any], shown: Sequence[str], errors: Errors, before: Referential | None
) -> tuple[Group, ...]:
    """One heading or question: its name, its texts, what it counts for, when it applies, where it comes from."""
    asks = item.get("assessable", True)
    names = (
        Field(
            path="reference", label=_("Reference"), value=item.get("reference", ""), needed=True,
            errors=errors.get("reference", ()), hint=_("What people read, such as 4.1."),
        ),
        Field(
            path="id", label=_("Identifier"), value=item["id"], needed=True,
            errors=(*errors.get("id", ()), *errors.get("", ())),
            hint=_("It names this question in every edition and is never used for another."),
        ),
    )  # fmt: skip
    texts = REQUIREMENT_TEXTS if asks else ("title", "description")
    groups = [Group(_("Name"), names)]
    for name in texts:
        needed = name == "title" or (name == "question" and not item.get("description"))
        groups.append(_text_group(item, name, shown, errors, needed=needed, label=_first_upper(field_name(name))))
    if asks:
        groups += [Group(_("What it counts for"), _weights(item, errors)), *_conditions(form, item, errors)]
        if form.get("replaces"):
            groups.append(Group(_("Where it comes from"), _lineage(item, errors, before)))
    return tuple(groups)


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _weights(item: Mapping[str, Any], errors: Errors) -> tuple[Field, ...]:
    words_of = {"low": _("low"), "medium": _("medium"), "high": _("high")}
    needs = tuple(text for path, texts in errors.items() if path.startswith("needs") for text in texts)
    return (
        Field(path="weight", label=_("Weight"), value=item.get("weight", 1), errors=errors.get("weight", ())),
        Field(
            path="knock_out", label=_("Knock-out: a gap here rules out conformity as a whole"), kind="check",
            value=item.get("knock_out", False), errors=errors.get("knock_out", ()),
        ),
        Field(
            path="consequence", label=_("What a gap costs"), kind="select", value=item.get("consequence", "medium"),
            choices=tuple((name, words_of[name]) for name in CONSEQUENCES), errors=errors.get("consequence", ()),
        ),
        Field(
            path="effort_days", label=_("Usual days of work to close a gap"), value=item.get("effort_days", ""),
            errors=errors.get("effort_days", ()),
        ),
        Field(
            path="needs", label=_("What may help"), kind="text", value="\n".join(item.get("needs", ())), errors=needs,
            hint=_("One code in each line, such as training:internal-audit."),
        ),
    )  # fmt: skip


def _conditions(form: Form, item: Mapping[str, Any], errors: Errors) -> list[Group]:
    """One group for each question about the company; nothing ticked means that it always applies."""
    when = item.get("applies_when") or {}
    told = tuple(text for path, texts in errors.items() if path.startswith("applies_when") for text in texts)
    groups = []
    for question in form.get("profile", ()):
        ticked = when.get(question["id"], ())
        fields = tuple(
            Field(
                path=f"when.{question['id']}.{choice['value']}",
                label=_best(choice.get("title"), choice["value"]),
                kind="check",
                value=choice["value"] in ticked,
                errors=told if number == 0 and not groups else (),
            )
            for number, choice in enumerate(question.get("choices", ()))
        )
        label = _("Applies only where: %(question)s") % {"question": _best(question.get("question"), question["id"])}
        groups.append(Group(label, fields, bool(ticked or told)))
    return groups


def _best(text: Mapping[str, str] | None, other: str) -> str:
    return next((text[code] for code in LANGUAGES if text and text.get(code)), other)


def _lineage(item: Mapping[str, Any], errors: Errors, before: Referential | None) -> tuple[Field, ...]:
    """A pair of fields for each line, and one more."""
    former = before.requirements if before else ()
    known = tuple((other.id, f"{other.reference} {other.title.best(language())}") for other in former)
    lines = [*item.get("lineage", ()), *({"requirement": "", "relation": "equal"} for _n in range(BLANK_LINEAGE))]
    names = {
        "equal": _("asks for the same"), "subset": _("asks for less"), "superset": _("asks for more"),
        "intersects": _("shares something"),
    }  # fmt: skip
    fields: list[Field] = []
    for number, line in enumerate(lines, 1):
        told = tuple(
            text for path, texts in errors.items() if path.startswith(f"lineage[{number}]") for text in texts
        )  # fmt: skip
        value = str(line.get("requirement", ""))
        choices = (("", "–"), *known)
        if value and value not in dict(choices):
            choices = (*choices, (value, value))
        fields += [
            Field(
                path=f"lineage.{number}.requirement", label=_("In the edition before"), kind="select", value=value,
                choices=choices, errors=told,
            ),
            Field(
                path=f"lineage.{number}.relation", label=_("Compared with it, this one"), kind="select",
                value=line.get("relation", "equal"), choices=tuple(names.items()),
            ),
        ]  # fmt: skip
    return tuple(fields)


# --- what was typed


def _typed(data: QueryDict, name: str) -> str:
    """Nothing is cut: what is too long is found too long."""
    return FORBIDDEN.sub("", data.get(name, "").replace("\r\n", "\n")).strip()[: 2 * LONGEST]


def _texts(data: QueryDict, part: Mapping[str, Any], names: Iterable[str]) -> dict[str, dict[str, str]]:
    """Each text with what was typed in the languages shown; the others stay."""
    found = {}
    for name in names:
        typed = {code: _typed(data, f"{name}.{code}") for code in LANGUAGES if f"{name}.{code}" in data}
        if typed:
            found[name] = {**(part.get(name) or {}), **typed}
    return found


def _lines(data: QueryDict, name: str) -> list[str]:
    return [line.strip() for line in _typed(data, name).split("\n") if line.strip()][:200]


def _number(text: str) -> float | str | None:
    """A number where it is one; else as it was typed, which is then found wrong in its place."""
    if not text:
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text


def typed_languages(data: QueryDict, standing: Sequence[str]) -> list[str]:
    """The languages ticked, in the order in which they stand, new ones behind."""
    ticked = [code for code in LANGUAGES if f"languages.{code}" in data]
    return [*(code for code in standing if code in ticked), *(code for code in ticked if code not in standing)]


def typed_head(data: QueryDict, form: Form, *, signs: bool) -> dict[str, Any]:
    """The changes of the head."""
    changes: dict[str, Any] = dict(_texts(data, form, HEAD_TEXTS))
    changes |= {name: _typed(data, name)[:200] for name in ("slug", "edition")}
    changes |= {} if signs else {"publisher": _typed(data, "publisher")[:400]}
    changes |= {name: _typed(data, name)[:40] or None for name in ("published_on", "applies_from", "withdrawn_on")}
    changes["rests_on"] = _lines(data, "rests_on")
    changes["certifiable"] = "certifiable" in data or None
    if isinstance(form.get("scale"), str) and "scale" in data:
        changes["scale"] = _typed(data, "scale")[:20]
    return changes


def typed_requirement(data: QueryDict, form: Form, item: Mapping[str, Any]) -> dict[str, Any]:
    """The changes of one requirement."""
    asks = item.get("assessable", True)
    changes: dict[str, Any] = dict(_texts(data, item, REQUIREMENT_TEXTS if asks else ("title", "description")))
    changes |= {"reference": _typed(data, "reference")[:400], "id": _typed(data, "id")[:400] or item["id"]}
    if not asks:
        return changes
    weight = _number(_typed(data, "weight")[:40])
    changes |= {
        "weight": None if weight == 1.0 else weight,
        "knock_out": "knock_out" in data or None,
        "effort_days": _number(_typed(data, "effort_days")[:40]),
        "needs": _lines(data, "needs"),
    }
    consequence = _typed(data, "consequence")[:20]
    changes["consequence"] = None if consequence in ("", "medium") else consequence
    when = {
        question["id"]: [
            choice["value"]
            for choice in question.get("choices", ())
            if f"when.{question['id']}.{choice['value']}" in data
        ]
        for question in form.get("profile", ())
    }
    changes["applies_when"] = {name: values for name, values in when.items() if values}
    if form.get("replaces"):
        changes["lineage"] = _typed_lineage(data)
    return changes


def _typed_lineage(data: QueryDict) -> list[dict[str, str]]:
    found = []
    number = 1
    while f"lineage.{number}.requirement" in data and number <= 50:
        name = _typed(data, f"lineage.{number}.requirement")[:400]
        if name:
            relation = _typed(data, f"lineage.{number}.relation")
            found.append({"requirement": name, "relation": relation if relation in RELATIONS else "intersects"})
        number += 1
    return found
