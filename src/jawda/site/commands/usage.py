"""What argparse says, in the person's language: one sentence for what cannot be understood, headings of ``--help``.

argparse marks its words for gettext and looks each up by its module's own ``_``; that is where ours come in. What is
not in the table, as words of a later Python, stays English.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NoReturn

from jawda.core.languages import LANGUAGES, Language, Text

_FIRST: Final[Language] = LANGUAGES[0]
#: What begins like an option and is a number: decimal point or comma, groups of three digits, an exponent, per cent.
_NEGATIVE_NUMBER: Final = re.compile(r"-(?:\d+(?:\s\d{3})*(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?\s?%?$")

_WORDS: Final[Mapping[str, Text]] = {
    "usage: ": Text(fr="usage\N{NO-BREAK SPACE}: ", ar="طريقة الاستعمال: "),
    "positional arguments": Text(fr="arguments\N{NO-BREAK SPACE}", ar="المعطيات"),
    "options": Text(fr="options\N{NO-BREAK SPACE}", ar="الخيارات"),
    "show this help message and exit": Text(fr="montrer cette aide", ar="عرض هذه المساعدة"),
    "show program's version number and exit": Text(fr="montrer la version", ar="عرض الإصدار"),
    "argument %(argument_name)s: %(message)s": Text(
        fr="%(argument_name)s\N{NO-BREAK SPACE}: %(message)s", ar="\u2068%(argument_name)s\u2069: %(message)s"
    ),
    "the following arguments are required: %s": Text(fr="il manque %s", ar="ينقص \u2068%s\u2069", en="%s is missing"),
    "unrecognized arguments: %s": Text(
        fr="ceci n’est pas reconnu\N{NO-BREAK SPACE}: %s",
        ar="هذا غير معروف: \u2068%s\u2069",
        en="this is not known: %s",
    ),
    "invalid choice: %(value)r (choose from %(choices)s)": Text(
        fr="%(value)r n’est pas connu\N{NO-BREAK SPACE}; au choix\N{NO-BREAK SPACE}: %(choices)s",
        ar="\u2068%(value)r\u2069 غير معروف، والممكن: \u2068%(choices)s\u2069",
        en="%(value)r is not known; choose from: %(choices)s",
    ),
    "expected one argument": Text(fr="une valeur est attendue", ar="المنتظر قيمة واحدة", en="a value is expected"),
    "ignored explicit argument %r": Text(
        fr="aucune valeur n’est attendue, %r est donné",
        ar="لا قيمة منتظرة، والمعطى \u2068%r\u2069",
        en="no value is expected, %r is given",
    ),
    "ambiguous option: %(option)s could match %(matches)s": Text(
        fr="%(option)s peut vouloir dire %(matches)s",
        ar="قد يعني \u2068%(option)s\u2069 أحد هذه: \u2068%(matches)s\u2069",
        en="%(option)s may mean %(matches)s",
    ),
    "%(value)r is not a number between 0 and 100": Text(
        fr="%(value)r n’est pas un nombre entre 0 et 100", ar="\u2068%(value)r\u2069 ليس عددا بين 0 و100"
    ),
    "%(value)r is not a date (YYYY-MM-DD)": Text(
        fr="%(value)r n’est pas une date (AAAA-MM-JJ)", ar="\u2068%(value)r\u2069 ليس تاريخا (سنة-شهر-يوم)"
    ),
    "%(value)r is not a number": Text(fr="%(value)r n’est pas un nombre", ar="\u2068%(value)r\u2069 ليس عددا"),
    "%(value)r is not a number above 0": Text(
        fr="%(value)r n’est pas un nombre au-dessus de 0", ar="\u2068%(value)r\u2069 ليس عددا أكبر من 0"
    ),
    "%(value)r is not a number between 0 and 1, both excluded": Text(
        fr="%(value)r n’est pas un nombre entre 0 et 1, exclus",
        ar="\u2068%(value)r\u2069 ليس عددا بين 0 و1 دون الطرفين",
    ),
    "%(value)r is not a percentage between 0 and 100, both excluded": Text(
        fr="%(value)r n’est pas un pourcentage entre 0 et 100, exclus",
        ar="\u2068%(value)r\u2069 ليس نسبة مئوية بين 0 و100 دون الطرفين",
    ),
    "%(value)r is not a whole number from 1 on": Text(
        fr="%(value)r n’est pas un nombre entier à partir de 1",
        ar="\u2068%(value)r\u2069 ليس عددا صحيحا ابتداء من 1",
    ),
    "%(value)r is not a number of trials from 1000 to 20000000": Text(
        fr="%(value)r n’est pas un nombre de tirages de 1000 à 20000000",
        ar="\u2068%(value)r\u2069 ليس عدد سحوبات بين 1000 و20000000",
    ),
    "%(value)r is not the number of a row, nor 0": Text(
        fr="%(value)r n’est ni le numéro d’une ligne, ni 0", ar="\u2068%(value)r\u2069 ليس رقم سطر ولا 0"
    ),
    "%(value)r is not one sign that can stand between columns": Text(
        fr="%(value)r n’est pas un signe qui puisse séparer des colonnes",
        ar="\u2068%(value)r\u2069 ليس علامة يمكن أن تفصل الأعمدة",
    ),
    "not allowed with argument %s": Text(
        fr="ne va pas avec %s", ar="لا يجتمع مع \u2068%s\u2069", en="does not go with %s"
    ),
    "%(prog)s: %(message)s (see: %(prog)s --help)": Text(
        fr="%(prog)s\N{NO-BREAK SPACE}: %(message)s (voir\N{NO-BREAK SPACE}: %(prog)s --help)",
        ar="\u2068%(prog)s\u2069: %(message)s (انظروا: \u2068%(prog)s --help\u2069)",
    ),
}


def language_of(arguments: Sequence[str], environ: Mapping[str, str]) -> Language:
    """``--lang`` or ``--language`` where it names one of the three languages, else the first of LC_ALL, LC_MESSAGES and
    LANG that is set, where it does, else French.

    >>> language_of(["referential", "--lang=ar"], {"LANG": "en_GB.UTF-8"})
    'ar'
    >>> language_of([], {"LC_ALL": "en_GB.UTF-8", "LANG": "ar_MA.UTF-8"}), language_of([], {"LANG": "C.UTF-8"})
    ('en', 'fr')
    """
    wanted = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    asked = ""
    for word, after in pairwise([*arguments, ""]):
        if word in ("--lang", "--language"):
            asked = after
        elif word.startswith(("--lang=", "--language=")):
            asked = word.partition("=")[2]
    named = asked if asked in LANGUAGES else wanted.replace(".", "_").partition("_")[0]
    return next((language for language in LANGUAGES if language == named), _FIRST)


def say(text: str) -> str:
    """One of the texts above, before its values are put in, in the language that argparse speaks."""
    said: str = vars(argparse)["_"](text)
    return said


def speak(language: Language) -> None:
    """From now on argparse speaks this language."""
    vars(argparse)["_"] = lambda text: _told(text, language) if text else text


def _told(text: str, language: Language) -> str:
    found = _WORDS.get(text)
    return (found and found.get(language)) or text


class Parser(argparse.ArgumentParser):
    """Refuses in one sentence, with exit status 2; the usage stands in ``--help``.

    ``-0,05`` and ``-5e-2`` are values: argparse itself knows negative numbers with a point only.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._negative_number_matcher = _NEGATIVE_NUMBER

    def error(self, message: str) -> NoReturn:
        self.exit(
            2, say("%(prog)s: %(message)s (see: %(prog)s --help)") % {"prog": self.prog, "message": message} + "\n"
        )
