"""Stopping what is too large while it comes in, before it fills a disk."""

from __future__ import annotations

from typing import Any, Final

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from jawda.foundation.files.inspection_kinds import Limits

_MARK: Final = "jawda.too_large"
_ROOM: Final = 1_000_000
"""Over the limit: what is only a little too large is read, and refused with its size."""


class BoundedUploadHandler(FileUploadHandler):
    """The first of Django's handlers: passes pieces on until a file is too large, then drops it and notes its name."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._size += len(raw_data)
        if self._size > Limits().bytes + _ROOM:
            self.request.META.setdefault(_MARK, []).append(self.file_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler makes the file."""


def dropped(request: HttpRequest) -> list[str]:
    """Names of files that were dropped for their size."""
    return list(request.META.get(_MARK, ()))
