"""Results: assessing, comparing, and the plain values of both."""

from __future__ import annotations

import sys
from functools import partial

from benchmarks.common import SIZES, Figure, a_referential, answers_to, milliseconds, report

from jawda.core.assessment import Answer, as_document, assess, compare


def main() -> int:
    """A bar leaves a page of 60 ms (300 ms for the largest) room for everything else."""
    figures = []
    for size, bar in zip(SIZES, (15, 150), strict=True):
        referential = a_referential(size)
        answers = answers_to(referential)
        later = tuple(Answer(requirement=item.requirement, level="4") for item in answers)
        first, second = assess(referential, answers), assess(referential, later)

        whole = partial(assess, referential, answers, target=80)
        figures += [
            Figure(f"assess {size} requirements", milliseconds(whole), "ms", bar),
            Figure(f"its JSON, {size}", milliseconds(lambda first=first: as_document(first)), "ms", bar),
            Figure(f"compare two, {size}", milliseconds(lambda a=first, b=second: compare(a, b)), "ms", bar),
        ]
    return report("assessment", figures)


if __name__ == "__main__":
    sys.exit(main())
