"""Keys in PKCS#11 devices (OASIS PKCS #11 3.0): smart cards, tokens, hardware security modules, SoftHSM to try it.

By the package *python-pkcs11*, which comes with the extra ``pkcs11``. A module is a library that is loaded into this
process: only whoever runs the server or the command names one. The PIN is handed in and not kept; it stands in no text
that is told or logged. Ed25519 and ECDSA on P-256 are used, the two that Jawda signs with.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from threading import RLock
from typing import Any, Final, TypeVar

from jawda.core.credentials.keys import Algorithm, PublicKey
from jawda.core.findings import Finding, Refused
from jawda.foundation.devices.offered import Device, Offered

#: The curve of Ed25519 by its object identifier (RFC 8410) and by its name, as older modules write it.
_EDWARDS: Final = (bytes.fromhex("06032b6570"), bytes.fromhex("130c656477617264733235353139"))
_P256: Final = bytes.fromhex("06082a8648ce3d030107")
_POINT_BYTES: Final = {Algorithm.ED25519: 32, Algorithm.ES256: 65}
_OCTET_STRING: Final = 4
_LONGEST: Final = 200
_T = TypeVar("_T")


@dataclass(frozen=True, repr=False)
class DeviceKey:
    """A :class:`~jawda.core.credentials.keys.Signer` whose private half is in a device."""

    public: PublicKey
    _device: Device
    _label: str
    _pin: str

    def sign(self, message: bytes) -> bytes:
        """As the protocol asks. ``Refused`` where the device is gone, or does not answer as it should.

        What a device gives is verified before it is believed: a wrong signature would be published.
        """

        def asked(session: Any) -> bytes:
            key = _private(session, self._label)
            if self.public.algorithm is Algorithm.ED25519:
                return bytes(key.sign(message, mechanism=_library().Mechanism.EDDSA))
            # hashed here: that any device signs a digest is not sure of those which hash by themselves
            return bytes(key.sign(sha256(message).digest(), mechanism=_library().Mechanism.ECDSA))

        found = _asked(self._device, self._pin, asked)
        if not self.public.verifies(found, message):
            raise _refused("wrong_signature", key=self._label)
        return found

    def __repr__(self) -> str:
        return f"<DeviceKey {self.public.algorithm} {self.public.thumbprint()}>"


def open_key(device: Device, label: str, pin: str) -> DeviceKey:
    """The key pair of ``label``. ``Refused`` with a sentence: no package, module, token or key; the PIN; another curve.

    The PIN of a token is locked after some wrong ones: one that was refused is not tried again by this process.
    """
    public = _asked(device, pin, lambda session: _public(session, label))
    _asked(device, pin, lambda session: _private(session, label))
    return DeviceKey(public, device, label, pin)


def log_in(device: Device, pin: str) -> None:
    """Whether a device answers and takes its PIN. ``Refused`` as :func:`open_key`."""
    _asked(device, pin, lambda session: None)


def open_lent(offered: Offered, label: str) -> DeviceKey:
    """The key of this label in a device that is lent, with the PIN of its variable. ``Refused`` as :func:`open_key`."""
    return open_key(offered.device, label, os.environ.get(offered.pin_variable, ""))


def make_key(device: Device, label: str, pin: str, algorithm: Algorithm) -> DeviceKey:
    """A new pair, made within the device, which does not give the private half away. ``Refused`` as :func:`open_key`,
    and where a key has the label already: one never replaces another.
    """

    def made(session: Any) -> None:
        p11 = _library()
        if list(session.get_objects({p11.Attribute.LABEL: label})):
            raise _refused("key_exists", key=label)
        edwards = algorithm is Algorithm.ED25519
        kind = p11.KeyType.EC_EDWARDS if edwards else p11.KeyType.EC
        how = p11.Mechanism.EC_EDWARDS_KEY_PAIR_GEN if edwards else p11.Mechanism.EC_KEY_PAIR_GEN
        curve = {p11.Attribute.EC_PARAMS: _EDWARDS[0] if edwards else _P256}
        parameters = session.create_domain_parameters(kind, curve, local=True)
        parameters.generate_keypair(mechanism=how, store=True, label=label, id=sha256(label.encode()).digest()[:20])

    if algorithm not in _POINT_BYTES:
        raise _refused("algorithm", key=label)
    _asked(device, pin, made)
    return open_key(device, label, pin)


class _Open:
    """What this process has open: one session for each token, since most devices have few and know one login each."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self.sessions: dict[Device, Any] = {}
        self.refused_pins: set[tuple[Device, bytes]] = set()


