"""``jawda credential issue`` and ``credential key new``: a signed attestation from a description, and its key."""

from __future__ import annotations

import argparse
import json
import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

from jawda.core.credentials import private_keys, token
from jawda.core.credentials.descriptions import Profile, issuer_and_document
from jawda.core.credentials.json_text import Json, parse_object
from jawda.core.credentials.keys import Algorithm, PublicKey, Signer, SoftwareKey
from jawda.core.credentials.status_list import MOST_BITS
from jawda.core.findings import Finding, Place, Refused
from jawda.core.referentials.document import Document, read_document
from jawda.foundation.devices import pkcs11
from jawda.foundation.devices.pkcs11 import Device
from jawda.site.commands import files, output

PIN: Final = "JAWDA_PKCS11_PIN"
"""The variable in which the PIN of a device comes."""
_ALGORITHMS = {item.value.lower(): item for item in private_keys.MADE}
_NUMBERED = re.compile(r"(measured|ranges)\[\d+\]\.")
_Found = TypeVar("_Found")


def issue(options: argparse.Namespace) -> int:
    """Exit status 0; 2 where the description, the key or an option is wrong, by the name of the member."""
    _check_status(options)
    described = read_document(files.read(options.file), file=options.file.name)
    jwk, signer = _of_device(options) if in_device(options) else _of_key_file(options)
    issuer, document = _of_description(
        described,
        lambda: issuer_and_document(
            _plain(described.value, "", described),
            status_url=options.status_list,
            withdrawal_url=options.withdrawal_list,
            status_index=options.status_index or 0,
            profile=Profile(options.profile),
        ),
    )
    key_id = _of_file(options.key or options.pkcs11, lambda: private_keys.key_id(jwk, issuer))
    signed = token.sign(document, signer, key_id=key_id)
    if options.out is not None:
        files.write(options.out, signed + b"\n")
    if options.json:
        output.put_json({
            "schema": "jawda/credential-issued/1", "id": document["id"], "issuer": issuer, "key_id": key_id,
            "algorithm": signer.public.algorithm.value, "sha256": token.read(signed).sha256,
            "credential": signed.decode("ascii"),
        })  # fmt: skip
    elif options.out is None:
        output.put_lines([signed.decode("ascii")])
    return 0


def in_device(options: argparse.Namespace) -> bool:
    """Whether a device is named; ``Refused`` for half of one, and for one beside a file or for neither."""
    named = [options.pkcs11, options.token, options.key_label]
    other = options.key if "key" in options else options.out
    if (other is None) != all(named) or any(named) != all(named):
        raise Refused([Finding(id="issuing.one_key")])
    return all(named)


def _device(options: argparse.Namespace) -> tuple[Device, str, str]:
    """The device, the label of the key, and the PIN, which stands in no list of processes."""
    device = Device(str(options.pkcs11), options.token)
    return device, options.key_label, os.environ.get(PIN, "")


def _of_device(options: argparse.Namespace) -> tuple[Mapping[str, Json], Signer]:
    """The key is named by its thumbprint, as one in a file is."""
    key = pkcs11.open_key(*_device(options))
    return {"kid": key.public.thumbprint()}, key


def _of_key_file(options: argparse.Namespace) -> tuple[Mapping[str, Json], Signer]:
    jwk = _of_file(options.key, lambda: parse_object(files.read(options.key)))
    signer = _of_file(options.key, lambda: private_keys.read(jwk))
    if options.key.stat().st_mode & 0o077:
        output.put_refusal([Finding(id="issuing.open_key", place=Place(file=options.key.name))], options.lang)
    return jwk, signer


def _check_status(options: argparse.Namespace) -> None:
    url, withdrawal, index = options.status_list, options.withdrawal_list, options.status_index
    if withdrawal is not None and (url is None or withdrawal == url or Profile(options.profile) is not Profile.W3C):
        raise Refused([Finding(id="issuing.withdrawal_list")])
    if url is None or index is None:
        if url is not index:
            raise Refused([Finding(id="issuing.status_pair")])
        return
    for name, address in (("--status-list", url), ("--withdrawal-list", withdrawal)):
        if address is not None and not address.startswith("https://"):
            raise Refused([Finding(id="issuing.status_list", arguments={"option": name})])
    if not 0 <= index < MOST_BITS:
        arguments = {"index": index, "most": MOST_BITS - 1}
        raise Refused(
            [Finding(id="credentials.status_index", place=Place(path="--status-index"), arguments=arguments)]
        )  # fmt: skip


def new_key(options: argparse.Namespace) -> int:
    """A file that its owner alone may read, or a pair within a device; its public part and thumbprint are told."""
    algorithm = _ALGORITHMS[options.algorithm]
    if in_device(options):
        found = pkcs11.make_key(*_device(options), algorithm).public
    else:
        found = _in_file(options.out, algorithm)
    thumbprint = found.thumbprint()
    public = {**found.jwk(), "kid": thumbprint}
    if options.json:
        output.put_json({"public": public, "thumbprint": thumbprint})
    else:
        output.put_lines([json.dumps(public), thumbprint])
    return 0


def _in_file(path: Path, algorithm: Algorithm) -> PublicKey:
    jwk, key = _made(algorithm)
    try:
        place = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused([Finding(id="issuing.key_exists", place=Place(file=str(path)))]) from None
    except FileNotFoundError:
        raise Refused([Finding(id="files.no_folder", place=Place(file=str(path)))]) from None
    except PermissionError:
        raise Refused([Finding(id="files.not_writable", place=Place(file=str(path)))]) from None
    with os.fdopen(place, "wb") as file:
        file.write(json.dumps(jwk, indent=2).encode("ascii") + b"\n")
    return key.public


def _made(algorithm: Algorithm) -> tuple[dict[str, Json], SoftwareKey]:
    while True:
        seed = secrets.token_bytes(private_keys.SEED_BYTES)
        with suppress(Refused):  # of 2³² numbers one is none of the curve
            jwk = private_keys.write(seed, algorithm)
            return jwk, private_keys.read(jwk)


def _plain(value: Any, path: str, described: Document) -> Json:
    """Texts as they were written, where YAML saw a number or a date; numbers where something is measured."""
    if isinstance(value, dict):
        return {name: _plain(item, f"{path}.{name}" if path else name, described) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, f"{path}[{number}]", described) for number, item in enumerate(value, 1)]
    number = isinstance(value, int | float) and not isinstance(value, bool) and _NUMBERED.search(path)
    if value is None or isinstance(value, str) or number:
        found: Json = value
        return found
    written = described.written[path]
    return value.isoformat() if type(value) is date else written


def _of_file(path: Path, read: Callable[[], _Found]) -> _Found:
    try:
        return read()
    except Refused as fault:
        raise Refused(
            replace(item, place=replace(item.place, file=item.place.file or path.name)) for item in fault.findings
        ) from fault


def _of_description(described: Document, read: Callable[[], _Found]) -> _Found:
    """A refusal names the line and the member, items counted from 1 as people count them."""
    try:
        return read()
    except Refused as fault:
        raise Refused(
            replace(item, place=described.place(re.sub(r"\[(\d+)\]", _from_one, item.place.path or "")))
            for item in fault.findings
        ) from fault


def _from_one(found: re.Match[str]) -> str:
    return f"[{int(found[1]) + 1}]"
