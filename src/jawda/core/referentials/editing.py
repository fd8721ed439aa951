"""A referential while it is written: its form with whatever faults, changed one step at a time.

Every function gives a new form and leaves the one it was given. The tree is kept in reading order, so that no step can
make a loop or lose a branch; what a person types may be wrong, and :func:`faults` says where.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal, TypeAlias

from jawda.core.findings import Finding, Place, Refused
from jawda.core.languages import LANGUAGES
from jawda.core.referentials.check import check
from jawda.core.referentials.form import read_mapping
from jawda.core.referentials.form_writing import DATES, HEAD_KEYS, REQUIREMENT_KEYS

Form: TypeAlias = Mapping[str, Any]
Step: TypeAlias = Literal["up", "down", "in", "out"]
STEPS: Final[tuple[Step, ...]] = ("up", "down", "in", "out")
_NEEDED: Final = frozenset({"reference", "title"})


def new_form(
    *, slug: str, edition: str, title: Mapping[str, str], languages: Sequence[str], scale: str, publisher: str,
    rights: Mapping[str, str], rests_on: Sequence[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """A referential that has a head and nothing to answer yet."""
    head: dict[str, Any] = {
        "id": f"{slug}-{edition}", "slug": slug, "edition": edition, "languages": list(languages),
        "title": dict(title), "publisher": publisher, "rights": dict(rights), "scale": scale,
    }  # fmt: skip
    return head | ({"rests_on": list(rests_on)} if rests_on else {}) | {"requirements": []}


def next_edition(form: Form, edition: str) -> dict[str, Any]:
    """The edition after this one: it says what it replaces, and each question that it comes from the same one.

    Dates are those of the former edition, and are left out. Lineage says *equal* until somebody says otherwise.
    """
    head = {key: value for key, value in form.items() if key not in DATES}
    head |= {"id": f"{form['slug']}-{edition}", "edition": edition, "replaces": form["id"]}
    head["requirements"] = [
        {**item, "lineage": [{"requirement": item["id"], "relation": "equal"}]}
        if item.get("assessable", True)
        else {key: value for key, value in item.items() if key != "lineage"}
        for item in form["requirements"]
    ]
    return _in_order(head, HEAD_KEYS)


def faults(form: Form) -> tuple[Finding, ...]:
    """Everything that is wrong, with its path; where nothing is, every doubt."""
    try:
        referential = read_mapping(_with_dates(form), place=lambda path: Place(path=path))
    except Refused as refused:
        return refused.findings
    return check(referential)


def _with_dates(form: Form) -> dict[str, Any]:
    """Dates as dates, where they are; what is none stays as it was typed and is found wrong."""
    head = dict(form)
    for key in DATES:
        try:
            head[key] = date.fromisoformat(form[key])
        except (KeyError, TypeError, ValueError):
            continue
    return head


def position(form: Form, identifier: str) -> int | None:
    """Where a requirement stands, from 0; ``None`` where there is none."""
    return next((number for number, item in enumerate(form["requirements"]) if item["id"] == identifier), None)


def set_head(form: Form, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The head with these values; what is empty is left out, and the id follows slug and edition."""
    head = {**form, **changes}
    head["id"] = f"{head.get('slug', '')}-{head.get('edition', '')}"
    return _in_order(_without_nothing(head, keep={"title", "rights", "requirements"}), HEAD_KEYS)


def set_languages(form: Form, languages: Sequence[str]) -> dict[str, Any]:
    """Declare these languages, the author's own first; texts in any other are left out."""
    return {**_only(form, frozenset(languages)), "languages": list(languages)}


def _only(value: Any, languages: frozenset[str]) -> Any:
    """Every text in these languages alone. A mapping of languages is a text: no other has such keys."""
    if isinstance(value, list):
        return [_only(item, languages) for item in value]
    if isinstance(value, dict):
        if value and value.keys() <= set(LANGUAGES):
            return {key: text for key, text in value.items() if key in languages}
        return {key: item if key == "foreign" else _only(item, languages) for key, item in value.items()}
    return value


