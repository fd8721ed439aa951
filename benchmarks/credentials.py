"""Credentials beside their peers: how fast a token, and the whole chain behind a certificate, is verified.

``python benchmarks/credentials.py [--json]``; exit status 1 where a bar is missed. One process, turns taken, processor
time, the median of the rounds. The token is a conformity credential of 6 000 bytes; the peer is joserfc with
``json.loads``, which lets through what ours refuses (names given twice, other media types), so that it does less.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from statistics import median
from typing import Any

from benchmarks.common import say
from joserfc import jws
from joserfc.jwk import OKPKey
from tests.core.credentials import ecosystem

from jawda.core.credentials import credential, status_list, token, untp
from jawda.core.credentials.accreditation import accredited_body_of
from jawda.core.credentials.attestation import attestation_of, document_of
from jawda.core.credentials.chain import Verifier
from jawda.core.credentials.verdict import Verdict

BYTES = 6_000
ROUNDS = 75
SECONDS = 0.3


@dataclass
class Row:
    """A ratio and its bar: at least ``least``, or at most ``most``."""

    what: str
    ratio: float
    rates: dict[str, float]
    least: float | None = None
    most: float | None = None

    @property
    def held(self) -> bool:
        """Whether the bar is met."""
        return (self.least is None or self.ratio >= self.least) and (self.most is None or self.ratio <= self.most)


@dataclass(frozen=True)
class Timed:
    """Processor seconds of one run of each, round by round."""

    rounds: dict[str, list[float]]

    @property
    def rates(self) -> dict[str, float]:
        """Runs a second, by the median round."""
        return {name: 1 / median(taken) for name, taken in self.rounds.items()}

    def ratio(self, one: str, other: str) -> float:
        """How long ``one`` takes beside ``other``: each round beside itself, since a machine's pace drifts."""
        return median(a / b for a, b in zip(self.rounds[one], self.rounds[other], strict=True))


def timed(works: dict[str, Callable[[], object]]) -> Timed:
    """In rounds that take turns."""
    counts, taken = {}, {name: [] for name in works}  # type: dict[str, int], dict[str, list[float]]
    for name, work in works.items():
        work()
        start = time.process_time()
        work()
        counts[name] = max(1, int(SECONDS / ROUNDS / max(time.process_time() - start, 1e-6) * 4))
    for _ in range(ROUNDS):
        for name, work in works.items():
            start = time.process_time()
            for _ in range(counts[name]):
                work()
            taken[name].append((time.process_time() - start) / counts[name])
    return Timed(taken)


def a_token() -> bytes:
    """A certificate whose document has 6 000 bytes."""
    document: dict[str, Any] = document_of(ecosystem.certificate(), status=ecosystem.entry(ecosystem.BODY))
    document["credentialSubject"]["description"] = ""
    short = BYTES - len(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())
    document["credentialSubject"]["description"] = "x" * short
    return token.sign(document, ecosystem.KEYS[ecosystem.BODY], key_id=f"{ecosystem.BODY}#1")


def tokens(data: bytes) -> list[Row]:
    """One token: beside joserfc, and beside the bare signature on the same bytes."""
    key = ecosystem.KEYS[ecosystem.BODY].public
    peer = OKPKey.import_key(dict(key.jwk()))
    read = token.read(data)

    def ours() -> None:
        token.read(data).verify(key)

    def theirs() -> None:
        json.loads(jws.deserialize_compact(data, peer, algorithms=["EdDSA"]).payload)

    def bare() -> None:
        key.verifies(read.signature, read.signed)

    found = timed({"jawda": ours, "joserfc": theirs, "bare": bare})
    return [
        Row("a vc+jwt of 6 kB: ours / joserfc with json.loads", found.ratio("joserfc", "jawda"), found.rates, least=1),
        Row("the same: ours / the bare Ed25519 check", found.ratio("bare", "jawda"), found.rates, least=0.5),
    ]


def chains(data: bytes) -> list[Row]:
    """Certificate, accreditation and status list: cold and warm, beside the sum of the three by themselves."""
    newest = ecosystem.TODAY - timedelta(days=1)
    world = ecosystem.World(
        body_lists=[ecosystem.status(ecosystem.BODY, ecosystem.ISSUED - timedelta(days=1), days=900)]
    )
    world.authority_lists = []
    world.accreditations = [ecosystem.signed_accreditation(at=False)]
    materials = world.materials()
    accredited, listed = world.accreditations[0], world.body_lists[0]
    keys = {did: key.public for did, key in ecosystem.KEYS.items()}

    def certificate() -> None:
        found = credential.read(data)
        found.verify(keys[ecosystem.BODY])
        attestation_of(found)

    def accreditation() -> None:
        found = credential.read(accredited)
        found.verify(keys[ecosystem.AUTHORITY])
        accredited_body_of(found)

    def status() -> None:
        found = credential.read(listed)
        found.verify(keys[ecosystem.BODY])
        status_list.read_list(found.document)

    kept = Verifier(materials)
    assert kept.verify(data, newest).verdict is Verdict.VALID, kept.verify(data, newest).reason("en")

    def three() -> None:
        certificate()
        accreditation()
        status()

    found = timed(
        {
            "three": three,
            "cold": lambda: Verifier(materials).verify(data, newest),
            "warm": lambda: kept.verify(data, newest),
        }
    )
    return [
        Row("the chain, cold / its three verifications", found.ratio("cold", "three"), found.rates, most=1.3),
        Row("the chain, warm / its three verifications", found.ratio("warm", "three"), found.rates, most=0.5),
    ]


def told(rows: Sequence[Row]) -> None:
    """The table, or the same as JSON."""
    if "--json" in sys.argv[1:]:
        shown = [asdict(row) | {"held": row.held} for row in rows]
        say(json.dumps({"benchmark": "credentials", "rows": shown}, indent=2))
        return
    say("\ncredentials")
    for row in rows:
        bar = f"at least {row.least:g}" if row.least is not None else f"at most {row.most:g}"
        say(f"  {row.what:<56} {row.ratio:>8.2f}  {bar}{'' if row.held else '  MISSED'}")
        say("      a second: " + ", ".join(f"{name} {rate:,.0f}" for name, rate in row.rates.items()))


def main() -> int:
    """Both."""
    warnings.simplefilter("ignore")
    data = a_token()
    untp.check_shape(dict(credential.read(data).document), untp.CONFORMITY)
    rows = [*tokens(data), *chains(data)]
    told(rows)
    return 0 if all(row.held for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
