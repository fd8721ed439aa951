"""Files that a PDF carries within it (ISO 19005-3, 6.8): the credential beside the page that people read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from jawda.foundation.printing.text_runs import cleaned

#: What a file is to the page (ISO 19005-3, annex E): what it was made from, what it holds as data, the same in another
#: form, or something beside it.
Relationship: TypeAlias = Literal["source", "data", "alternative", "supplement"]

#: Bytes of all files of one document.
MOST_ATTACHED: Final = 4_000_000
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}", re.ASCII)
_MEDIA_TYPE: Final = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,98}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One file within a PDF; ``description`` is read by people. ``ValueError`` for a name or type that is none."""

    name: str
    media_type: str
    data: bytes
    description: str
    relationship: Relationship = "source"

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or not _MEDIA_TYPE.fullmatch(self.media_type):
            raise ValueError(
                f"an attached file has a plain name and a media type, not {self.name!r}, {self.media_type!r}"
            )


def embedded(attachments: tuple[Attachment, ...]) -> list[dict[str, Any]]:
    """The files as the template takes them; ``ValueError`` for two of one name, or beyond all measure."""
    if len({file.name for file in attachments}) != len(attachments):
        raise ValueError("the attached files have names of their own")
    size = sum(len(file.data) for file in attachments)
    if size > MOST_ATTACHED:
        raise ValueError(f"the attached files have {size} bytes; at most {MOST_ATTACHED} go into a PDF")
    return [
        {
            "name": file.name,
            "media_type": file.media_type,
            "description": cleaned(file.description),
            "relationship": file.relationship,
            # the order is JSON, which has no bytes
            **({"text": file.data.decode("ascii")} if file.data.isascii() else {"octets": list(file.data)}),
        }
        for file in attachments
    ]
