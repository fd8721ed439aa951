"""The three languages, and texts that exist in some of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

Language: TypeAlias = Literal["fr", "ar", "en"]

#: In the order in which the interface offers them.
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one, two or three languages; ``None`` where it is not written.

    >>> Text(fr="Sertissage", en="Crimping").best("ar")
    'Sertissage'
    >>> Text().best("fr")
    ''
    """

    fr: str | None = None
    ar: str | None = None
    en: str | None = None

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Text:
        """Build from a mapping of language to text; other keys are refused with ``TypeError``."""
        return cls(**texts)

    def get(self, language: Language) -> str | None:
        """The text in exactly this language, or ``None``."""
        found: str | None = getattr(self, language)
        return found

    def best(self, language: Language) -> str:
        """The text in this language, else the first that is written (French, Arabic, English), else ''."""
        return self.get(language) or self.fr or self.ar or self.en or ""

    def as_mapping(self) -> dict[str, str]:
        """Only the languages that are written, French first."""
        return {name: text for name in LANGUAGES if (text := self.get(name))}

    def __bool__(self) -> bool:
        return bool(self.fr or self.ar or self.en)
