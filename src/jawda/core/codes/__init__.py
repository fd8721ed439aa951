"""Codes that others publish (regions, activities, scopes), as dated data, and identifiers of companies."""

from jawda.core.codes.check import check
from jawda.core.codes.correspondences import including, load_correspondences
from jawda.core.codes.identifiers import validate_ice
from jawda.core.codes.model import Code, CodeSystem, Correspondence, Coverage, Relation, valid_on
from jawda.core.codes.reading import load, load_systems

__all__ = [
    "Code",
    "CodeSystem",
    "Correspondence",
    "Coverage",
    "Relation",
    "check",
    "including",
    "load",
    "load_correspondences",
    "load_systems",
    "valid_on",
    "validate_ice",
]
