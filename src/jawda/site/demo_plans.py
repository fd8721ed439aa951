"""What the demonstration's companies plan to do: texts, dates and states; :mod:`.demo_actions` writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jawda.core.workflow import Step

MANAGER: Final = "manager"
COLLEAGUE: Final = "colleague"
AGREED: Final = (Step.AGREE,)
STARTED: Final = (*AGREED, Step.START)
DONE: Final = (*STARTED, Step.FINISH)
EFFECTIVE: Final = (*DONE, Step.CONFIRM)
CANCELLED: Final = (*AGREED, Step.CANCEL)
REOPENED: Final = (*DONE, Step.REOPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One action. Days are counted from today, the past below 0; ``owner`` is a member's part or a name."""

    key: str
    title: str
    requirement: str
    owner: str
    added: int
    due: int | None
    why: str = ""
    days: float | None = None
    cost: int | None = None
    """In Moroccan dirhams."""
    consequence: int | None = None
    steps: tuple[Step, ...] = ()
    done: int = 0
    """With ``FINISH``: when."""
    effect_due: int | None = None
    checked: int = 0
    """With ``CONFIRM`` or ``REOPEN``: when."""
    reason: str = ""
    evidence: str = ""
    """In words; empty where a piece of the diagnosis is taken over."""
    waits_for: tuple[str, ...] = ()


CABLES: Final = (
    Item(
        key="note", title="Nommer le responsable qualité par une note affichée", owner=COLLEAGUE,
        requirement="pp-direction-responsable", added=-75, due=-55, days=0.5, cost=0, consequence=3,
        why="Personne n’osait arrêter une expédition.", steps=EFFECTIVE, done=-56, effect_due=-25, checked=-24,
        reason="Deux lots ont été bloqués par lui ce mois-ci, sans discussion : la note est connue.",
    ),
    Item(
        key="versions", title="Retirer des postes les anciennes versions d’instructions", owner=COLLEAGUE,
        requirement="pp-production-versions", added=-60, due=-20, days=2, cost=500, consequence=3, steps=DONE,
        why="L’expert a trouvé deux versions de l’instruction IP-07 au poste 4.", done=-18, effect_due=-3,
        evidence="Tournée des douze postes : 31 feuilles retirées, liste signée au bureau qualité.",
    ),
    Item(
        key="registre", title="Ouvrir un registre unique des instruments de mesure", owner=MANAGER,
        requirement="pp-controle-instruments", added=-58, due=-30, days=1.5, cost=1200, consequence=2, steps=DONE,
        done=-28, effect_due=12, evidence="Classeur « Instruments », 46 instruments inscrits.",
    ),
    Item(
        key="etalonnage", title="Faire étalonner les pinces et les pieds à coulisse", owner=MANAGER,
        requirement="pp-controle-instruments", added=-50, due=-8, days=3, cost=18500, consequence=3, steps=STARTED,
        why="Neuf instruments n’ont jamais été vérifiés.", waits_for=("registre",),
    ),
    Item(
        key="changement", title="Écrire la règle : prévenir le client avant tout changement", owner=MANAGER,
        requirement="pp-client-changement", added=-40, due=-2, days=1, cost=0, consequence=3, steps=STARTED,
        why="Un changement de connecteurs est passé sans accord.",
    ),
    Item(
        key="formation", title="تكوين رؤساء الفرق على الإذن بالانطلاق", owner=COLLEAGUE,
        requirement="pp-production-demarrage", added=-35, due=5, days=4, cost=9000, consequence=2, steps=STARTED,
        why="ورشتان من أصل أربع تبدآن السلسلة دون توقيع بطاقة الانطلاق.", waits_for=("versions",),
    ),
    Item(
        key="tableau", title="Tenir un tableau mensuel des objectifs", owner=MANAGER,
        requirement="pp-direction-objectifs", added=-32, due=14, days=2, cost=0, consequence=2, steps=AGREED,
    ),
    Item(
        key="fournisseurs", title="Noter les dix premiers fournisseurs deux fois par an", owner="Service achats",
        requirement="pp-achats-fournisseurs", added=-30, due=40, days=5, cost=0, consequence=2, steps=AGREED,
        waits_for=("tableau",),
    ),
    Item(
        key="etiqueteuse", title="Acheter une imprimante d’étiquettes pour l’expédition", owner="Maintenance",
        requirement="pp-production-etiquettes", added=-45, due=-15, days=1, cost=14000, consequence=1,
        steps=CANCELLED, reason="L’imprimante du magasin suffit depuis qu’elle est en réseau.",
    ),
    Item(
        key="reclamations", title="Répondre à chaque réclamation sous cinq jours ouvrés", owner=COLLEAGUE,
        requirement="pp-ecarts-reclamations", added=-90, due=-35, days=3, cost=0, consequence=3, steps=REOPENED,
        done=-40, effect_due=-10, checked=-8, evidence="Modèle de réponse et registre partagés avec le commercial.",
        reason="Trois réponses sur huit sont encore parties après dix jours : la relance hebdomadaire manque.",
    ),
    Item(
        key="audit", title="Former deux auditeurs internes", owner="", requirement="pp-progres-audit", added=-12,
        due=None, days=6, cost=22000, consequence=2, why="À proposer au prochain comité de direction.",
    ),
    Item(
        key="rappel", title="Essayer le rappel d’un lot, chronomètre en main", owner="",
        requirement="pp-ecarts-rappel", added=-4, due=60, days=1, cost=0, consequence=3, waits_for=("reclamations",),
    ),
)  # fmt: skip

