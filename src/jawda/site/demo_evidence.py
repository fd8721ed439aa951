"""Evidence of the demonstration: small documents and pictures made here, attached to answers by the product's verbs."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils import timezone
from PIL import Image, ImageDraw

from jawda.apps.diagnostics import domain as diagnostics
from jawda.apps.diagnostics.evidence import Upload, add_evidence, link_evidence
from jawda.apps.diagnostics.models import Assessment, Evidence, EvidenceLink
from jawda.apps.diagnostics.queries import Loaded, as_answer, load
from jawda.core.assessment import Answer
from jawda.core.languages import Language
from jawda.foundation.printing import Document, Heading, Paragraph, render_pdf
from jawda.foundation.tenancy.routes import Access
from jawda.foundation.ui.formats import date_long


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A document of one page."""

    name: str
    reference: str
    paragraphs: tuple[tuple[str, str], ...]
    """Heading and text of each part."""
    language: Language = "fr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A picture: the label of a lot, with its bars."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What was brought, for which requirements, how many days ago; ``text`` where it is words alone."""

    title: str
    requirements: tuple[str, ...]
    days_ago: int
    file: Sheet | Label | None = None
    text: str = ""


def _lot_label(title: str, days_ago: int, label: Label) -> Piece:
    return Piece(
        title=title,
        requirements=("pp-production-tracabilite", "pp-production-etiquettes"),
        days_ago=days_ago,
        file=label,
    )


def _instruments(title: str, days_ago: int, where: str) -> Piece:
    """A register that stays where it is: its place is the evidence."""
    return Piece(title=title, requirements=("pp-controle-instruments",), days_ago=days_ago, text=where)


CABLES: Final = (
    Piece(
        title="Note de désignation du responsable qualité",
        requirements=("pp-direction-responsable",),
        days_ago=19,
        file=Sheet(
            name="note-designation.pdf",
            reference="ND-01",
            paragraphs=(
                (
                    "Désignation",
                    "La direction désigne le responsable qualité de l’usine. Il consacre à la qualité trois jours par "
                    "semaine et rend compte directement au directeur.",
                ),
                (
                    "Autorité",
                    "Il peut arrêter une expédition sans demander d’autre accord. Sa décision est notée dans le "
                    "registre des lots bloqués.",
                ),
            ),
        ),
    ),
    Piece(
        title="Instruction de poste IP-07, sertissage",
        requirements=("pp-production-instructions", "pp-production-versions", "pp-production-demarrage"),
        days_ago=15,
        file=Sheet(
            name="ip-07-sertissage.pdf",
            reference="IP-07, version C",
            paragraphs=(
                (
                    "Avant de commencer",
                    "Vérifier l’outil, la bobine et la version de cette instruction. Sertir cinq pièces, mesurer la "
                    "hauteur de sertissage et la force d’arrachement, noter les valeurs.",
                ),
                (
                    "Feu vert",
                    "Le chef d’équipe signe la fiche de démarrage. Sans signature, la série ne commence pas.",
                ),
            ),
        ),
    ),
    Piece(
        title="تعليمة العمل رقم 7: كبس الأطراف",
        requirements=("pp-production-instructions",),
        days_ago=14,
        file=Sheet(
            name="ip-07-ar.pdf",
            reference="IP-07",
            language="ar",
            paragraphs=(
                ("قبل البدء", "تُفحص الأداة والبكرة، وتُكبس خمس قطع ثم تُقاس، وتُدوَّن القيم في بطاقة الانطلاق."),
                ("الإذن بالانطلاق", "يوقّع رئيس الفريق بطاقة الانطلاق، ولا تبدأ السلسلة دون توقيعه."),
            ),
        ),
    ),
    Piece(
        title="Fiche de réception d’une bobine de fil",
        requirements=("pp-achats-reception", "pp-achats-fournisseurs"),
        days_ago=11,
        file=Sheet(
            name="fiche-reception.pdf",
            reference="FR-112",
            paragraphs=(
                (
                    "Contrôle à la réception",
                    "Section, couleur et longueur conformes à la commande. Certificat du fournisseur joint. Bobine "
                    "acceptée et étiquetée en vert.",
                ),
            ),
        ),
    ),
    _lot_label(
        "Étiquette d’un lot de faisceaux", 8,
        Label(name="etiquette-lot.png", lines=("FAISCEAU FX-20 (exemple)", "LOT 2048-C", "POSTE 4  EQUIPE B")),
    ),
    _instruments(
        "Registre des instruments", 6,
        "Classeur « Instruments », bureau qualité, deuxième étagère ; dernière vérification à jour.",
    ),
)  # fmt: skip

ARGAN: Final = (
    Piece(
        title="Politique qualité et objectifs de l’année",
        requirements=("pp-direction-objectifs", "pp-direction-responsable"),
        days_ago=18,
        file=Sheet(
            name="politique-qualite.pdf",
            reference="PQ-01",
            paragraphs=(
                (
                    "Engagement",
                    "La direction s’engage à livrer des produits cosmétiques sûrs, conformes à leur dossier et "
                    "suivis jusqu’au client.",
                ),
                (
                    "Objectifs",
                    "Réclamations : moins de 3 pour 1 000 livraisons. Livraisons à l’heure : 95 %. Lots bloqués "
                    "traités en cinq jours.",
                ),
            ),
        ),
    ),
    Piece(
        title="Procédure de réception et de quarantaine",
        requirements=("pp-achats-reception", "pp-achats-stockage"),
        days_ago=16,
        file=Sheet(
            name="reception-quarantaine.pdf",
            reference="PR-04",
            paragraphs=(
                (
                    "À l’arrivée",
                    "Toute matière première reçoit une étiquette jaune et attend en quarantaine le bulletin "
                    "d’analyse et le contrôle d’aspect.",
                ),
                ("Libération", "Le laboratoire libère le lot par une étiquette verte, datée et signée."),
            ),
        ),
    ),
    Piece(
        title="قواعد النظافة عند دخول قاعة التعبئة",
        requirements=("pp-production-instructions",),
        days_ago=13,
        file=Sheet(
            name="hygiene-ar.pdf",
            reference="HY-02",
            language="ar",
            paragraphs=(
                ("عند الدخول", "تُغسل اليدان وتُعقَّمان، ويُلبس غطاء الرأس والقفازان والوزرة النظيفة، وتُنزع الحلي."),
                ("عند الشك", "يُخبر مسؤول التعبئة فورا بكل جرح أو مرض، ويُدوَّن ذلك في سجل النظافة."),
            ),
        ),
    ),
    _lot_label(
        "Étiquette d’un lot de crème", 9,
        Label(name="etiquette-creme.png", lines=("CREME ARGANE (exemple)", "LOT AR-0317", "PAO 12M  50 ML")),
    ),
    _instruments(
        "Registre des étalonnages", 5,
        "Serveur de l’usine, dossier Qualité, sous-dossier Métrologie : balances, pH-mètre, thermomètres.",
    ),
)  # fmt: skip

NOTES: Final[dict[str, str]] = {
    "pp-direction-responsable": "Désigné par note de la direction, affichée à l’entrée.",
    "pp-achats-reception": "Tout ce qui entre est contrôlé ; reste à noter les refus au même endroit.",
    "pp-production-tracabilite": "On remonte du lot expédié au lot de matière en moins d’une heure.",
}
"""In the companies' own words, beside some of their answers."""


