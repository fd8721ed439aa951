"""Who a signer is: ``did:web`` identifiers, and the document that says which keys are theirs (W3C CID 1.0, DID 1.0).

Only documents that are already trusted to come from the identifier's own address, or from a trust list, are read here:
this module fetches nothing. It says which address would be asked, and refuses those that nobody should ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from jawda.core.credentials.json_text import Json
from jawda.core.credentials.keys import PublicKey, public_key, public_key_of_multikey
from jawda.core.credentials.moments import moment, written
from jawda.core.credentials.refusing import refuse
from jawda.core.findings import Refused

_CONTEXTS: Final = ("https://www.w3.org/ns/did/v1", "https://www.w3.org/ns/cid/v1")
_LABEL: Final = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
#: A domain of at least two labels whose last is no number: no IP address in any spelling, no name of the local network.
_HOST: Final = re.compile(rf"(?=.{{4,253}}\Z)(?:{_LABEL}\.)+(?!\d+\Z)(?!0x){_LABEL}", re.ASCII)
_LOCAL: Final = frozenset({"localhost", "local", "internal", "localdomain", "onion", "arpa", "invalid", "test"})
_PORT: Final = re.compile("[1-9][0-9]{0,4}", re.ASCII)
_SEGMENT: Final = re.compile(r"[A-Za-z0-9._-]{1,128}", re.ASCII)
_MOST_CHARACTERS: Final = 512
_MOST_METHODS: Final = 64
_MOST_IN_FRAGMENT: Final = 200


@dataclass(frozen=True, slots=True)
class VerificationMethod:
    """A key with the time it may be used: ``expires`` is its planned end, ``revoked`` one that was not planned."""

    id: str
    key: PublicKey
    expires: datetime | None = None
    revoked: datetime | None = None
    thumbprint: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "thumbprint", self.key.thumbprint())


@dataclass(frozen=True, slots=True)
class IdentityDocument:
    """``methods``: the keys that may sign attestations (``assertionMethod``), in the order of the document.

    ``others``: keys it gives for other uses, or no longer for this one. Whoever revokes a key often takes it out of
    ``assertionMethod`` too, and the revocation must still be known.
    """

    id: str
    methods: tuple[VerificationMethod, ...]
    others: tuple[VerificationMethod, ...] = ()

    def method(self, key_id: str) -> VerificationMethod:
        """The key that ``kid`` names: an absolute address in this document, or a key's thumbprint (RFC 7638).

        Refused: relative (``#1`` alone names a key of whoever reads it), another's, or not in this document.
        """
        if key_id.startswith("#") or not (key_id.startswith("did:") or _is_thumbprint(key_id)):
            raise refuse("identity_key_relative", path="kid", key=key_id[:200])
        if key_id.startswith("did:") and key_id.partition("#")[0] != self.id:
            raise refuse("identity_key_foreign", path="kid", key=key_id[:200], controller=self.id)
        by_id = key_id.startswith("did:")
        for method in self.methods:
            if key_id == (method.id if by_id else method.thumbprint):
                return method
        raise refuse("identity_key_unknown", path="kid", key=key_id[:200], controller=self.id)


def url_of(did: str, *, path: str | None = None) -> str:
    """The address of the document of a ``did:web`` identifier.

    Refused: other methods, IP addresses, local names, user names, upper case in the host, ``..``, percent signs other
    than those of a port.

    >>> url_of("did:web:body.example"), url_of("did:web:body.example%3A8443:units:lab")
    ('https://body.example/.well-known/did.json', 'https://body.example:8443/units/lab/did.json')
    """
    if not did.startswith("did:web:") or len(did) > _MOST_CHARACTERS:
        raise refuse("identity_method", path=path, identifier=did[:200])
    authority, *segments = did.removeprefix("did:web:").split(":")
    host, colon, port = authority.partition("%3A")
    if _HOST.fullmatch(host) is None or host.rpartition(".")[2] in _LOCAL:
        raise refuse("identity_host", path=path, identifier=did[:200])
    if colon and (_PORT.fullmatch(port) is None or int(port) > 65_535):
        raise refuse("identity_port", path=path, identifier=did[:200])
    if not all(_SEGMENT.fullmatch(segment) and segment.strip(".") for segment in segments):
        raise refuse("identity_path", path=path, identifier=did[:200])
    where = f"https://{host}:{port}" if colon else f"https://{host}"
    return f"{where}/{'/'.join(segments)}/did.json" if segments else f"{where}/.well-known/did.json"


def read_document(document: Mapping[str, Json], *, did: str) -> IdentityDocument:
    """The keys of ``did`` in its document.

    A method that cannot be used here is passed over and verifies nothing: of another kind or curve, of another
    controller, of another document (CID 1.0, 2.2 and 2.3). Refused: an id other than ``did``, one id twice, a private
    key, an end that is no moment, and under ``assertionMethod`` a name of this document that it gives to no method.
    """
    url_of(did)
    if document.get("id") != did:
        raise refuse("identity_id", path="id", expected=did)
    listed = _listed(document.get("verificationMethod", []), did)
    asserting = document.get("assertionMethod", [])
    if not isinstance(asserting, list) or len(asserting) > _MOST_METHODS:
        raise refuse("identity_assertion", path="assertionMethod")
    found: dict[str, VerificationMethod | None] = {}
    for number, item in enumerate(asserting):
        path = f"assertionMethod[{number}]"
        name = _absolute(item.get("id"), did, f"{path}.id") if isinstance(item, dict) else _absolute(item, did, path)
        if name in found or (name in listed and isinstance(item, dict)):
            raise refuse("identity_twice", path=path, key=name[:200])
        if isinstance(item, dict):
            _check_public(item, path)
            found[name] = _method(item, name, did, path)
        elif name in listed:
            found[name] = _method(listed[name][0], name, did, listed[name][1])
        elif name.startswith(f"{did}#"):
            raise refuse("identity_assertion", path=path)
        else:
            found[name] = None  # a method of another document, which is not fetched
    others: list[VerificationMethod | None] = []
    for name, (given, path) in listed.items():
        if name not in found:
            with suppress(Refused):  # an end that is no moment ends no key that signs
                others.append(_method(given, name, did, path))
    return IdentityDocument(did, _usable(found.values()), _usable(others))


def write_document(document: IdentityDocument) -> dict[str, Json]:
    """As it is published, keys as ``JsonWebKey``, retired ones too: records outlive the keys that signed them.

    >>> from jawda.core.credentials.keys import SoftwareKey
    >>> key = VerificationMethod("did:web:body.example#1", SoftwareKey.from_seed(bytes(32)).public)
    >>> document = IdentityDocument("did:web:body.example", (key,))
    >>> read_document(write_document(document), did="did:web:body.example") == document
    True
    """
    methods: list[Json] = []
    for method in (*document.methods, *document.others):
        jwk: dict[str, Json] = dict(method.key.jwk())
        item: dict[str, Json] = {
            "id": method.id,
            "type": "JsonWebKey",
            "controller": document.id,
            "publicKeyJwk": jwk | {"kid": method.thumbprint},
        }
        for name, when in (("expires", method.expires), ("revoked", method.revoked)):
            if when is not None:
                item[name] = written(when)
        methods.append(item)
    return {
        "@context": list(_CONTEXTS),
        "id": document.id,
        "verificationMethod": methods,
        "assertionMethod": [method.id for method in document.methods],
    }


def _listed(items: Json, did: str) -> dict[str, tuple[Mapping[str, Json], str]]:
    """What stands under ``verificationMethod``, by its whole id, with its place."""
    if not isinstance(items, list) or len(items) > _MOST_METHODS:
        raise refuse("identity_methods", path="verificationMethod", most=_MOST_METHODS)
    found: dict[str, tuple[Mapping[str, Json], str]] = {}
    for number, item in enumerate(items):
        path = f"verificationMethod[{number}]"
        if not isinstance(item, dict):
            raise refuse("identity_method_form", path=path)
        _check_public(item, path)
        name = _absolute(item.get("id"), did, f"{path}.id")
        if name in found:
            raise refuse("identity_twice", path=path, key=name[:200])
        found[name] = (item, path)
    return found


def _check_public(item: Mapping[str, Json], path: str) -> None:
    jwk = item.get("publicKeyJwk")
    if any(member.startswith(("private", "secret")) for member in item) or (isinstance(jwk, dict) and "d" in jwk):
        raise refuse("key_private", path=path)


def _usable(methods: Iterable[VerificationMethod | None]) -> tuple[VerificationMethod, ...]:
    return tuple(method for method in methods if method is not None)


def _method(item: Mapping[str, Json], name: str, did: str, path: str) -> VerificationMethod | None:
    """None where it cannot be used; refused where it can and its end is no moment: a revocation must be understood."""
    own = name.startswith(f"{did}#") and 0 < len(name) - len(did) - 1 <= _MOST_IN_FRAGMENT
    key = _key(item) if own and item.get("controller") == did else None
    if key is None:
        return None
    when = {
        member: moment(item[member], path=f"{path}.{member}") for member in ("expires", "revoked") if member in item
    }
    return VerificationMethod(name, key, when.get("expires"), when.get("revoked"))


def _key(item: Mapping[str, Json]) -> PublicKey | None:
    kind, jwk, multikey = item.get("type"), item.get("publicKeyJwk"), item.get("publicKeyMultibase")
    try:
        if kind == "JsonWebKey" and isinstance(jwk, dict) and multikey is None:
            return public_key(jwk)
        if kind == "Multikey" and isinstance(multikey, str) and jwk is None:
            return public_key_of_multikey(multikey)
    except Refused:  # of a type or curve, or for a use, that verifies nothing here
        return None
    return None


def _absolute(name: Json, did: str, path: str) -> str:
    """In a document a relative address is read against its own id (DID 1.0, 3.2.2)."""
    if not isinstance(name, str):
        raise refuse("identity_method_id", path=path, expected=f"{did}#…")
    return f"{did}{name}" if name.startswith("#") else name


def _is_thumbprint(key_id: str) -> bool:
    return len(key_id) == 43 and re.fullmatch("[A-Za-z0-9_-]+", key_id, re.ASCII) is not None
