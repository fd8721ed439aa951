"""The register of measuring instruments: where they stand, when they were calibrated, and what hangs on them."""
