"""A line that breaks: a proxy that cuts connections before, during and after the server's answer."""

from __future__ import annotations

import random
import socket
import threading
from contextlib import suppress

WAYS = ("before", "during", "after", "half")
"""Nothing arrives; half of the question arrives; all of it, and no answer comes back; half of the answer does."""


class Line:
    """Carries one request for each connection to a local port. ``cuts`` of those to ``path`` are cut."""

    def __init__(self, port: int, *, path: bytes, cuts: int, share: float, seed: int = 9001) -> None:
        self.upstream, self.path, self.left, self.share = port, path, cuts, share
        self.done = dict.fromkeys(WAYS, 0)
        self._random, self._lock = random.Random(seed), threading.Lock()
        self._door = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._door.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._door.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self._door.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _way(self, head: bytes) -> str:
        """How this request is cut; '' where it passes."""
        if not head.startswith(b"POST ") or self.path not in head.split(b"\r\n", 1)[0]:
            return ""
        with self._lock:
            if self.left <= 0 or self._random.random() >= self.share:
                return ""
            self.left -= 1
            way = WAYS[self.left % len(WAYS)]
            self.done[way] += 1
            return way

    def _carry(self, near: socket.socket) -> None:
        with suppress(OSError), near:
            head, body = _read(near)
            if not head:
                return
            way = self._way(head)
            if way == "before":
                return
            lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
            question = b"\r\n".join([*lines[:-2], b"Connection: close", b"", b""]) + body
            with socket.create_connection(("127.0.0.1", self.upstream), timeout=30) as far:
                far.sendall(question[: len(question) - max(1, len(body) // 2)] if way == "during" else question)
                if way == "during":
                    return
                answer = b"".join(iter(lambda: far.recv(65536), b""))
            if way == "half":
                near.sendall(answer[: len(answer) // 2])
            elif way != "after":
                near.sendall(answer)


def _read(near: socket.socket) -> tuple[bytes, bytes]:
    """The head and the body of one request."""
    near.settimeout(60)
    data = b""
    while b"\r\n\r\n" not in data:
        piece = near.recv(65536)
        if not piece:
            return b"", b""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    while lengths and len(body) < int(lengths[0]):
        piece = near.recv(65536)
        if not piece:
            return b"", b""
        body += piece
    return head + b"\r\n\r\n", body
