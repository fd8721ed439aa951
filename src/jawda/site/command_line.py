"""``jawda``: the same verbs without the web.

Exit status: 0 done, 1 the check failed, 2 bad input with a clear sentence.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from jawda import __version__
from jawda.core.findings import Refused, words_with_place
from jawda.site.commands import assess, referential, server
from jawda.site.database import DatabaseRefused


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(prog="jawda", description="The open platform of quality ecosystems.")
    top.add_argument("--version", action="version", version=__version__)
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for module in (server, referential, assess):
        module.add_to(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; a refusal is a sentence for each fault on standard error."""
    options = parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except Refused as refused:
        language = getattr(options, "lang", "fr")
        for finding in refused.findings:
            sys.stderr.write(words_with_place(finding, language) + "\n")
        return 2
    except (DatabaseRefused, FileNotFoundError, IsADirectoryError, PermissionError) as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
