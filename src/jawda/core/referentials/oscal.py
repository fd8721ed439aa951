"""OSCAL catalogues (NIST, JSON, 1.x): in and out."""

from jawda.core.referentials.oscal_reading import read_oscal_catalog
from jawda.core.referentials.oscal_writing import write_oscal_catalog

__all__ = ["read_oscal_catalog", "write_oscal_catalog"]