def set_requirement(form: Form, identifier: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """One requirement with these values; what is empty is left out. Its place in the tree is not changed here.

    A new ``id`` is taken along by those below it. ``ValueError`` for an id that another has; ``LookupError`` where
    there is no such requirement.
    """
    at = _at(form, identifier)
    name = changes.get("id", identifier)
    if name != identifier and position(form, name) is not None:
        raise ValueError(f"{name} is the id of another requirement")
    item = {**form["requirements"][at], **changes}
    item |= {"parent": form["requirements"][at].get("parent")}
    items = [
        {**other, "parent": name} if other.get("parent") == identifier else other for other in form["requirements"]
    ]
    described = any((item.get("description") or {}).values())
    asked = _NEEDED if described or not item.get("assessable", True) else _NEEDED | {"question"}
    items[at] = _in_order(_without_nothing(item, keep=asked), REQUIREMENT_KEYS)
    return {**form, "requirements": items}


def add(
    form: Form, *, after: str | None, heading: bool, below: bool = False, used: Collection[str] = ()
) -> tuple[dict[str, Any], str]:
    """An empty heading or question behind ``after`` and what lies below it, or as its last child; its new id.

    ``used`` are ids that no new requirement may take: those of the editions before.
    """
    name = fresh_id(form, used)
    kind: dict[str, Any] = {"assessable": False} if heading else {"question": {}}
    item: dict[str, Any] = {"id": name, "reference": "", "title": {}, **kind}
    tree = _Tree(form)
    if after is None:
        tree.put(name, None, len(tree.below.get(None, ())))
    elif below:
        _at(form, after)
        tree.put(name, after, len(tree.below.get(after, ())))
    else:
        parent = form["requirements"][_at(form, after)].get("parent")
        tree.put(name, parent, tree.below[parent].index(after) + 1)
    tree.items[name] = item
    return {**form, "requirements": tree.requirements()}, name


def fresh_id(form: Form, used: Collection[str] = ()) -> str:
    """An id that nobody has had: the slug and the number after the highest.

    >>> fresh_id({"slug": "first", "requirements": [{"id": "first-7"}, {"id": "other"}]}, ["first-9"])
    'first-10'
    """
    slug = form.get("slug") or "q"
    pattern = re.compile(rf"{re.escape(slug)}-([0-9]{{1,9}})")
    names = [*(item["id"] for item in form["requirements"]), *used]
    found = (pattern.fullmatch(name) for name in names)
    return f"{slug}-{max((int(match[1]) for match in found if match), default=0) + 1}"


def move(form: Form, identifier: str, step: Step) -> dict[str, Any]:
    """One step with everything below: before or behind its neighbour, below the one before it, or out beside its
    heading. The same form where there is nowhere to go."""
    tree = _Tree(form)
    parent = form["requirements"][_at(form, identifier)].get("parent")
    beside = tree.below[parent]
    at = beside.index(identifier)
    if step in ("up", "down"):
        to = at + (1 if step == "down" else -1)
        if 0 <= to < len(beside):
            beside[at], beside[to] = beside[to], beside[at]
    elif step == "in" and at > 0:
        beside.remove(identifier)
        tree.put(identifier, beside[at - 1], len(tree.below.get(beside[at - 1], ())))
    elif step == "out" and parent is not None:
        above = tree.items[parent].get("parent")
        beside.remove(identifier)
        tree.put(identifier, above, tree.below[above].index(parent) + 1)
    return {**form, "requirements": tree.requirements()}


def remove(form: Form, identifier: str) -> dict[str, Any]:
    """Without this requirement and everything below it."""
    _at(form, identifier)
    tree = _Tree(form)
    tree.below[form["requirements"][_at(form, identifier)].get("parent")].remove(identifier)
    return {**form, "requirements": tree.requirements()}


def descendants(form: Form, identifier: str) -> int:
    """How many requirements lie below this one."""
    tree = _Tree(form)
    return sum(1 for _ in tree.walk(identifier))


class _Tree:
    """Children by parent, in reading order."""

    def __init__(self, form: Form) -> None:
        self.items: dict[str, dict[str, Any]] = {item["id"]: dict(item) for item in form["requirements"]}
        self.below: dict[str | None, list[str]] = {}
        for item in form["requirements"]:
            self.below.setdefault(item.get("parent"), []).append(item["id"])
        self.parents: dict[str, str | None] = {}

    def put(self, identifier: str, parent: str | None, at: int) -> None:
        self.below.setdefault(parent, []).insert(at, identifier)
        self.parents[identifier] = parent

    def walk(self, parent: str | None) -> Iterator[str]:
        """Everything below, each after its parent."""
        waiting = list(reversed(self.below.get(parent, ())))
        while waiting:
            name = waiting.pop()
            yield name
            waiting += reversed(self.below.get(name, ()))

    def requirements(self) -> list[dict[str, Any]]:
        """The whole tree as the form has it."""
        found = []
        for name in self.walk(None):
            item = self.items[name]
            if name in self.parents:
                parent = self.parents[name]
                item = {key: value for key, value in item.items() if key != "parent"}
                item = _in_order(item | ({"parent": parent} if parent else {}), REQUIREMENT_KEYS)
            found.append(item)
        return found


def _at(form: Form, identifier: str) -> int:
    found = position(form, identifier)
    if found is None:
        raise LookupError(identifier)
    return found


def _without_nothing(values: Mapping[str, Any], *, keep: Collection[str]) -> dict[str, Any]:
    """Without empty texts and lists, but for those that must be there: their place is where the fault is shown."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        plain = {name: text for name, text in value.items() if text} if isinstance(value, dict) else value
        if key in keep or (plain not in (None, "", {}, [])):
            found[key] = plain
    return found


def _in_order(values: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    known = {key: values[key] for key in keys if key in values}
    return known | {key: value for key, value in values.items() if key not in known}
