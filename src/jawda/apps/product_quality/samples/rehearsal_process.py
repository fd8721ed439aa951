"""Reads a Parquet file on standard input once, within bounds; run by ``rehearsal.py`` before the server itself does.

``python -I rehearsal_process.py most-rows most-columns``. Status 0: it can be read within the bounds; 1: it is no
Parquet file; 2: it is larger inside than allowed. A file of a few kilobytes can say that it holds gigabytes: what it
takes is found out here, where the system stops it. Imports nothing of Jawda, so that it starts fast.
"""

from __future__ import annotations

import contextlib
import io
import os
import resource
import sys

MEMORY = 400_000_000
"""Bytes beyond what the library itself takes."""

os.environ["POLARS_MAX_THREADS"] = "1"

import polars  # noqa: E402 - reads its number of threads when it is imported


def bound() -> None:
    """At what memory the system stops us; a system without such bounds leaves the caller's time limit."""
    with contextlib.suppress(ValueError, OSError):
        with open("/proc/self/statm", encoding="ascii") as said:
            taken = int(said.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY, taken + MEMORY))


def main() -> int:
    """As the head of this file says."""
    rows, columns = int(sys.argv[1]), int(sys.argv[2])
    content = sys.stdin.buffer.read()
    bound()
    try:
        schema = polars.read_parquet_schema(io.BytesIO(content))
        if len(schema) > columns:
            return 2
        flat = [name for name, kind in schema.items() if not kind.is_nested() and kind != polars.Binary]
        if polars.scan_parquet(io.BytesIO(content)).select(polars.len()).collect().item() > rows:
            return 2
        frame = polars.read_parquet(io.BytesIO(content), columns=flat, use_statistics=False)
        for name in flat:
            frame[name].cast(polars.String, strict=False).to_list()
    except MemoryError:
        return 2
    except BaseException:  # whatever the library raises, a panic included: it is no table
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
