"""What is wrong or worth saying: an identifier, a level, a place and arguments; words come from a catalogue.

A core function never writes a sentence: it returns findings. Whoever shows them asks
:func:`words` in the reader's language.
"""

from jawda.core.findings.model import Finding, Level, Place, Refused
from jawda.core.findings.words import words, words_with_place

__all__ = ["Finding", "Level", "Place", "Refused", "words", "words_with_place"]
