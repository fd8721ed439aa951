"""Published referentials, for anyone's programs."""

from __future__ import annotations

from datetime import date
from typing import Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from jawda.apps.referentials import screens, store
from jawda.apps.referentials.facts import Listed
from jawda.apps.referentials.views import FILES, file_of
from jawda.core.referentials import Referential
from jawda.foundation.api.operations import attachment, operation
from jawda.foundation.api.paging import Cursor, Limit, PageOut, page
from jawda.foundation.ui.templatetags.ui import language

router = Router(tags=["referentials"])


class ReferentialOut(BaseModel):
    """The facts of one edition."""

    id: str = Field(examples=["premiers-pas-1"])
    slug: str
    edition: str
    title: str
    publisher: str
    languages: list[str]
    scale: Literal["conformity", "maturity"]
    questions: int = Field(description="How many requirements are to be answered.")
    certifiable: bool
    published_on: date | None
    applies_from: date | None
    withdrawn_on: date | None
    replaces: str | None = Field(description="The edition before.")


class ReferentialPage(PageOut):
    items: list[ReferentialOut]


class LevelOut(BaseModel):
    """A level that an answer may take."""

    code: str
    title: str
    value: float = Field(description="On 0-100.")


class RequirementOut(BaseModel):
    """A node of the tree: a heading, or one question to answer."""

    id: str
    parent: str | None
    reference: str
    title: str
    question: str
    assessable: bool
    knock_out: bool
    weight: float
    consequence: int = Field(description="What a gap here costs: 1 low, 2 medium, 3 high.")


class ReferentialTree(ReferentialOut):
    levels: list[LevelOut]
    requirements: list[RequirementOut] = Field(description="In reading order, each after its parent.")


class ChangedOut(BaseModel):
    """A requirement that both editions have, and in what it differs."""

    requirement: str
    fields: list[str]


class EditionsOut(BaseModel):
    """What one edition changes in another."""

    old: str
    new: str
    added: list[str]
    removed: list[str]
    moved: list[str]
    changed: list[ChangedOut]
    carried: int = Field(description="Answers that the new edition takes over as they are.")
    review: int = Field(description="Answers to be looked at again.")


def listed(item: Listed) -> ReferentialOut:
    """The line of a list."""
    return ReferentialOut(
        id=item.identifier, slug=item.slug, edition=item.edition, title=item.title.best(language()),
        publisher=item.publisher, languages=list(item.languages), scale=item.scale, questions=item.questions,
        certifiable=item.certifiable, published_on=item.published_on, applies_from=item.applies_from,
        withdrawn_on=item.withdrawn_on, replaces=item.replaces,
    )  # fmt: skip


def _tree(item: Referential) -> ReferentialTree:
    tongue = language()
    return ReferentialTree(
        id=item.id, slug=item.slug, edition=item.edition, title=item.title.best(tongue), publisher=item.publisher,
        languages=list(item.languages), scale=str(item.scale.kind), questions=len(item.assessable),
        certifiable=item.certifiable, published_on=item.published_on, applies_from=item.applies_from,
        withdrawn_on=item.withdrawn_on, replaces=item.replaces,
        levels=[LevelOut(code=row.code, title=row.title.best(tongue), value=row.value) for row in item.scale.levels],
        requirements=[
            RequirementOut(
                id=row.id, parent=row.parent, reference=row.reference, title=row.title.best(tongue),
                question=row.question.best(tongue), assessable=row.assessable, knock_out=row.knock_out,
                weight=row.weight, consequence=row.consequence,
            )
            for row in item.requirements
        ],
    )  # fmt: skip


@operation(router, "GET", "/referentials", gives=ReferentialPage)
def published(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> ReferentialPage:
    """Published referentials, by identifier."""
    rows = sorted(store.listed(), key=lambda item: item.identifier)
    found = page(rows, lambda item: item.identifier, cursor=cursor, limit=limit)
    return ReferentialPage(items=[listed(item) for item in found.items], next=found.next)


@operation(router, "GET", "/referentials/{str:identifier}", gives=ReferentialTree)
def one(request: HttpRequest, identifier: str) -> ReferentialTree:
    """One referential with its tree."""
    digests = store.published_digests([identifier])
    if identifier not in digests:
        raise Http404
    return _tree(store.by_digest(digests[identifier]))


@operation(
    router, "GET", "/referentials/{str:identifier}/files/{str:form}",
    file=tuple(sorted({kind for _ending, kind in FILES.values()})),
)  # fmt: skip
def download(request: HttpRequest, identifier: str, form: Literal["yaml", "oscal", "xlsx", "reponses"]) -> HttpResponse:
    """One referential as a file.

    “oscal” is a catalog in OSCAL, “reponses” the empty sheet to fill in and read back.
    """
    digests = store.published_digests([identifier])
    if identifier not in digests:
        raise Http404
    ending, kind = FILES[form]
    tongue = language() if form == "reponses" else "fr"
    return attachment(file_of(digests[identifier], form, tongue), f"{identifier}{ending}", kind)


@operation(router, "GET", "/referentials/{str:old}/changes/{str:new}", gives=EditionsOut)
def changes(request: HttpRequest, old: str, new: str) -> EditionsOut:
    """What one edition changes in another."""
    digests = store.published_digests([old, new])
    if len(digests) != 2:
        raise Http404
    found = screens.editions(digests[old], digests[new])
    return EditionsOut(
        old=old,
        new=new,
        added=[item.id for item in found.added],
        removed=[item.id for item in found.removed],
        moved=[item.id for item in found.moved],
        changed=[ChangedOut(requirement=item.id, fields=list(fields)) for item, fields in found.changed],
        carried=found.carried,
        review=found.review,
    )
