"""Published cases whose answers are known, carried with the package so that anyone can run them where it is installed.

Only cases that may be passed on are carried: public domain, open licences and our own construction. :func:`validate`
runs them; that verifies the computation, not its fitness for a use.
"""

from jawda.core.statistics.validation.cases_carried import Case, CaseFile, carried_cases, carried_files
from jawda.core.statistics.validation.comparisons import Compared, Comparisons
from jawda.core.statistics.validation.running import CaseVerdict, Validation, run_case, validate

__all__ = [
    "Case", "CaseFile", "CaseVerdict", "Compared", "Comparisons", "Validation", "carried_cases", "carried_files",
    "run_case", "validate",
]  # fmt: skip
