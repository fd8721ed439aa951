"""The pack that a browser keeps, so that it verifies where there is no network: made once for whoever asks."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock
from typing import Final

from jawda.apps.recognition.addresses import platform_did
from jawda.apps.recognition.domain.signers import signer_of
from jawda.apps.recognition.models import PlatformKey
from jawda.apps.recognition.queries.offline import gather, state_of_publication
from jawda.core.credentials import offline_pack

#: Between changes a pack bears one moment for so long: what servers make of it then is the same to the byte.
_EVERY: Final = timedelta(minutes=15)
#: Lists name their own end; a pack is to be fetched anew by then at the latest.
_LONGEST: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class MadePack:
    """The bytes, the same packed, and what names them."""

    data: bytes
    packed: bytes
    etag: str


class _Kept:
    """The last pack of this process."""

    def __init__(self) -> None:
        self.key: tuple[object, ...] = ()
        self.pack: MadePack | None = None
        self.lock = Lock()


_KEPT: Final = _Kept()


def keeper() -> dict[str, object] | None:
    """By whom a pack has to be signed, as a page holds it; None where the platform has no key yet."""
    keys = [dict(jwk) for jwk in PlatformKey.objects.order_by("created_at").values_list("public_jwk", flat=True)]
    return {"issuer": platform_did(), "keys": keys} if keys else None


def current_pack(at: datetime) -> MadePack | None:
    """The pack of this moment, signed by the platform (writes nothing); None where it has no key yet.

    Three queries where it is kept; whatever is issued, suspended or withdrawn anywhere has it made anew.
    """
    key = PlatformKey.objects.filter(retired_at=None).order_by("-created_at").first()
    if key is None:
        return None
    moment = at - (at - datetime.min.replace(tzinfo=at.tzinfo)) % _EVERY
    wanted = (platform_did(), key.name, key.public_jwk["x"], moment, *state_of_publication())
    with _KEPT.lock:
        if _KEPT.pack is None or _KEPT.key != wanted:
            found = gather(at)
            data = offline_pack.write(
                found.contents, signer_of(key), key_id=f"{platform_did()}#{key.name}", issuer=platform_did(),
                issued_at=moment, good_until=min([*found.ends, moment + _LONGEST]),
            )  # fmt: skip
            _KEPT.pack = MadePack(data, gzip.compress(data, 6, mtime=0), f'"{sha256(data).hexdigest()}"')
            _KEPT.key = wanted
        return _KEPT.pack


def forget() -> None:
    """Make the next one anew."""
    with _KEPT.lock:
        _KEPT.pack = None
