"""Referentials: what a company is assessed against."""

from jawda.core.referentials.chain import mapping_between, reachable
from jawda.core.referentials.check import check
from jawda.core.referentials.compare import Carried, Comparison, Reason, check_succession, compare_editions
from jawda.core.referentials.form import from_mapping, read_mapping, read_referential, to_mapping, write_referential
from jawda.core.referentials.mapping import (
    PAIR_KEYS,
    Coverage,
    Pair,
    RequirementMapping,
    check_mapping,
    compose,
    coverage,
    invert,
    pair_document,
    read_mapping_file,
    write_mapping_file,
)
from jawda.core.referentials.model import (
    Condition,
    Lineage,
    ProfileChoice,
    ProfileQuestion,
    Referential,
    Relation,
    Requirement,
    Scale,
    ScaleKind,
    ScaleLevel,
)
from jawda.core.referentials.oscal import read_oscal_catalog, write_oscal_catalog
from jawda.core.referentials.reading import read_any
from jawda.core.referentials.spreadsheet import referential_sheets, write_spreadsheet
from jawda.core.referentials.spreadsheet_reading import read_spreadsheet

__all__ = [
    "PAIR_KEYS", "Carried", "Comparison", "Condition", "Coverage", "Lineage", "Pair", "ProfileChoice",
    "ProfileQuestion", "Reason", "Referential", "Relation", "Requirement", "RequirementMapping", "Scale", "ScaleKind",
    "ScaleLevel", "check", "check_mapping", "check_succession", "compare_editions", "compose", "coverage",
    "from_mapping", "invert",
    "mapping_between", "pair_document", "reachable", "read_any", "read_mapping", "read_mapping_file",
    "read_oscal_catalog", "read_referential", "read_spreadsheet", "referential_sheets", "to_mapping",
    "write_mapping_file", "write_oscal_catalog", "write_referential", "write_spreadsheet",
]  # fmt: skip
