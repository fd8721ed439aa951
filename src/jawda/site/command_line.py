"""``jawda``: the same verbs without the web.

Exit status: 0 done, 1 the check failed, 2 bad input with a clear sentence, 130 stopped by Ctrl-C. What a command does
is imported when it runs, so that each pays only for itself.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time
from importlib import import_module
from pathlib import Path
from typing import Any

from jawda import __version__
from jawda.core.languages import LANGUAGES, Language
from jawda.site.commands import usage
from jawda.site.commands.statistics.arguments import statistics

ADDRESS = "127.0.0.1:8000"


def parser(language: Language) -> argparse.ArgumentParser:
    """The whole command line; what it says of its use, and the words of commands by default, are in ``language``."""
    usage.speak(language)
    top = usage.Parser(prog="jawda", description="The open platform of quality ecosystems.")
    top.set_defaults(lang=language)
    top.add_argument("--version", action="version", version=__version__)
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _running(commands)
    _upkeep(commands)
    _data(commands)
    _erasure(commands)
    _referential(commands)
    _assess(commands)
    _calibration(commands)
    _verify(commands)
    _trust_list(commands)
    _public_log(commands)
    _credential(commands)
    statistics(commands, _command)
    return top


def _command(commands: Any, name: str, does: str, text: str, example: str, *, says: bool = True) -> Any:
    """A subcommand; ``does`` names its function as ``module:function``. ``says``: what it says is for people."""
    command = commands.add_parser(name, help=text, description=text, epilog=f"example: jawda {example}")
    command.set_defaults(does=does)
    command.add_argument("--json", action="store_true", help="print JSON")
    if says:
        text = "language of words (default: that of LC_ALL, LC_MESSAGES or LANG, else fr)"
        command.add_argument("--lang", "--language", choices=LANGUAGES, default=argparse.SUPPRESS, help=text)
    return command


def _running(commands: Any) -> None:
    for name, text in (
        ("run", "everything on one machine: database, migrations, demonstration, worker and web"),
        ("serve", "the web server (production: behind a proxy)"),
    ):
        command = _command(commands, name, f"running:{name}", text, f"{name} --bind {ADDRESS}", says=False)
        command.add_argument("--bind", default=ADDRESS, help="address and port (default: %(default)s)")
    _command(commands, "worker", "running:worker", "the worker for jobs", "worker", says=False)


def _upkeep(commands: Any) -> None:
    command = _command(
        commands, "migrate", "upkeep:migrate", "bring the database to this version", "migrate", says=False
    )
    command.add_argument("--demo", action="store_true", help="and load the fictitious demonstration")
    command = _command(commands, "demo", "upkeep:demo", "load the fictitious demonstration", "demo", says=False)
    text = "instead, an ecosystem of thousands of companies with 152 answers each, to measure with"
    command.add_argument("--large", action="store_true", help=text)
    text = "how many of them stand at the end (default: 20000); what was stopped goes on from there"
    command.add_argument("--companies", type=int, metavar="N", help=text)
    _command(commands, "doctor", "doctor:doctor", "say what was chosen and what is wrong", "doctor --json", says=False)
    text = "renew the figures over all companies, as the login that may read what they are made of"
    _command(commands, "publish", "upkeep:publish", text, "publish --json", says=False)
    operator = commands.add_parser("operator", help="who operates the platform: add, remove, list")
    verbs = operator.add_subparsers(required=True, metavar="VERB")
    for name, does, text in (
        ("add", "add_one", "let the person with this address verify bodies and publish referentials"),
        ("remove", "remove_one", "let them do so no more"),
        ("list", "list_all", "who may"),
    ):
        example = "operator list --json" if name == "list" else f"operator {name} a.name@authority.example"
        command = _command(verbs, name, f"operators:{does}", text, example, says=False)
        if name != "list":
            command.add_argument("email", metavar="ADDRESS")
    audit = commands.add_parser("audit", help="the audit trail: verify, heads")
    verbs = audit.add_subparsers(required=True, metavar="VERB")
    text = "verify the audit chain of every organisation, or of one"
    verify = _command(verbs, "verify", "audit:verify", text, "audit verify --against heads.json", says=False)
    text = "heads kept before: what was cut off since is found"
    verify.add_argument("--against", type=Path, metavar="FILE", help=text)
    text = "write the heads of the chains, to be kept away from the database"
    heads = _command(verbs, "heads", "audit:heads", text, "audit heads -o heads.json", says=False)
    heads.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    search = commands.add_parser("search", help="the index of search: rebuild")
    verbs = search.add_subparsers(required=True, metavar="VERB")
    text = "make the index anew, after rows were written in bulk or a version that finds more"
    anew = _command(verbs, "rebuild", "search:rebuild", text, "search rebuild --json", says=False)
    for verb in (verify, heads, anew):
        verb.add_argument("--organisation", metavar="HANDLE", help="this one only")


def _data(commands: Any) -> None:
    text = "write database and files into one file, while the server goes on"
    command = _command(commands, "backup", "backups:backup", text, "backup jawda-2026-11-28.backup", says=False)
    command.add_argument("file", type=Path, metavar="FILE")
    text = "bring a backup back, into an empty database"
    command = _command(commands, "restore", "backups:restore", text, "restore jawda-2026-11-28.backup", says=False)
    command.add_argument("file", type=Path, metavar="FILE")
    text = "the list of erasures to do again (default: JAWDA_DATA/erasures/ledger.jsonl)"
    command.add_argument("--erasures", type=Path, metavar="FILE", help=text)
    text = "delete what has stood as long as its rule says; the worker does so each night"
    command = _command(commands, "retention", "retention:run", text, "retention --dry-run --json", says=False)
    command.add_argument("--dry-run", action="store_true", help="delete nothing, say what would go")
    organisation = commands.add_parser("organisation", help="one organisation's data: export")
    verbs = organisation.add_subparsers(required=True, metavar="VERB")
    text = "write all that an organisation has, its files and its audit trail, into one ZIP"
    example = "organisation export zh69htezev -o zh69htezev.zip"
    command = _command(verbs, "export", "organisations:export", text, example, says=False)
    command.add_argument("handle", metavar="HANDLE")
    command.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")


def _erasure(commands: Any) -> None:
    top = commands.add_parser("erasure", help="erased persons: person, verify, proof, replay")
    verbs = top.add_subparsers(required=True, metavar="VERB")
    text = "erase the person with this address, with a proof"
    example = "erasure person a.name@company.example -o proof.json"
    command = _command(verbs, "person", "erasure:person", text, example, says=False)
    command.add_argument("email", metavar="ADDRESS")
    command.add_argument("--even-last", action="store_true", help="also where nobody else manages an organisation")
    text = "write a proof once more (.json, or .pdf to read)"
    again = _command(verbs, "proof", "erasure:proof", text, "erasure proof REFERENCE -o proof.pdf")
    again.add_argument("reference", metavar="REFERENCE")
    for writes in (command, again):
        writes.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    text = "whether a proof is true"
    command = _command(verbs, "verify", "erasure:verify", text, "erasure verify proof.json", says=False)
    command.add_argument("file", type=Path, metavar="FILE")
    text = "erase again whoever came back with a backup"
    command = _command(verbs, "replay", "erasure:replay", text, "erasure replay --list ledger.jsonl", says=False)
    command.add_argument("--list", type=Path, metavar="FILE", help="another list than JAWDA_DATA/erasures/ledger.jsonl")


def _referential(commands: Any) -> None:
    top = commands.add_parser("referential", help="referentials: list, check, template, import, export, diff, map")
    verbs = top.add_subparsers(required=True, metavar="VERB")

    def verb(name: str, text: str, example: str, *arguments: tuple[str, str]) -> Any:
        does = f"referential:{name}_{'all' if name == 'list' else 'file' if name == 'import' else 'one'}"
        command = _command(verbs, name, does, text, f"referential {example}")
        for argument, metavar in arguments:
            command.add_argument(argument, metavar=metavar)
        return command

    verb("list", "the referentials that can be used", "list")
    text = "check a file (YAML, OSCAL catalogue in JSON, or workbook): every fault with its place"
    verb("check", text, "check mine-1.yaml", ("file", "FILE"))
    text = "write the workbook of answers to fill in"
    template = verb("template", text, "template premiers-pas-1 --lang fr -o reponses.xlsx", ("id", "ID|FILE"))
    verb("import", "store a referential from a file", "import catalogue.json", ("file", "FILE"))
    text = "write a referential as YAML, as an OSCAL catalogue, or as a workbook to edit"
    export = verb("export", text, "export premiers-pas-1 --format oscal -o catalogue.json", ("id", "ID|FILE"))
    export.add_argument("--format", choices=("yaml", "oscal", "xlsx"), default="yaml")
    for command in (template, export):
        command.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    text = "compare two editions"
    verb("diff", text, "diff iso-9001-2015 iso-9001-2026", ("old", "ID|FILE"), ("new", "ID|FILE"))
    text = "the mapping between two referentials; through a third where nobody compared the two"
    mapping = verb("map", text, "map premiers-pas-1 iso-9001-2015", ("source", "ID|FILE"), ("target", "ID|FILE"))
    mapping.add_argument("-o", "--output", type=Path, metavar="FILE", help="write it as YAML instead of printing it")
    mapping.add_argument(
        "--with", dest="others", action="append", default=[], type=Path, metavar="FILE", help="a mapping of one's own"
    )


def _assess(commands: Any) -> None:
    text = "what the answers in a file come to; nothing is stored"
    example = "assess reponses.xlsx --referential premiers-pas-1 --profile designs=no --pdf rapport.pdf --lang fr"
    command = _command(commands, "assess", "assess:run", text, example)
    command.add_argument("answers", type=Path, metavar="ANSWERS.xlsx|csv|json")
    command.add_argument("--referential", required=True, metavar="ID|FILE")
    command.add_argument(
        "--profile", action="append", default=[], metavar="QUESTION=VALUE", help="what the company is; repeat it"
    )
    command.add_argument("--target", type=_target, metavar="0-100", help="aim for the whole")
    command.add_argument("--pdf", type=Path, metavar="OUT", help="write the report")
    command.add_argument("--organisation", default="", help="name on the report")


def _calibration(commands: Any) -> None:
    top = commands.add_parser("calibration", help="calibration certificates in XML: read")
    verbs = top.add_subparsers(required=True, metavar="VERB")
    text = "verify the signature of a certificate, say what it holds and check it; nothing is stored"
    example = "calibration read certificat.xml --anchors autorites.pem"
    command = _command(verbs, "read", "calibration:read", text, example)
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--anchors", type=Path, metavar="PEM", help="certificates of the authorities that are trusted")
    command.add_argument("--at", type=_day, metavar="DATE", help="as it stood on this day (default: now)")


def _verify(commands: Any) -> None:
    text = (
        "whether an attestation is valid, and who stands behind its issuer; stores nothing, and asks the network only "
        "where an https address is given: for it, and for whom the trust list leads to"
    )
    example = "verify certificat.jwt --trust liste-de-confiance.json --offline dossier.jwt"
    command = _command(commands, "verify", "verify:run", text, example)
    command.add_argument("file", metavar="FILE|URL")
    text = "whom to trust: a trust list with its keys (default: the one that trust-list import kept)"
    command.add_argument("--trust", type=Path, metavar="TRUSTLIST", help=text)
    command.add_argument("--at", type=_day, metavar="DATE", help="as it stood on this day (default: now)")
    command.add_argument("--offline", type=Path, metavar="BUNDLE", help="accreditations, status lists and keys to use")


def _trust_list(commands: Any) -> None:
    top = commands.add_parser("trust-list", help="whom to trust: import, show, export")
    verbs = top.add_subparsers(required=True, metavar="VERB")
    text = "check a trust list and keep it for verify; the first import pins its key"
    command = _command(verbs, "import", "trust_list:import_file", text, "trust-list import liste-de-confiance.json")
    command.add_argument("file", type=Path, metavar="FILE")
    _command(verbs, "show", "trust_list:show", "what the kept trust list says", "trust-list show --lang en")
    text = "write the kept trust list to a file, or to standard output"
    command = _command(verbs, "export", "trust_list:export", text, "trust-list export -o liste-de-confiance.json")
    command.add_argument("-o", "--output", type=Path, metavar="FILE")


def _public_log(commands: Any) -> None:
    top = commands.add_parser("log", help="the public log as a file: verify")
    verbs = top.add_subparsers(required=True, metavar="VERB")
    text = "whether nothing in an exported log was changed, left out, or rewritten since a signed head that was kept"
    example = "log verify jawda-registre.jsonl --head jawda-registre-tete.jwt --trust liste-de-confiance.json"
    command = _command(verbs, "verify", "public_log:verify", text, example)
    command.add_argument("files", type=Path, nargs="+", metavar="LOG.jsonl", help="the parts in their order")
    text = "a signed head, or many, one on each line; repeat it"
    command.add_argument("--head", dest="heads", type=Path, action="append", default=[], metavar="FILE", help=text)
    text = "the trust list whose keeper signs the heads (default: the one that trust-list import kept)"
    command.add_argument("--trust", type=Path, metavar="TRUSTLIST", help=text)


def _credential(commands: Any) -> None:
    top = commands.add_parser("credential", help="attestations as credentials: inspect, issue, key")
    verbs = top.add_subparsers(required=True, metavar="VERB")
    text = "what stands in an attestation, without verifying it"
    command = _command(verbs, "inspect", "credential:inspect", text, "credential inspect certificat.jwt --json")
    command.add_argument("file", type=Path, metavar="FILE")
    text = "sign an attestation or an accreditation that a file describes"
    example = "credential issue certificat.yaml --key cle.json -o certificat.jwt"
    command = _command(verbs, "issue", "issuing:issue", text, example)
    command.add_argument("file", type=Path, metavar="MODEL.yaml")
    command.add_argument("--key", type=Path, metavar="FILE", help="the issuer's private key, as JWK")
    _in_device(command)
    command.add_argument("--status-list", metavar="URL", help="where a suspension or withdrawal will be told")
    text = "where a withdrawal will be told apart from it, with --profile w3c"
    command.add_argument("--withdrawal-list", metavar="URL", help=text)
    command.add_argument("--status-index", type=int, metavar="N", help="its place in these lists")
    text = "spelling of the status entry (default: %(default)s)"
    command.add_argument("--profile", choices=("untp-0.7", "w3c"), default="untp-0.7", help=text)
    command.add_argument("-o", "--out", type=Path, metavar="FILE", help="instead of standard output")
    key = verbs.add_parser("key", help="keys to sign with: new").add_subparsers(required=True, metavar="VERB")
    text = "make a private key, in a file that its owner alone may read, or in a device"
    command = _command(key, "new", "issuing:new_key", text, "credential key new --algorithm es256 -o cle.json")
    command.add_argument("--algorithm", choices=("ed25519", "es256"), default="ed25519")
    command.add_argument("-o", "--out", type=Path, metavar="FILE", help="the file of the private key")
    _in_device(command)


def _in_device(command: Any) -> None:
    """Instead of a file: the PIN comes in JAWDA_PKCS11_PIN, never as a word, which other users of the machine see."""
    text = "the key is in a device: its PKCS#11 module (the PIN comes in JAWDA_PKCS11_PIN)"
    command.add_argument("--pkcs11", type=Path, metavar="MODULE", help=text)
    command.add_argument("--token", metavar="LABEL", help="the device's label")
    command.add_argument("--key-label", metavar="LABEL", help="the key's label in it")


def _day(text: str) -> datetime:
    """The end of a day, so that whatever is of that day is not in its future."""
    with suppress(ValueError):
        if len(text) == len("2026-03-03") and "W" not in text:  # the reader takes weeks too
            return datetime.combine(date.fromisoformat(text), time.max, tzinfo=UTC)
    raise argparse.ArgumentTypeError(usage.say("%(value)r is not a date (YYYY-MM-DD)") % {"value": text})


def _target(text: str) -> float:
    with suppress(ValueError):
        number = float(text.replace(",", "."))
        if 0 <= number <= 100:
            return number
    raise argparse.ArgumentTypeError(usage.say("%(value)r is not a number between 0 and 100") % {"value": text})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; what is refused is said in a sentence for each fault on standard error."""
    given = sys.argv[1:] if arguments is None else arguments
    language = usage.language_of(given, os.environ)
    try:
        options = parser(language).parse_args(given)
        module, _, function = options.does.partition(":")
        status: int = getattr(import_module(f"jawda.site.commands.{module}"), function)(options)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `jawda … | head`: whoever read has seen enough
        sys.stderr.close()
        return 0
    except Exception as fault:
        from jawda.site.commands.refusals import explained  # noqa: PLC0415 - only where something is wrong

        if not explained(fault, language):
            raise
        return 2
    return status


if __name__ == "__main__":
    sys.exit(main())
