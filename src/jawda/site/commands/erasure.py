"""``erasure person``, ``erasure verify``, ``erasure proof``, ``erasure replay``."""

from __future__ import annotations

import argparse
from pathlib import Path
from uuid import UUID

from jawda.site.commands import environment, output
from jawda.site.database import DatabaseRefused
from jawda.site.values import ValueRefused

MOST: int = 1_000_000
"""Bytes of a proof, and far more than one has."""


def _ready() -> None:
    environment.database()
    environment.framework()
    environment.require_bound_login()


def person(options: argparse.Namespace) -> int:
    """Erase whoever has this address, as the operator decided; the proof is written, and mailed to the address."""
    if options.output.exists():
        raise ValueRefused(f"{options.output} is there already; a proof replaces no file.")
    _ready()
    from jawda.foundation.erasure import domain, mails  # noqa: PLC0415 - after set-up

    found = domain.person_with(options.email)
    if found is None:
        raise DatabaseRefused(f"No account has the address {options.email!r}.")
    try:
        gone = domain.erase(person_id=found, by=domain.BY_OPERATOR, even_last=options.even_last)
    except domain.Held as held:
        raise DatabaseRefused(
            f"Nobody else manages {held}: name somebody there first, or give --even-last to leave it without."
        ) from held
    if gone is None:
        raise DatabaseRefused(f"No account has the address {options.email!r} any more.")
    options.output.write_text(gone[0].text() + "\n", encoding="utf-8")
    try:
        mails.proof(*gone)
        sent = True
    except OSError:  # the mail server's refusals are of this kind, too; the person is gone all the same
        sent = False
    rows = sum(gone[0].erased.values())
    if options.json:
        output.put_json({"reference": gone[0].reference, "person": gone[0].person, "rows": rows, "mailed": sent})
    else:
        said = "and was mailed" if sent else "and could NOT be mailed: give it to the person"
        output.put_lines([f"{rows} rows are erased; the proof {gone[0].reference} is in {options.output}, {said}."])
    return 0


def proof(options: argparse.Namespace) -> int:
    """Write the proof with this reference once more, from the list of erasures."""
    if options.output.exists():
        raise ValueRefused(f"{options.output} is there already; a proof replaces no file.")
    environment.framework()
    from jawda.foundation.erasure import ledger  # noqa: PLC0415 - after set-up
    from jawda.foundation.erasure.printing import certificate_pdf  # noqa: PLC0415 - after set-up

    found = ledger.find(options.reference)
    if found is None:
        raise DatabaseRefused(f"{ledger.place()} has no erasure with the reference {options.reference!r}.")
    if options.output.suffix == ".pdf":
        options.output.write_bytes(certificate_pdf(found, language=options.lang))
    else:
        options.output.write_text(found.text() + "\n", encoding="utf-8")
    if options.json:
        output.put_json({"reference": found.reference, "file": str(options.output)})
    return 0


def verify(options: argparse.Namespace) -> int:
    """Whether a proof is true: 1 where its signature, the list, a trail or the account says otherwise."""
    text = _text(options.file)
    _ready()
    from jawda.foundation.erasure import certificate, domain, ledger  # noqa: PLC0415 - after set-up

    try:
        found = certificate.read(text)
    except certificate.NotACertificate as fault:
        raise ValueRefused(f"{options.file}: {fault}.") from fault
    listed = ledger.find(found.reference)
    checks = {
        "signature": found.holds(),
        "signed_here": found.is_ours(),
        "in_the_list": listed is not None and listed.text() == found.text(),
        "account_gone": domain.is_gone(UUID(found.person)),
        "trails": all(domain.trail_has(item) for item in found.trails),
    }
    if options.json:
        output.put_json({"reference": found.reference, "done_at": found.done_at, "checks": checks})
    else:
        words = {
            "signature": "its signature holds", "signed_here": "this installation signed it",
            "in_the_list": "the list of erasures has it", "account_gone": "no account has this id",
            "trails": "the trails that noted it are as it says",
        }  # fmt: skip
        output.put_lines(f"{'yes' if checks[name] else 'NO '}  {said}" for name, said in words.items())
    return 0 if all(checks.values()) else 1


def replay(options: argparse.Namespace) -> int:
    """Erase again whoever is in the list and has an account, as `jawda restore` does."""
    _ready()
    from jawda.foundation.erasure import domain, ledger  # noqa: PLC0415 - after set-up

    try:
        proofs = ledger.entries(options.list)
    except ledger.LedgerDamaged as fault:
        raise ValueRefused(f"{fault}.") from fault
    again = domain.replay(proofs)
    if proofs:
        ledger.append(proofs)
    if options.json:
        output.put_json({"listed": len(proofs), "erased_again": again})
    else:
        output.put_lines([f"{len(proofs)} erasures are listed; {again} persons were back and are erased again."])
    return 0


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST + 1)
        if len(content) > MOST:
            raise ValueRefused(f"{path} is too long for a proof of erasure.")
        return content.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise ValueRefused(f"{path} is no proof of erasure: give the JSON file, not the page.") from fault
