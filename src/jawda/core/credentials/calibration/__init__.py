"""Calibration certificates in XML (PTB, versions 2 and 3): read, their signature verified, their content checked.

>>> from datetime import UTC, datetime
>>> examine(b"<a/>", at=datetime(2026, 5, 4, tzinfo=UTC))
Traceback (most recent call last):
...
jawda.core.findings.model.Refused: calibration_certificates.another_document
"""

from jawda.core.credentials.calibration.examining import SCHEMA, Examined, examine
from jawda.core.credentials.calibration.model import CalibrationCertificate
from jawda.core.credentials.calibration.reading import read
from jawda.core.credentials.calibration.register import RegisterEntry, register_entries
from jawda.core.credentials.calibration.signature import Signature
from jawda.core.credentials.calibration.signers import Signer, Standing, anchors_of
from jawda.core.credentials.calibration.units import shown_unit

__all__ = [
    "SCHEMA",
    "CalibrationCertificate",
    "Examined",
    "RegisterEntry",
    "Signature",
    "Signer",
    "Standing",
    "anchors_of",
    "examine",
    "read",
    "register_entries",
    "shown_unit",
]
