"""The expert's reviews in the demonstration: one signed, with what the company decided; one under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils import timezone

from jawda.apps.diagnostics.models import Assessment, Review
from jawda.apps.diagnostics.queries import Loaded, load
from jawda.apps.diagnostics.reviews import domain
from jawda.apps.diagnostics.reviews.domain import Given
from jawda.foundation.tenancy.routes import Access


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """How many levels the expert stands above the company on a question, and what they say of it."""

    requirement: str
    shift: int = 0
    text: str = ""
    discuss: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The company takes the expert's level over, or keeps its own for a ``reason``."""

    requirement: str
    reason: str = ""


SIGNED: Final = (
    Remark(requirement="pp-direction-responsable", text="Note affichée et connue de tous les postes visités."),
    Remark(
        requirement="pp-direction-objectifs", shift=-1,
        text="Les objectifs existent, mais personne ne les suit chaque mois : un tableau d’une page suffirait.",
    ),
    Remark(requirement="pp-direction-obligations"),
    Remark(requirement="pp-client-commande", text="Revue de commande vue sur trois dossiers pris au hasard."),
    Remark(
        requirement="pp-client-changement", shift=-1, discuss=True,
        text="Un changement de fournisseur de connecteurs est passé sans prévenir le client.",
    ),
    Remark(requirement="pp-achats-fournisseurs"),
    Remark(
        requirement="pp-achats-reception", shift=1,
        text="La fiche de réception est tenue mieux que vous ne le dites ; gardez-la ainsi.",
    ),
    Remark(requirement="pp-achats-stockage", text="Premier entré, premier sorti : respecté dans les deux allées vues."),
    Remark(requirement="pp-production-instructions", text="Instructions au poste, en français et en arabe."),
    Remark(
        requirement="pp-production-versions", shift=-1,
        text="Deux versions de l’instruction IP-07 se trouvaient au poste 4 le jour de la visite.",
    ),
    Remark(requirement="pp-production-demarrage"),
    Remark(
        requirement="pp-production-tracabilite", text="Essai réussi : du lot expédié à la bobine en 35 minutes.",
    ),
)  # fmt: skip
CONCLUSION: Final = (
    "L’usine tient ses bases : un responsable reconnu, des instructions au poste, une traçabilité qui fonctionne. "
    "Trois points pèsent sur le résultat : le suivi des objectifs, l’information du client avant un changement, et "
    "les anciennes versions qui restent en circulation. Je propose de commencer par ce dernier point, qui se règle "
    "en deux semaines."
)
DECISIONS: Final = (
    Decision(requirement="pp-production-versions"),
    Decision(requirement="pp-achats-reception"),
    Decision(
        requirement="pp-direction-objectifs",
        reason="Le tableau mensuel existe depuis le mois dernier ; il sera montré à la prochaine visite.",
    ),
)  # fmt: skip

UNDER_WAY: Final = (
    Remark(requirement="pp-direction-responsable", text="À confirmer avec la direction lors de la visite."),
    Remark(requirement="pp-direction-objectifs", shift=-1, text="Objectifs affichés, sans valeur de départ."),
    Remark(requirement="pp-direction-obligations", discuss=True, text="Dossiers des produits à revoir ensemble."),
    Remark(requirement="pp-achats-reception", text="Quarantaine bien séparée."),
    Remark(requirement="pp-achats-stockage", shift=-1, text="مخزن العطور يحتاج إلى قياس الحرارة كل يوم."),
)  # fmt: skip


def grade(access: Access, assessment: Assessment, remarks: tuple[Remark, ...]) -> Loaded:
    """As the acting expert, beside the company's own levels; nothing is signed."""
    loaded = load(assessment.pk)
    given = [
        Given(
            requirement=item.requirement, remark=item.text, discuss=item.discuss,
            level=_level(loaded.rows[item.requirement].level, item.shift),
        )
        for item in remarks
    ]  # fmt: skip
    domain.save(access=access, assessment=assessment, referential=loaded.referential, given=given)
    return loaded


def sign(access: Access, loaded: Loaded) -> Review:
    """As the acting expert, with the conclusion."""
    return domain.submit(access=access, loaded=loaded, conclusion=CONCLUSION)


def decide(access: Access, assessment: Assessment, row: Review) -> None:
    """As the acting company, on the differences; the rest waits for it."""
    loaded = load(assessment.pk)
    for item in DECISIONS:
        domain.decide(
            access=access, loaded=loaded, review_row=row, requirement=item.requirement, accept=not item.reason,
            reason=item.reason,
        )  # fmt: skip


def set_back(assessment: Assessment) -> None:
    """The acting company's reviews of it began a week before, and were signed four days ago."""
    now = timezone.now()
    for row in Review.objects.filter(assessment=assessment):
        row.started_at = now - timedelta(days=7)
        if row.submitted_at is not None:
            row.submitted_at = row.first_submitted_at = now - timedelta(days=4)
        row.save(update_fields=["started_at", "submitted_at", "first_submitted_at"])
        row.answers.update(saved_at=now - timedelta(days=5))
        row.decisions.update(decided_at=now - timedelta(days=2))


def _level(own: str, shift: int) -> str:
    return str(min(5, max(0, int(own) + shift)))
