"""The questions about the company, as one page of inputs: each with its answers, and room for one more of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from jawda.apps.referentials.editor_fields import Errors, Field, Group
from jawda.apps.referentials.templatetags.referentials import language_name
from jawda.core.languages import LANGUAGES
from jawda.core.referentials.editing import Form

MOST: Final = 60
"""Questions about the company, and answers to each, that one page takes."""


def profile_groups(form: Form, shown: Sequence[str], errors: Errors) -> tuple[Group, ...]:
    """Every question with its answers, and an empty one."""
    questions = [*form.get("profile", ()), {}]
    return tuple(_question(number, item, shown, errors) for number, item in enumerate(questions[:MOST], 1))


def _question(number: int, item: Mapping[str, Any], shown: Sequence[str], errors: Errors) -> Group:
    fields = [
        Field(
            path=f"profile.{number}.id", label=_("Identifier"), value=item.get("id", ""),
            errors=errors.get(f"profile[{number}].id", ()), needed=bool(item),
            hint=_("Two referentials that ask the same of a company use the same identifier."),
        ),
        *(_texts(f"profile.{number}.question", f"profile[{number}].question", item.get("question"), shown, errors,
                 _("Question"))),
    ]  # fmt: skip
    none = errors.get(f"profile[{number}].choices", ())
    for place, choice in enumerate([*item.get("choices", ()), {}][:MOST], 1):
        here, path = f"profile.{number}.choices.{place}", f"profile[{number}].choices[{place}]"
        fields.append(
            Field(
                path=f"{here}.value", label=_("Answer %(number)s: code") % {"number": place},
                value=choice.get("value", ""),
                errors=(*errors.get(f"{path}.value", ()), *(none if place == 1 else ())),
            )
        )  # fmt: skip
        label = _("Answer %(number)s") % {"number": place}
        fields += _texts(f"{here}.title", f"{path}.title", choice.get("title"), shown, errors, label)
    title = item.get("id") or _("One more question")
    return Group(str(title), tuple(fields), bool(item))


def _texts(
    here: str, path: str, text: Mapping[str, str] | None, shown: Sequence[str], errors: Errors, label: str
) -> list[Field]:
    whole = errors.get(path, ())
    return [
        Field(
            path=f"{here}.{code}", label=f"{label} ({language_name(code)})", value=(text or {}).get(code, ""),
            language=code, errors=(*(whole if number == 0 else ()), *errors.get(f"{path}.{code}", ())),
        )
        for number, code in enumerate(shown)
    ]  # fmt: skip


def typed_profile(data: QueryDict, form: Form) -> list[dict[str, Any]]:
    """The questions as typed; one whose every field is empty is left out. Languages and questions not shown stay."""
    found = []
    for number, former in enumerate([*form.get("profile", ()), {}][:MOST], 1):
        here = f"profile.{number}"
        if f"{here}.id" not in data:
            found += [former] if former else []
            continue
        choices = []
        for place, choice in enumerate([*former.get("choices", ()), {}][:MOST], 1):
            value = _line(data, f"{here}.choices.{place}.value")
            title, said = _text(data, f"{here}.choices.{place}.title", choice.get("title"))
            if value or said:
                choices.append({"value": value, "title": title})
        question, said = _text(data, f"{here}.question", former.get("question"))
        identifier = _line(data, f"{here}.id")
        if identifier or choices or said:
            found.append({"id": identifier, "question": question, "choices": choices})
    return found


def _line(data: QueryDict, name: str) -> str:
    return data.get(name, "").strip()[:400]


def _text(data: QueryDict, name: str, former: Mapping[str, str] | None) -> tuple[dict[str, str], bool]:
    """The text with what was typed, and whether anything was."""
    typed = {code: data[f"{name}.{code}"].strip()[:4000] for code in LANGUAGES if f"{name}.{code}" in data}
    whole = {**(former or {}), **typed}
    return {code: text for code, text in whole.items() if text}, any(typed.values())
