"""Status lists of a body: one pair for suspension and withdrawal, signed anew at each change and each day.

Versions are only added. Whether a certificate was in force on a day is told by the version of that day.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Max
from django.utils import timezone

from jawda.apps.recognition.addresses import list_url
from jawda.apps.recognition.domain.identities import hold, own_identity
from jawda.apps.recognition.domain.present_keys import present_key
from jawda.apps.recognition.domain.signers import signer_of
from jawda.apps.recognition.enums import State
from jawda.apps.recognition.models import Attestation, Identity, SpentPlace, StatusListVersion, SupersededCredential
from jawda.core.credentials import status_list, token
from jawda.core.credentials.keys import Signer
from jawda.core.credentials.moments import written
from jawda.core.credentials.status_list import Purpose, StatusEntry, free_index, write_entry
from jawda.core.credentials.untp import W3C_CONTEXT
from jawda.foundation.jobs import defer
from jawda.foundation.tenancy.context import current_organisation_id

VALID: Final = timedelta(days=7)
"""How long a version counts: a body whose server is away for a week is told of before its certificates are unknown."""
REFRESH: Final = "recognition.sign_lists"
_PURPOSES: Final = (Purpose.SUSPENSION, Purpose.REVOCATION)
_SET: Final = {Purpose.SUSPENSION: (State.SUSPENDED,), Purpose.REVOCATION: (State.WITHDRAWN, State.REPLACED)}
#: Whatever has a place in the lists.
_PLACED: Final = (Attestation, SupersededCredential, SpentPlace)


def number_of(list_number: int, purpose: Purpose) -> int:
    """Lists come in pairs: the number of one in addresses.

    >>> number_of(1, Purpose.SUSPENSION), number_of(1, Purpose.REVOCATION), number_of(2, Purpose.SUSPENSION)
    (1, 2, 3)
    """
    return 2 * list_number - 1 + _PURPOSES.index(purpose)


def free_place() -> tuple[int, int]:
    """A pair of lists and an index at random for one more document of the acting body."""
    return free_places(1)[0]


def free_places(count: int) -> list[tuple[int, int]]:
    """For that many more documents; what is taken is read once for all of them."""
    newest = [model.objects.aggregate(newest=Max("list_number"))["newest"] or 1 for model in _PLACED]
    number = max(newest)
    taken = {
        index
        for model in _PLACED
        for index in model.objects.filter(list_number=number).values_list("list_index", flat=True)
    }
    found = []
    for _one in range(count):
        if len(taken) * 2 >= status_list.LEAST_BITS:
            number, taken = number + 1, set()
        index = free_index(taken, secrets.randbits)
        taken.add(index)
        found.append((number, index))
    return found


def entries_of(slug: str, list_number: int, index: int, *, suspendable: bool) -> list[dict[str, Any]]:
    """What a document says of where its standing is looked up (W3C's spelling: UNTP 0.7.0 takes one entry only)."""
    purposes = _PURPOSES if suspendable else (Purpose.REVOCATION,)
    return [
        dict(
            write_entry(
                StatusEntry(list_url(slug, number_of(list_number, purpose)), index, purpose), integer_index=False
            )
        )
        for purpose in purposes
    ]


def publish(*, now: datetime | None = None) -> int:
    """Sign the acting body's lists as its documents stand; gives how many, none without documents.

    Asks for the job that signs them again the day after. ``ValidationError`` where no key is in use.
    """
    hold()
    at = (now or timezone.now()).replace(microsecond=0)
    # in this order: places whose documents go meanwhile are read once more, and none is missed
    rows = list(Attestation.objects.values_list("list_number", "list_index", "state"))
    rows += [
        (number, index, State.WITHDRAWN)
        for number, index in SupersededCredential.objects.values_list("list_number", "list_index")
    ]
    rows += [
        (number, index, State.WITHDRAWN if withdrawn else State.IN_FORCE)
        for number, index, withdrawn in SpentPlace.objects.values_list("list_number", "list_index", "withdrawn")
    ]
    if not rows:
        return 0
    identity, key = own_identity(), present_key()
    last = (
        StatusListVersion.objects.filter(source_organisation_id=current_organisation_id())
        .order_by("-valid_from").values_list("valid_from", flat=True).first()
    )  # fmt: skip
    if last is not None and at <= last:  # moments are written to the second, and of two versions the later must win
        at = last + timedelta(seconds=1)
    signer, key_id = signer_of(key), f"{identity.did}#{key.name}"
    made = versions_of(identity, rows, at, signer, key_id)
    StatusListVersion.objects.bulk_create(made)
    defer(REFRESH, organisation_id=current_organisation_id(), on=timezone.localdate() + timedelta(days=1))
    return len(made)


def versions_of(
    identity: Identity, rows: Sequence[tuple[int, int, str]], at: datetime, signer: Signer, key_id: str
) -> list[StatusListVersion]:
    """The lists signed for a moment, not kept yet; ``rows`` are each document's pair of lists, index and state."""
    made = []
    for list_number in sorted({number for number, _, _ in rows}):
        for purpose in _PURPOSES:
            number = number_of(list_number, purpose)
            url = list_url(identity.slug, number)
            indexes = [index for listed, index, state in rows if listed == list_number and state in _SET[purpose]]
            document = _document(url, identity.did, purpose, indexes, at)
            made.append(
                StatusListVersion(
                    source_organisation_id=identity.source_organisation_id, url=url, number=number, valid_from=at,
                    valid_until=at + VALID, credential=token.sign(document, signer, key_id=key_id).decode("ascii"),
                )
            )  # fmt: skip
    return made


def _document(url: str, did: str, purpose: Purpose, indexes: list[int], at: datetime) -> dict[str, Any]:
    return {
        "@context": [W3C_CONTEXT],
        "id": url,
        "type": ["VerifiableCredential", status_list.LIST_TYPE],
        "issuer": did,
        "validFrom": written(at),
        "validUntil": written(at + VALID),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose.value,
            "ttl": 86_400_000,
            "encodedList": status_list.encode(indexes),
        },
    }
