"""Who the demonstration's companies are: sixty in each ecosystem, all fictitious. Seeded, so always the same."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

NUMBER: Final = 60
"""Companies in each ecosystem."""


@dataclass(frozen=True, slots=True)
class Company:
    """A fictitious company: its name, its place, its activity (NACE) and how many people work there."""

    name: str
    city: str
    region: str
    nace: str
    employees: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """What the companies of one ecosystem are made of. The named ones come first: people and tests know them."""

    named: tuple[tuple[str, str, str], ...]
    trades: tuple[tuple[str, str], ...]
    """What a company is called after, and its activity by NACE Rev. 2."""
    places: tuple[tuple[str, str], ...]


QUALIFIERS: Final = (
    "Échantillon", "Exemple", "Fictive", "Imaginaire", "Modèle", "Prototype", "Spécimen", "Témoin", "d’Essai",
    "de Démonstration",
)  # fmt: skip
"""Each says by itself that the company does not exist."""

AUTOMOTIVE: Final = Sector(
    named=(
        ("Câblages du Détroit", "Tanger", "01"),
        ("Aciers Exemple", "Kénitra", "04"),
        ("Atlas Plasturgie", "Casablanca", "06"),
        ("Caoutchouc Modèle", "Berrechid", "06"),
        ("Connectique Fictive", "Tanger", "01"),
        ("Découpe du Gharb", "Kénitra", "04"),
        ("Fonderie Spécimen", "Settat", "06"),
        ("Injection Témoin", "Casablanca", "06"),
        ("Outillages du Rif", "Tétouan", "01"),
        ("Ressorts Échantillon", "Bouskoura", "06"),
        ("Traitements Imaginaires", "Mohammédia", "06"),
        ("Usinage Prototype", "Fès", "03"),
    ),
    trades=(
        ("Câblerie", "29.31"), ("Emboutissage", "25.50"), ("Plasturgie", "22.29"), ("Fonderie", "24.53"),
        ("Usinage", "25.62"), ("Visserie", "25.94"), ("Sellerie", "29.32"), ("Mousses", "22.21"),
        ("Peinture industrielle", "25.61"), ("Électronique", "26.11"), ("Mécanique", "29.32"), ("Joints", "22.19"),
    ),
    places=(
        ("Tanger", "01"), ("Tanger", "01"), ("Kénitra", "04"), ("Kénitra", "04"), ("Casablanca", "06"),
        ("Bouskoura", "06"), ("Berrechid", "06"), ("Settat", "06"), ("Fès", "03"), ("Tétouan", "01"), ("Rabat", "04"),
    ),
)  # fmt: skip

CHEMICAL: Final = Sector(
    named=(
        ("Argane Fictive Cosmétiques", "Agadir", "09"),
        ("Colles Exemple", "Casablanca", "06"),
        ("Détergents Modèle", "Fès", "03"),
        ("Encres Témoin", "Casablanca", "06"),
        ("Engrais Imaginaires", "El Jadida", "06"),
        ("Huiles Spécimen", "Meknès", "03"),
        ("Laboratoires Azur Fictif", "Rabat", "04"),
        ("Parfums Prototype", "Marrakech", "07"),
        ("Peintures du Souss", "Agadir", "09"),
        ("Plastifiants Échantillon", "Mohammédia", "06"),
        ("Résines Démonstration", "Berrechid", "06"),
        ("Savons de l’Oriental", "Oujda", "02"),
    ),
    trades=(
        ("Cosmétique", "20.42"), ("Savonnerie", "20.41"), ("Détergence", "20.41"), ("Peinture", "20.30"),
        ("Résine", "20.16"), ("Colle", "20.52"), ("Parfumerie", "20.42"), ("Chimie fine", "20.59"),
        ("Fertilisation", "20.15"), ("Gaz industriel", "20.11"), ("Encre", "20.30"), ("Huile essentielle", "20.53"),
    ),
    places=(
        ("Casablanca", "06"), ("Casablanca", "06"), ("Mohammédia", "06"), ("Berrechid", "06"), ("El Jadida", "06"),
        ("Agadir", "09"), ("Marrakech", "07"), ("Fès", "03"), ("Meknès", "03"), ("Rabat", "04"), ("Oujda", "02"),
    ),
)  # fmt: skip


def companies(sector: Sector, chance: random.Random, number: int = NUMBER) -> tuple[Company, ...]:
    """The named ones, then others whose names are trade and qualifier, each once.

    ``ValueError`` for more than the names suffice for.

    >>> len({company.name for company in companies(AUTOMOTIVE, random.Random(1))})
    60
    """
    sizes = (12, 18, 28, 45, 60, 85, 120, 190)
    given = {name for name, _city, _region in sector.named}
    names = [(f"{trade} {word}", nace) for trade, nace in sector.trades for word in QUALIFIERS]
    free = [(name, nace) for name, nace in names if name not in given]
    activities = [nace for _trade, nace in sector.trades]
    found = [
        Company(name, city, region, chance.choice(activities), chance.choice(sizes))
        for name, city, region in sector.named
    ]
    for name, nace in chance.sample(free, number - len(found)):
        city, region = chance.choice(sector.places)
        found.append(Company(name, city, region, nace, chance.choice(sizes)))
    return tuple(found)
