"""Why something is no credential: one reason code for each cause, worded in ``findings/catalogue/credentials.yaml``."""

from __future__ import annotations

from jawda.core.findings import Finding, Place, Refused
from jawda.core.findings.model import Argument


def refuse(reason: str, *, path: str | None = None, **arguments: Argument) -> Refused:
    """The refusal to raise; ``path`` is the place in the document, such as ``credentialSubject.id``.

    >>> refuse("json_duplicate", path="alg", name="alg").findings[0].id
    'credentials.json_duplicate'
    """
    clean = {name: _written(value) if isinstance(value, str) else value for name, value in arguments.items()}
    place = Place(path=None if path is None else _written(path))
    return Refused([Finding(id=f"credentials.{reason}", place=place, arguments=clean)])


def reason(refused: Refused) -> str:
    """The code of the first cause, without its subject.

    >>> reason(refuse("token_parts", parts=2))
    'token_parts'
    """
    return refused.findings[0].id.partition(".")[2]


def _written(text: str) -> str:
    """Names come from whoever wrote the document; half of a surrogate pair in one could not be shown or kept."""
    return text.encode("utf-8", "replace").decode("utf-8")
