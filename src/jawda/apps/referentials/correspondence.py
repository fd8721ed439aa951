"""The pages of mappings: two referentials side by side, narrowed and taken away."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jawda.apps.referentials import mappings, store
from jawda.core.languages import Language
from jawda.core.referentials import PAIR_KEYS, Pair, Referential, Requirement, coverage, pair_document
from jawda.core.spreadsheets import Column, SheetPlan, Value, write_csv, write_workbook
from jawda.foundation.tenancy.routes import public
from jawda.foundation.ui.templatetags.ui import language

RELATIONS: Final = ("equal", "subset", "superset", "intersects")
_TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A pair with the requirements at its ends, and those it was composed through."""

    source: Requirement
    target: Requirement
    pair: Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingScreen:
    """Two referentials side by side."""

    source: Referential
    target: Referential
    lines: tuple[Line, ...]
    all_lines: int
    touched: int
    share: float | None
    composed: bool
    untouched: tuple[Requirement, ...]


def screen(source: str, target: str, *, relation: str = "", text: str = "", wanted: Language) -> MappingScreen:
    """In the source's reading order; ``Http404`` where nothing maps the two. Four queries, six the first time."""
    mapping = mappings.between(source, target)
    found = store.load_many((source, target)) if mapping else {}
    if mapping is None or len(found) != 2:
        raise Http404
    one, other = found[source], found[target]
    order = {item.id: number for number, item in enumerate(one.requirements)}
    lines = [
        Line(one.by_id[pair.source], other.by_id[pair.target], pair)
        for pair in mapping.pairs
        if pair.source in one.by_id and pair.target in other.by_id
    ]
    lines.sort(key=lambda line: order[line.source.id])
    sought = text.casefold().strip()
    covered = coverage(mapping, other)
    return MappingScreen(
        source=one,
        target=other,
        lines=tuple(
            line
            for line in lines
            if (not relation or line.pair.relation == relation) and (not sought or sought in _words(line, wanted))
        ),
        all_lines=len(lines),
        touched=len(covered.touched),
        share=covered.share,
        composed=any(pair.via for pair in mapping.pairs),
        untouched=tuple(other.by_id[name] for name in covered.untouched),
    )


def _words(line: Line, wanted: Language) -> str:
    ends = (line.source, line.target)
    parts = [part for end in ends for part in (end.reference, end.title.best(wanted), end.question.best(wanted))]
    return "\n".join([*parts, line.pair.remark.best(wanted)]).casefold()


@require_GET
@public
def mapping(request: HttpRequest, source: str, target: str) -> HttpResponse:
    """Requirements side by side, with how they relate; the same list as a file."""
    relation, text = request.GET.get("relation", ""), request.GET.get("q", "")[:100]
    relation = relation if relation in RELATIONS else ""
    shown = screen(source, target, relation=relation, text=text, wanted=language())
    kind = request.GET.get("format", "")
    if kind in _TYPES:
        return _file(shown, kind)
    query = request.GET.copy()
    query.pop("format", None)
    context = {
        "screen": shown,
        "relation": relation,
        "text": text,
        "relations": RELATIONS,
        "files": [(name, f"?{query.urlencode()}{'&' if query else ''}format={name}") for name in _TYPES],
    }
    return render(request, "referentials/mapping.html", context)


def _file(shown: MappingScreen, kind: str) -> HttpResponse:
    name = f"{shown.source.id}--{shown.target.id}"
    wanted = language()
    pairs = [pair_document(line.pair, line.source, line.target, wanted) for line in shown.lines]
    rows: list[tuple[Value, ...]] = [
        tuple(("\n".join(value) if isinstance(value, list) else value) or None for value in pair.values())
        for pair in pairs
    ]
    if kind == "json":
        body = {"source": shown.source.id, "target": shown.target.id, "pairs": pairs}
        content = json.dumps(body, ensure_ascii=False, indent=1).encode()
    elif kind == "csv":
        content = write_csv(PAIR_KEYS, rows)
    else:
        headings = (
            _("Identifier"), _("Ref."), shown.source.title.best(wanted), _("How they relate"), _("Identifier"),
            _("Ref."), shown.target.title.best(wanted), _("Through"), _("Remark"),
        )  # fmt: skip
        columns = tuple(
            Column(name=f"{heading} ({number})" if heading in headings[: number - 1] else heading, width=width)
            for number, (heading, width) in enumerate(
                zip(headings, (24, 10, 44, 14, 24, 10, 44, 24, 30), strict=True), 1
            )
        )
        plan = SheetPlan(name="correspondance", columns=columns, rows=tuple(rows), right_to_left=wanted == "ar")
        content = write_workbook([plan], title=name, created=timezone.now())
    return HttpResponse(
        content, content_type=_TYPES[kind], headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    )
