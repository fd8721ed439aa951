"""Referentials: what a company is assessed against."""

from jawda.core.referentials.check import check
from jawda.core.referentials.compare import Comparison, compare_editions
from jawda.core.referentials.form import from_mapping, read_referential, to_mapping, write_referential
from jawda.core.referentials.model import Referential, Requirement, Scale, ScaleKind
from jawda.core.referentials.oscal import read_oscal_catalog, write_oscal_catalog

__all__ = [
    "Comparison",
    "Referential",
    "Requirement",
    "Scale",
    "ScaleKind",
    "check",
    "compare_editions",
    "from_mapping",
    "read_oscal_catalog",
    "read_referential",
    "to_mapping",
    "write_oscal_catalog",
    "write_referential",
]
