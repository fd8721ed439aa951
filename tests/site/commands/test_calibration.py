"""``jawda calibration read``: the verdict first, then what the certificate says, then what was checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.core.credentials.calibration.certificates import (
    CORE,
    CUSTOMER,
    ERRORS,
    LABORATORY,
    body,
    document,
    laboratory,
    measurement,
    middle,
    quantity,
    real,
    result,
    root,
    signed,
)
from tests.site.commands.conftest import Command
from tests.site.commands.statistics.conftest import Said

from jawda.core.languages import LANGUAGES
from jawda.site.command_line import main

Read = Callable[..., Said]
DAY = ("--at", "2026-05-04")


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Read:
    """``jawda calibration read`` on bytes, in French unless ``--lang`` says otherwise; the authorities lie beside."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "fr_MA.UTF-8")
    Path("root.pem").write_bytes(root().pem)

    def run(data: bytes, *given: str) -> Said:
        Path("c.xml").write_bytes(data)
        capsys.readouterr()
        try:
            status = main(["calibration", "read", "c.xml", *given])
        except SystemExit as ended:  # argparse's own refusals
            status = int(str(ended.code))
        found = capsys.readouterr()
        return Said(status, found.out, found.err)

    return run


SIGNED = signed(document(), laboratory(), middle())


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_good_certificate_of_a_known_signer(read: Read) -> None:
    said = read(SIGNED, "--anchors", "root.pem", *DAY)
    assert said.status == 0, said.out
    lines = plain(said.out).splitlines()
    assert lines[0] == "✓ Signature intacte et signataire connu : CN=Laboratory."
    assert lines[2:9] == [
        "Certificat : LM-2026-0042",
        "Laboratoire d’étalonnage : Laboratoire de métrologie (ET 01)",
        "Client : Câblages",
        "Étalonné le : 3 mars 2026",
        "Prochain étalonnage au plus tard le : 3 mars 2027",
        "Instrument : Pied à coulisse",
        "  fabricant Mesure SA P150, numéro de série SN 7, repère du client PC-12",
    ]
    assert "  Erreur : 0,01 ; 0,02 ; -0,01 mm (U = 0,03, k = 2)" in lines
    assert "✓ Les facteurs d’élargissement vont avec leur probabilité : 1." in lines
    assert any(line.startswith("! La révocation") for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_each_language(read: Read, language: str) -> None:
    said = read(SIGNED, "--lang", language, "--anchors", "root.pem", *DAY)
    assert said.status == 0
    assert "LM-2026-0042" in said.out
    wanted = {"fr": ("Étalonné le", "0,03"), "ar": ("تاريخ المعايرة", "0,03"), "en": ("Calibrated on", "0.03")}
    assert all(word in said.out for word in wanted[language])
    assert ("\N{FIRST STRONG ISOLATE}LM-2026-0042\N{POP DIRECTIONAL ISOLATE}" in said.out) is (language == "ar")


def test_the_signature_fails(read: Read) -> None:
    said = read(SIGNED.replace(b"LM-2026", b"LM-2027", 1), "--anchors", "root.pem", *DAY)
    assert said.status == 1
    assert said.out.startswith("✗ Signature non valable")
    assert "LM-2027" not in said.out
    stranger = read(signed(document(), body("Stranger")), "--anchors", "root.pem", *DAY)
    assert stranger.status == 1
    assert "signataire inconnu (CN=Stranger)" in stranger.out
    assert read(signed(document()), *DAY).status == 0, "nobody said whom to trust"


def test_a_check_fails(read: Read) -> None:
    said = read(document(core=CORE.replace("LM-2026-0042", "")), *DAY)
    assert said.status == 1
    assert "✗ Le certificat n’a pas de numéro. (administrativeData/coreData/uniqueIdentifier)" in said.out
    assert said.out.startswith("! Le certificat n’est pas signé")


def test_as_it_stood_on_a_day(read: Read) -> None:
    assert read(SIGNED, "--anchors", "root.pem", "--at", "2026-03-03").status == 0
    assert read(SIGNED, "--anchors", "root.pem", "--at", "2026-03-02").status == 1
    late = read(SIGNED, "--anchors", "root.pem", "--at", "2029-01-01")
    assert late.status == 0
    assert "a expiré le 1er\N{NO-BREAK SPACE}janvier 2028" in late.out
    assert read(document()).status in (0, 1), "without a day it is now"


def test_a_certificate_without_a_customer(read: Read) -> None:
    assert "Client" not in read(document(customer=""), *DAY).out


def test_json(read: Read) -> None:
    said = read(SIGNED, "--anchors", "root.pem", "--json", "--lang", "en", *DAY)
    assert said.status == 0
    assert (said.json["schema"], said.json["holds"]) == ("calibration-certificate/1", True)
    assert said.json["signature"]["standing"] == "trusted"
    assert said.json["register"][0]["name"] == "Caliper"
    assert read(b"<a/>", "--json").out == ""


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "c.xml, ligne 1 : ce n’est pas un document XML complet."),
        (b"<!DOCTYPE x><a/>", "c.xml : le fichier déclare un type de document"),
        (b"<a/>", "c.xml : ce n’est pas un certificat d’étalonnage"),
        (document(version="9.0.0"), "c.xml : la version « 9.0.0 » du schéma n’est pas lue"),
        (
            document(core=CORE.replace(">2026-02-27<", ">27/02/2026<")),
            "c.xml, administrativeData/coreData/receiptDate : « 27/02/2026 » n’est pas une date",
        ),
    ],
)
def test_what_is_no_certificate(read: Read, data: bytes, sentence: str) -> None:
    said = read(data)
    assert (said.status, said.out) == (2, "")
    assert plain(said.err).startswith(sentence) or (not data and said.err)
    assert said.err.count("\n") == 1


