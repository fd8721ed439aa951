"""Fail where a message of the sources lacks French, Arabic or a plural form, or a catalogue has one twice."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"


Name = tuple[str | None, str | tuple[str, str]]
"""A message's context, and its words."""


def extracted() -> set[Name]:
    """The messages that stand in the sources now, read by gettext through Django's own preparation of templates."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jawda.site.settings")
    os.environ.setdefault("JAWDA_SECRET_KEY", "check")
    import django
    from django.utils.translation import templatize

    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        sources = []
        for number, path in enumerate(sorted((ROOT / "src").rglob("*"))):
            if path.suffix == ".html" or (path.suffix == ".txt" and "templates" in path.parts):
                target = Path(folder) / f"{number}.py"
                target.write_text(templatize(path.read_text(), origin=str(path)))
                sources.append(target)
            elif path.suffix == ".py":
                sources.append(path)
        output = Path(folder) / "messages.pot"
        subprocess.run(
            [
                "xgettext",
                "-L",
                "Python",
                "--from-code=UTF-8",
                "--keyword=_",
                "--keyword=gettext_noop",
                "--keyword=gettext_lazy",
                "--keyword=ngettext_lazy:1,2",
                "--keyword=pgettext:1c,2",
                "--keyword=npgettext:1c,2,3",
                "--keyword=pgettext_lazy:1c,2",
                "-o",
                str(output),
                *map(str, sources),
            ],
            check=True,
            capture_output=True,
        )
        # xgettext leaves the header for a translator to fill in
        template = output.read_text().replace("nplurals=INTEGER; plural=EXPRESSION;", "nplurals=2; plural=(n != 1);")
        return {
            (message.context, message.id)
            for message in read_po(io.BytesIO(template.replace("CHARSET", "UTF-8").encode()))
            if message.id
        }


def faults(language: str, wanted: set[Name]) -> list[str]:
    """What the catalogues of ``language`` lack, and what gettext refuses in them."""
    found = {}
    plurals = 0
    lacking = []
    for path in SOURCE.glob(f"**/locale/{language}/LC_MESSAGES/django.po"):
        checked = subprocess.run(
            ["msgfmt", "--check-format", "-o", os.devnull, str(path)], capture_output=True, text=True, check=False
        )
        lacking += [line for line in checked.stderr.splitlines() if checked.returncode and "warning:" not in line]
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=language)
        plurals = catalogue.num_plurals
        found |= {(message.context, message.id): message for message in catalogue if message.id}
    for name in sorted(wanted, key=str):
        message = found.get(name)
        texts = (
            message.string
            if message and isinstance(message.string, tuple | list)
            else [message.string]
            if message
            else []
        )
        if not texts or not all(texts) or (message and message.fuzzy):
            lacking.append(f"{language}: {name}")
        elif isinstance(name[1], tuple) and len(texts) != plurals:
            lacking.append(f"{language}: {name}: {plurals} plural forms expected")
    return lacking


def main() -> int:
    """1 with a line for each fault."""
    wanted = extracted()
    lacking = [line for language in ("fr", "ar") for line in faults(language, wanted)]
    sys.stderr.writelines(f"{line}\n" for line in lacking)
    sys.stdout.write(f"{len(wanted)} messages, {len(lacking)} faults\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
