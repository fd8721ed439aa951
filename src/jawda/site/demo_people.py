"""Whom one can sign in as in the demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PASSWORD: Final = "jawda-demo-2026"  # noqa: S105 - printed at each start of the demonstration

OPERATOR: Final = "operateur@jawda.example"


@dataclass(frozen=True, slots=True)
class SignIn:
    """Someone to sign in as."""

    email: str
    who: str


SIGN_INS: Final = (
    SignIn("qualite@cablages.example", "responsable qualité, Câblages du Détroit"),
    SignIn("qualite@argane.example", "responsable qualité, Argane Fictive Cosmétiques"),
    SignIn("federation@auto.example", "chargée d’écosystème, Fédération Exemple automobile"),
    SignIn("expert@exemple.example", "expert, en mission chez Câblages du Détroit et Argane Fictive Cosmétiques"),
    SignIn(OPERATOR, "opérateur de la plateforme"),
    SignIn("analyste@ministere.example", "analyste, Ministère Exemple"),
    SignIn("labo@essais.example", "responsable technique, laboratoire en attente et centre de formation"),
    SignIn("certif@organisme.example", "certificateur vérifié, Certification Exemple"),
    SignIn("accreditation@exemple.example", "accréditeurs, autres certificateurs et laboratoire de métrologie"),
)
