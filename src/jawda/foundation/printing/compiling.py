"""The child process: an order as JSON on standard input, a PDF on standard output. Imports nothing of Jawda."""

from __future__ import annotations

import json
import sys

#: Address space; a report of a hundred pages takes a tenth of it.
MEMORY = 3 * 1024**3


def limit_memory() -> None:
    """Where the system knows limits, one runaway document cannot take the machine's memory."""
    try:
        import resource  # noqa: PLC0415 - absent on Windows
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def main() -> None:
    """Compile one order: template, inputs, fonts, standards, timestamp (seconds)."""
    import typst  # noqa: PLC0415 - after the limit

    order = json.loads(sys.stdin.buffer.read())
    pdf = typst.compile(
        order["template"],
        root=order["root"],
        sys_inputs=order["inputs"],
        font_paths=[order["fonts"]],
        ignore_system_fonts=True,
        pdf_standards=order["standards"],
        timestamp=order["timestamp"],
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    limit_memory()
    main()