ARGAN: Final = (
    Item(
        key="quarantaine", title="Séparer la quarantaine par une grille fermée", owner=COLLEAGUE,
        requirement="pp-achats-stockage", added=-80, due=-45, days=3, cost=16500, consequence=3, steps=EFFECTIVE,
        why="Des fûts sans étiquette verte ont été pesés par erreur.", done=-44, effect_due=-15, checked=-14,
        reason="Aucun fût non libéré n’a quitté la zone depuis trente jours.",
    ),
    Item(
        key="hygiene", title="تعليق قواعد النظافة بالعربية عند مدخل قاعة التعبئة", owner="مسؤول التعبئة",
        requirement="pp-production-instructions", added=-60, due=-30, days=1, cost=800, consequence=2, steps=DONE,
        done=-29, effect_due=-1, evidence="لوحتان معلقتان، وصورتهما في ملف الجودة.",
    ),
    Item(
        key="balances", title="Faire étalonner les trois balances et le pH-mètre", owner=MANAGER,
        requirement="pp-controle-instruments", added=-55, due=-15, days=2, cost=11200, consequence=3, steps=STARTED,
        why="Le dernier certificat a plus de deux ans.",
    ),
    Item(
        key="indicateurs", title="Suivre trois objectifs sur un tableau mensuel", owner=MANAGER,
        requirement="pp-direction-objectifs", added=-40, due=3, days=2, cost=0, consequence=2, steps=STARTED,
    ),
    Item(
        key="temperature", title="Relever chaque jour la température du magasin de parfums", owner=COLLEAGUE,
        requirement="pp-achats-stockage", added=-20, due=20, days=1, cost=2400, consequence=2, steps=AGREED,
        waits_for=("quarantaine",),
    ),
    Item(
        key="fournisseurs", title="Demander le bulletin d’analyse à chaque livraison", owner="Service achats",
        requirement="pp-achats-reception", added=-25, due=-5, days=1, cost=0, consequence=3, steps=AGREED,
    ),
    Item(
        key="logiciel", title="Acheter un logiciel de gestion des formules", owner="Direction",
        requirement="pp-production-versions", added=-50, due=-10, days=10, cost=85000, consequence=1,
        steps=CANCELLED, reason="Trop tôt : le classeur verrouillé suffit pour quarante formules.",
    ),
    Item(
        key="formules", title="Verrouiller le classeur des formules et dater chaque version", owner=COLLEAGUE,
        requirement="pp-production-versions", added=-48, due=-18, days=2, cost=0, consequence=3, steps=REOPENED,
        done=-20, effect_due=-6, checked=-5, evidence="Classeur protégé par un mot de passe, journal des versions.",
        reason="Une copie imprimée de l’ancienne formule a encore servi au conditionnement.",
    ),
    Item(
        key="nettoyage", title="Écrire le plan de nettoyage des cuves", owner=COLLEAGUE,
        requirement="pp-production-machines", added=-15, due=25, days=3, cost=1500, consequence=3, steps=AGREED,
        waits_for=("formules",),
    ),
    Item(
        key="liberation", title="Faire signer la libération de chaque lot par le laboratoire", owner=MANAGER,
        requirement="pp-controle-liberation", added=-10, due=45, days=4, cost=0, consequence=3, steps=AGREED,
    ),
    Item(
        key="rappel", title="Essayer le rappel d’un lot avec deux distributeurs", owner="",
        requirement="pp-ecarts-rappel", added=-5, due=70, days=2, cost=3000, consequence=3,
    ),
    Item(
        key="audit", title="Préparer un premier audit interne des bonnes pratiques", owner="",
        requirement="pp-progres-audit", added=-2, due=None, days=5, cost=12000, consequence=2,
    ),
)  # fmt: skip
