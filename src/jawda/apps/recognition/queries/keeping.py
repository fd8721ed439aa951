"""What one process keeps of its answers for a moment, so that a certificate that many look up is worked out once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime, timedelta
from threading import Lock
from typing import Final, Generic, TypeVar
from zlib import crc32

from django.utils import timezone

from jawda.apps.recognition.models import LogEntry

Answer = TypeVar("Answer")
#: Lists are dated to the second, and of two of one second the later gets the next: until then a second counts.
_SETTLED: Final = timedelta(seconds=10)


class Kept(Generic[Answer]):
    """Answers of this moment by their question; beyond ``most`` the oldest is forgotten. Any thread may use it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, question: Hashable) -> Answer | None:
        """What was answered, or None."""
        with self._lock:
            return self._kept.get(question)

    def keep(self, question: Hashable, answer: Answer) -> None:
        """Answer the same from now on, while the question is asked of the same state."""
        with self._lock:
            self._kept[question] = answer
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def forget(self) -> None:
        """Forget all: a test begins."""
        with self._lock:
            self._kept.clear()


def state(at: datetime, *, day: str = "", of: str = "") -> Hashable:
    """What an answer holds for: a minute, or the day that was asked about, and the public log as it ends; one query.

    Whatever is issued, suspended or withdrawn anywhere makes all that is kept old at once. ``day``: as it was written;
    ``of``: what is asked about, so that minutes end at another second for each and not all is worked out at once.
    """
    later = crc32(of.encode()) % 60
    at += timedelta(seconds=later)
    last = LogEntry.objects.order_by("-sequence").values_list("sequence", "at").first()
    now = timezone.now()
    settled = last is None or now - last[1] > _SETTLED
    return (later, day or f"{at:%Y-%m-%dT%H:%M}", "" if settled else f"{now:%H:%M:%S}", last[0] if last else 0)
