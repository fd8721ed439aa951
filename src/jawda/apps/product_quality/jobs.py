"""Names of this room's jobs, for whoever asks for one without loading what it does."""

from __future__ import annotations

from typing import Final

JUDGE: Final = "product_quality.judge_characteristics"