def test_bad_options(read: Read) -> None:
    Path("empty.pem").write_bytes(b"")
    said = read(SIGNED, "--anchors", "empty.pem")
    assert (said.status, plain(said.err).startswith("empty.pem : ce fichier ne contient pas")) == (2, True)
    assert read(SIGNED, "--anchors", "absent.pem").status == 2
    said = read(SIGNED, "--at", "04/05/2026")
    assert said.status == 2
    assert "'04/05/2026' n’est pas une date (AAAA-MM-JJ)" in said.err


def test_what_is_given_in_other_ways(read: Read) -> None:
    many = ERRORS.replace("0.01 0.02 -0.01", " ".join(["0.125"] * 13)).replace(
        '<dcc:name><dcc:content lang="fr">Erreur</dcc:content></dcc:name>', ""
    )
    standard = "<si:measurementUncertaintyUnivariate><si:standardMU><si:valueStandardMU>0.1</si:valueStandardMU>"
    standard += "</si:standardMU></si:measurementUncertaintyUnivariate>"
    interval = "<si:coverageInterval><si:intervalMin>1</si:intervalMin><si:intervalMax>2</si:intervalMax>"
    said = read(
        document(
            items="<dcc:items><dcc:item/></dcc:items>",
            laboratory="", customer=CUSTOMER.replace("Câblages", ""), statements="",
            measurements=measurement(
                result(many + quantity("<dcc:noQuantity><dcc:content>rouge</dcc:content></dcc:noQuantity>"))
                + result(quantity("<dcc:charsXMLList>a b</dcc:charsXMLList>") + quantity(real(more=standard)))
                + result(quantity(real(unit=r"\one", more=f"{interval}</si:coverageInterval>")) + quantity("")),
            ),
        ),
        *DAY,
    )  # fmt: skip
    lines = plain(said.out).splitlines()
    assert "  basic_measurementError : " + " ; ".join(["0,125"] * 12) + " … mm (U = 0,03, k = 2)" in lines
    assert "  – : rouge" in lines
    assert "  – : a b" in lines
    assert "  – : 1,5 mm (u = 0,1)" in lines
    assert "  – : 1,5" in lines
    assert "Instrument : –" in lines
    assert not any(line.startswith(("Client", "Laboratoire", "Prochain", "  fabricant")) for line in lines)
    assert LABORATORY not in said.out


def test_the_real_command_needs_no_database(jawda: Command, tmp_path: Path) -> None:
    (tmp_path / "c.xml").write_bytes(SIGNED)
    ran = jawda("calibration", "read", "c.xml", "--at", "2026-05-04", LC_ALL="en_GB.UTF-8")
    assert ran.status == 0
    assert ran.out.startswith("! The signature is intact, but the signer unknown")
    assert not (tmp_path / "data").exists()
    assert "example: jawda calibration read" in jawda("calibration", "read", "--help").out.replace("exemple", "example")
