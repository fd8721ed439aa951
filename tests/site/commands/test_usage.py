"""What cannot be understood is said in one sentence in the person's language, with exit status 2."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site.commands.conftest import Command

from jawda.core.languages import LANGUAGES

LOCALES = {"fr": "fr_MA.UTF-8", "ar": "ar_MA.UTF-8", "en": "en_GB.UTF-8"}
ENGLISH = ("usage", "error", "argument", "invalid", "required", "choice", "expected", "unrecognized")

FAULTS = {
    "no command": ((), ("COMMAND",), {"fr": "il manque", "ar": "ينقص", "en": "is missing"}),
    "unknown command": (
        ("assses",),
        ("'assses'", "assess", "referential"),
        {"fr": "n’est pas connu", "ar": "غير معروف", "en": "is not known"},
    ),
    "no verb": (("referential",), ("VERB",), {"fr": "il manque", "ar": "ينقص", "en": "is missing"}),
    "argument missing": (
        ("assess", "a.xlsx"),
        ("jawda assess", "--referential"),
        {"fr": "il manque", "ar": "ينقص", "en": "is missing"},
    ),
    "value missing": (
        ("assess", "a.xlsx", "--referential"),
        ("--referential",),
        {"fr": "une valeur est attendue", "ar": "المنتظر قيمة واحدة", "en": "a value is expected"},
    ),
    "bad choice": (
        ("referential", "export", "x-1", "--format", "odt", "-o", "x"),
        ("--format", "'odt'", "yaml"),
        {"fr": "n’est pas connu", "ar": "غير معروف", "en": "is not known"},
    ),
    "bad number": (
        ("assess", "a.xlsx", "--referential", "x", "--target", "beaucoup"),
        ("--target", "'beaucoup'", "100"),
        {"fr": "n’est pas un nombre", "ar": "ليس عددا", "en": "is not a number"},
    ),
    "number out of bounds": (
        ("assess", "a.xlsx", "--referential", "x", "--target", "nan"),
        ("--target", "'nan'"),
        {"fr": "n’est pas un nombre", "ar": "ليس عددا", "en": "is not a number"},
    ),
    "one word too many": (
        ("demo", "--everything"),
        ("--everything",),
        {"fr": "n’est pas reconnu", "ar": "غير معروف", "en": "is not known"},
    ),
    "a value where none belongs": (
        ("migrate", "--demo=yes"),
        ("--demo", "'yes'"),
        {"fr": "aucune valeur", "ar": "لا قيمة", "en": "no value"},
    ),
    "two options meant": (
        ("assess", "a.xlsx", "--p", "x"),
        ("--profile", "--pdf"),
        {"fr": "peut vouloir dire", "ar": "قد يعني", "en": "may mean"},
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fault", FAULTS)
def test_one_sentence_in_each_language(jawda: Command, tmp_path: Path, fault: str, language: str) -> None:
    given, named, words = FAULTS[fault]
    ran = jawda(*given, LANG=LOCALES[language])
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.count("\n") == 1, ran.err
    assert all(name in ran.err for name in named), ran.err
    assert words[language] in ran.err
    assert "_target" not in ran.err
    if language != "en":
        assert not [word for word in ENGLISH if word in ran.err.casefold()], ran.err
    assert not (tmp_path / "data").exists()


def test_the_language_asked_for_goes_before_that_of_the_machine(jawda: Command) -> None:
    for given in (("--lang", "ar"), ("--lang=ar",)):
        assert "ينقص" in jawda("assess", "a.xlsx", *given, LC_ALL=LOCALES["en"]).err
    assert "is missing" in jawda("assess", LC_ALL=LOCALES["en"], LANG=LOCALES["ar"]).err
    assert "il manque" in jawda("assess", LANG="C.UTF-8").err
    assert "n’est pas connu" in jawda("referential", "list", "--lang", "de", LANG="fr_FR").err


def test_words_of_commands_follow_the_machine_too(jawda: Command) -> None:
    assert "there is no such file" in jawda("referential", "check", "none.yaml", LANG=LOCALES["en"]).err
    assert "ce fichier n’existe pas" in jawda("referential", "check", "none.yaml", LANG="de_DE.UTF-8").err
    asked = jawda("referential", "check", "none.yaml", "--lang", "ar", LANG=LOCALES["en"])
    assert "هذا الملف غير موجود" in asked.err


def test_help_has_its_headings_in_the_language(jawda: Command) -> None:
    for language, heading in (("fr", "\narguments\xa0:"), ("ar", "الخيارات"), ("en", "positional arguments")):
        ran = jawda("assess", "--help", LANG=LOCALES[language])
        assert ran.status == 0
        assert heading in ran.out
        assert "jawda assess reponses.xlsx" in ran.out