_open: Final = _Open()
_lock: Final = RLock()


def close_all() -> None:
    """Log out of every token."""
    with _lock:
        for session in _open.sessions.values():
            session.close()
        _open.sessions.clear()
        _open.refused_pins.clear()


def _asked(device: Device, pin: str, work: Callable[[Any], _T]) -> _T:
    """``work`` in the token's session, in a new one where that was lost."""
    p11 = _library()
    with _lock:
        _after_a_fork(p11)
        if device in _open.sessions and not _stands(p11, _open.sessions[device]):
            del _open.sessions[device]
        try:
            return work(_open.sessions.get(device) or _opened(p11, device, pin))
        except p11.PKCS11Error as fault:
            raise _refused("failed", token=device.token, reason=_named(fault)) from None


def _stands(p11: Any, session: Any) -> bool:
    """Whether a session is still one: a device may have been taken out and put back since."""
    try:
        session.generate_random(64)
    except (p11.SessionHandleInvalid, p11.SessionClosed, p11.DeviceRemoved, p11.TokenNotPresent, p11.DeviceError):
        return False
    except p11.PKCS11Error:  # such as a token without random numbers
        return True
    return True


def _opened(p11: Any, device: Device, pin: str) -> Any:
    tried = (device, sha256(pin.encode()).digest())
    if not pin:
        raise _refused("no_pin", token=device.token)
    if tried in _open.refused_pins:
        raise _refused("pin", token=device.token)
    try:
        library = p11.lib(device.module)
    except p11.PKCS11Error:
        raise _refused("module", module=device.module) from None
    try:
        token = library.get_token(token_label=device.token)
        _open.sessions[device] = token.open(rw=True, user_pin=pin)
    except (p11.NoSuchToken, p11.MultipleTokensReturned, p11.TokenNotPresent, p11.TokenNotRecognised):
        raise _refused("token", token=device.token, module=device.module) from None
    except p11.PinLocked:
        raise _refused("pin_locked", token=device.token) from None
    except (p11.PinIncorrect, p11.PinInvalid, p11.PinLenRange, p11.PinExpired, p11.UserPinNotInitialized):
        _open.refused_pins.add(tried)
        raise _refused("pin", token=device.token) from None
    return _open.sessions[device]


def _private(session: Any, label: str) -> Any:
    return _one(session, _library().ObjectClass.PRIVATE_KEY, label)


def _public(session: Any, label: str) -> PublicKey:
    attribute = _library().Attribute
    key = _one(session, _library().ObjectClass.PUBLIC_KEY, label)
    curve = bytes(key[attribute.EC_PARAMS]) if key.key_type.name in ("EC", "EC_EDWARDS") else b""
    if curve == _P256:
        algorithm = Algorithm.ES256
    elif curve in _EDWARDS:
        algorithm = Algorithm.ED25519
    else:
        raise _refused("algorithm", key=label)
    return PublicKey(algorithm, _point(bytes(key[attribute.EC_POINT]), _POINT_BYTES[algorithm], label)).checked()


def _one(session: Any, kind: Any, label: str) -> Any:
    """Read to the end: a search that is left open blocks the next of the session."""
    attribute = _library().Attribute
    found = list(session.get_objects({attribute.CLASS: kind, attribute.LABEL: label}))
    if len(found) != 1:
        raise _refused("several_keys" if found else "key", key=label)
    return found[0]


def _point(data: bytes, size: int, label: str) -> bytes:
    """Within an octet string, as the standard asks, or as it is, as some devices give it."""
    if len(data) == size + 2 and data[:2] == bytes((_OCTET_STRING, size)):
        return data[2:]
    if len(data) != size:
        raise _refused("algorithm", key=label)
    return data


def _after_a_fork(p11: Any) -> None:
    """A child's modules know nothing of the parent's sessions (PKCS #11 3.0, 5.4)."""
    if _open.process != os.getpid():
        for device in _open.sessions:
            p11.lib(device.module).reinitialize()
        _open.sessions.clear()
        _open.process = os.getpid()


def _library() -> Any:
    """The package, an extra that few need, where a device is used."""
    try:
        return import_module("pkcs11")
    except ImportError:
        raise _refused("no_package") from None


def _named(fault: Exception) -> str:
    """The standard's name of what went wrong; never what stood in the call."""
    return type(fault).__name__


def _refused(name: str, **said: str) -> Refused:
    return Refused([Finding(id=f"devices.{name}", arguments={key: text[:_LONGEST] for key, text in said.items()})])
