"""Words made comparable: what people type, against what was written, in French, Arabic and English."""

from jawda.core.search.likeness import alike, edits, fragments
from jawda.core.search.normalise import alternatives, forms, indexed, together, words

__all__ = ["alike", "alternatives", "edits", "forms", "fragments", "indexed", "together", "words"]
