"""Where bodies, documents and lists are found: identifiers as they are signed, and the pages under them."""

from __future__ import annotations

import secrets
from typing import Final
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from jawda.core.credentials import base64url
from jawda.core.findings import Refused

#: No letters that are taken for one another, in print or by ear.
_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
_LENGTH: Final = 7


def new_reference(year: int) -> str:
    """Of a document: its year and letters at random, so that it says nothing of how many were issued."""
    return f"JW-{year}-" + "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def platform_did() -> str:
    """The platform's own identifier."""
    return f"did:web:{settings.IDENTITY_DOMAIN}"


def did_of(slug: str) -> str:
    """A body's identifier (``did:web``): its document is served under the platform's domain."""
    return f"{platform_did()}:organismes:{slug}"


def page_of(reference: str) -> str:
    """The one address of a public document, for people and programs."""
    return settings.BASE_URL + reverse("certificate", args=[reference])


def page_of_link(link: str) -> str:
    """The address of a confidential document, for whom it was given to."""
    return settings.BASE_URL + reverse("shown_document", args=[link])


def list_url(slug: str, number: int) -> str:
    """The address of a status list."""
    return settings.BASE_URL + reverse("status_list", args=[slug, number])


def trust_list_id() -> str:
    """What the platform's trust list is called in itself."""
    return settings.BASE_URL + reverse("trust_list")


def new_link(organisation_id: UUID) -> str:
    """What the address of a confidential document carries: whose it is, and 144 bits that nobody guesses."""
    return base64url.encode(organisation_id.bytes + secrets.token_bytes(18)).decode("ascii")


def organisation_of_link(link: str) -> UUID | None:
    """Whose document a link would show; None for what is no link.

    >>> from uuid import UUID
    >>> organisation_of_link(new_link(UUID(int=7))), organisation_of_link("x")
    (UUID('00000000-0000-0000-0000-000000000007'), None)
    """
    try:
        data = base64url.decode(link.encode("ascii"))
    except (Refused, UnicodeEncodeError):
        return None
    return UUID(bytes=data[:16]) if len(data) == 34 else None
