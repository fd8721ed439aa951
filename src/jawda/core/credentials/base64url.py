"""base64url without padding, in its one canonical spelling (RFC 4648, 5 and 3.5; RFC 7515, 2)."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64encode
from typing import Final

from jawda.core.credentials.refusing import refuse

_CHARACTERS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
#: With which character a text may end whose last one carries unused bits: they are zero.
_LAST: Final = {2: frozenset(_CHARACTERS[::16]), 3: frozenset(_CHARACTERS[::4])}


def encode(data: bytes) -> bytes:
    """The text, in ASCII bytes.

    >>> encode(b"\\xff\\xfe")
    b'__4'
    """
    return urlsafe_b64encode(data).rstrip(b"=")


def decode(text: bytes) -> bytes:
    """The bytes; refused where another text would be their canonical one: padding, spaces, unused bits, ``+`` or ``/``.

    >>> decode(b"__4")
    b'\\xff\\xfe'
    >>> decode(b"__5")
    Traceback (most recent call last):
    ...
    jawda.core.findings.model.Refused: credentials.base64_spelling
    """
    rest = len(text) % 4
    if rest == 1 or (rest and text[-1] not in _LAST[rest]):
        raise refuse("base64_spelling")
    if b"+" in text or b"/" in text or b"=" in text:  # of the library's alphabet, or its padding; none of this one
        raise refuse("base64_spelling")
    try:  # replacing is faster than translating: text in base64 has few of the two characters
        standard = text.replace(b"-", b"+").replace(b"_", b"/")
        return binascii.a2b_base64(standard + b"=="[: -rest % 4], strict_mode=True)
    except binascii.Error:
        raise refuse("base64_spelling") from None