def bring(access: Access, assessment: Assessment, pieces: tuple[Piece, ...]) -> list[Evidence]:
    """Attach each to its requirements, as the acting person; then set the dates back. Some answers get their note."""
    loaded = load(assessment.pk)
    brought = [_bring(access, loaded, piece) for piece in pieces]
    for requirement, note in NOTES.items():
        former = as_answer(loaded.rows[requirement])
        diagnostics.save_answer(
            access=access, assessment=assessment, referential=loaded.referential,
            answer=Answer(requirement=requirement, level=former.level, note=note),
        )  # fmt: skip
    return brought


def _bring(access: Access, loaded: Loaded, piece: Piece) -> Evidence:
    moment = timezone.now() - timedelta(days=piece.days_ago)
    made = [] if piece.file is None else [Upload(piece.file.name, _bytes(access, piece, piece.file))]
    first, *others = piece.requirements
    where = {"access": access, "assessment": loaded.row, "referential": loaded.referential}
    (row,) = add_evidence(**where, requirement=first, title=piece.title, text=piece.text, uploads=made)
    for requirement in others:
        link_evidence(**where, requirement=requirement, evidence=row)
    row.taken_at = moment
    row.save(update_fields=["taken_at"])
    EvidenceLink.objects.filter(evidence=row).update(linked_at=moment)
    return row


def _bytes(access: Access, piece: Piece, file: Sheet | Label) -> bytes:
    return (
        _drawn(file)
        if isinstance(file, Label)
        else printed(access.organisation_name, piece.title, file, piece.days_ago)
    )


def printed(company: str, title: str, sheet: Sheet, days_ago: int) -> bytes:
    """The sheet as a tagged PDF that says that it is fictitious."""
    moment = timezone.now() - timedelta(days=days_ago)
    blocks = tuple(
        block for heading, text in sheet.paragraphs for block in (Heading(text=heading), Paragraph(text=text))
    )
    document = Document(
        title=title, organisation_name=company, reference=sheet.reference, language=sheet.language, fictitious=True,
        date=date_long(timezone.localdate(moment), sheet.language), blocks=blocks,
    )  # fmt: skip
    return render_pdf(document, timestamp=moment)


def _drawn(label: Label) -> bytes:
    """Black on white, with bars that say nothing."""
    picture = Image.new("L", (640, 360), 255)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((8, 8, 631, 351), outline=0, width=4)
    for number, line in enumerate(label.lines):
        draw.text((40, 36 + 56 * number), line, fill=0, font_size=36)
    left = 40
    for letter in "".join(label.lines)[:40]:
        width = 2 + ord(letter) % 5
        draw.rectangle((left, 230, left + width, 330), fill=0)
        left += width + 4 + ord(letter) % 3
    content = io.BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()
