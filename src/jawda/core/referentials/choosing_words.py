"""The questions asked before choosing a referential, and the rules that answer them, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from jawda.core.languages import Text


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer; ``also`` are the values that mean it in the profile of a referential."""

    value: str
    title: Text
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A plain question. Where a referential asks the same of a company, the ids are the same."""

    id: str
    question: Text
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """``slug`` is proposed where each question of ``when`` has one of the values given."""

    slug: str
    when: Mapping[str, tuple[str, ...]]
    why: Text

    def holds(self, situation: Mapping[str, str]) -> bool:
        """Whether the situation is the rule's."""
        return all(situation[name] in values for name, values in self.when.items())


QUESTIONS: Final = (
    Question(
        "sector",
        Text(fr="Quel est votre secteur ?", ar="ما هو قطاعكم؟", en="What is your sector?"),
        (
            Choice("automotive", Text(fr="Automobile", ar="صناعة السيارات", en="Automotive")),
            Choice(
                "cosmetics", Text(fr="Cosmétiques, hygiène", ar="مستحضرات التجميل والنظافة", en="Cosmetics, hygiene"),
                ("chemical",),
            ),
            Choice("chemical", Text(fr="Autre chimie", ar="كيمياء أخرى", en="Other chemicals")),
            Choice("other", Text(fr="Un autre secteur", ar="قطاع آخر", en="Another sector")),
        ),
    ),
    Question(
        "asked_by",
        Text(
            fr="Qui vous demande des preuves de qualité ?", ar="من يطلب منكم إثباتات الجودة؟",
            en="Who asks you for proof of quality?",
        ),
        (
            Choice("nobody", Text(fr="Personne pour l’instant", ar="لا أحد حاليا", en="Nobody yet")),
            Choice(
                "car_maker",
                Text(
                    fr="Un constructeur automobile ou son équipementier", ar="مصنّع سيارات أو مجهّزه المباشر",
                    en="A car maker or its direct supplier",
                ),
            ),
            Choice("customer", Text(fr="Un autre client", ar="زبون آخر", en="Another customer")),
            Choice(
                "authority",
                Text(
                    fr="Une autorité ou un marché d’export", ar="سلطة أو سوق تصدير",
                    en="An authority or an export market",
                ),
            ),
        ),
    ),
    Question(
        "certificate",
        Text(
            fr="Avez-vous déjà un certificat ?", ar="هل لديكم شهادة مطابقة؟",
            en="Do you hold a certificate already?",
        ),
        (
            Choice("none", Text(fr="Non", ar="لا", en="No")),
            Choice("iso-9001", Text(fr="ISO 9001", ar="ISO 9001", en="ISO 9001")),
            Choice("iatf-16949", Text(fr="IATF 16949", ar="IATF 16949", en="IATF 16949")),
        ),
    ),
    Question(
        "internal_laboratory",
        Text(fr="Avez-vous un laboratoire ?", ar="هل لديكم مختبر؟", en="Do you have a laboratory?"),
        (
            Choice("no", Text(fr="Non", ar="لا", en="No")),
            Choice(
                "own",
                Text(fr="Oui, pour nos propres produits", ar="نعم، لمنتجاتنا فقط", en="Yes, for our own products"),
                ("yes",),
            ),
            Choice(
                "customers",
                Text(fr="Oui, et d’autres se fient à ses résultats", ar="نعم، ويعتمد غيرنا على نتائجه",
                     en="Yes, and others rely on its results"),
                ("yes",),
            ),
        ),
    ),
)  # fmt: skip

RULES: Final = (
    Rule(
        "iso-iec-17025", {"internal_laboratory": ("customers",)},
        Text(
            fr="D’autres se fient aux résultats de votre laboratoire : ISO/IEC 17025 dit ce qui les rend fiables, et "
            "c’est sur elle que repose une accréditation.",
            ar="يعتمد غيركم على نتائج مختبركم: تبين ISO/IEC 17025 ما يجعلها موثوقة، وعليها يقوم الاعتماد.",
            en="Others rely on your laboratory’s results: ISO/IEC 17025 says what makes them reliable, and "
            "accreditation rests on it.",
        ),
    ),
    Rule(
        "premiers-pas", {"certificate": ("none",), "asked_by": ("nobody",)},
        Text(
            fr="Personne ne vous demande encore de certificat : une demi-journée dans l’atelier suffit pour savoir par "
            "quoi commencer.",
            ar="لا أحد يطلب منكم شهادة بعد: يكفي نصف يوم داخل الورشة لمعرفة نقطة البداية.",
            en="Nobody asks you for a certificate yet: half a day on the shop floor is enough to know where to begin.",
        ),
    ),
    Rule(
        "iso-9001", {"certificate": ("none",), "asked_by": ("car_maker",)},
        Text(
            fr="Votre client livre un constructeur : il demandera IATF 16949, qui repose sur ISO 9001. Commencez par "
            "ISO 9001.",
            ar="زبونكم يزود مصنّع سيارات: سيطلب IATF 16949 التي تقوم على ISO 9001. ابدؤوا بـ ISO 9001.",
            en="Your customer supplies a car maker: it will ask for IATF 16949, which rests on ISO 9001. Begin with "
            "ISO 9001.",
        ),
    ),
    Rule(
        "iatf-16949", {"certificate": ("iso-9001",), "asked_by": ("car_maker",)},
        Text(
            fr="Vous avez ISO 9001 : IATF 16949 y ajoute ce que demande l’automobile. Seuls les ajouts restent à "
            "évaluer.",
            ar="لديكم ISO 9001: تضيف إليها IATF 16949 ما تطلبه صناعة السيارات. لم يبق إلا تقييم هذه الإضافات.",
            en="You have ISO 9001: IATF 16949 adds what the automotive industry asks for. Only the additions remain to "
            "be assessed.",
        ),
    ),
    Rule(
        "iatf-16949", {"certificate": ("iatf-16949",)},
        Text(
            fr="Votre certificat se défend à chaque audit : évaluez-vous avant l’auditeur.",
            ar="شهادتكم تُراجَع عند كل افتحاص: قيّموا أنفسكم قبل المفتحص.",
            en="Your certificate is at stake at each audit: assess yourselves before the auditor does.",
        ),
    ),
    Rule(
        "maqmsr", {"certificate": ("none", "iso-9001"), "asked_by": ("car_maker",)},
        Text(
            fr="C’est l’étape entre ISO 9001 et IATF 16949 que les équipementiers acceptent de leurs petits "
            "fournisseurs.",
            ar="هي المرحلة الوسطى بين ISO 9001 وIATF 16949 التي يقبلها المجهّزون من مورديهم الصغار.",
            en="It is the step between ISO 9001 and IATF 16949 that tier suppliers accept from their own small "
            "suppliers.",
        ),
    ),
    Rule(
        "iso-22716", {"sector": ("cosmetics",)},
        Text(
            fr="Vous fabriquez des cosmétiques : ISO 22716 décrit les bonnes pratiques de fabrication que les marchés "
            "d’export attendent.",
            ar="تصنعون مستحضرات تجميل: تصف ISO 22716 ممارسات التصنيع الجيدة التي تنتظرها أسواق التصدير.",
            en="You make cosmetics: ISO 22716 describes the good manufacturing practices that export markets expect.",
        ),
    ),
    Rule(
        "iso-9001", {"certificate": ("none",), "asked_by": ("customer", "authority")},
        Text(
            fr="C’est le certificat que les clients et les marchés demandent le plus souvent, dans tous les secteurs.",
            ar="هي الشهادة التي يطلبها الزبناء والأسواق أكثر من غيرها في جميع القطاعات.",
            en="It is the certificate that customers and markets most often ask for, in every sector.",
        ),
    ),
    Rule(
        "iso-9001", {"certificate": ("none",)},
        Text(
            fr="Ensuite : la norme sur laquelle reposent presque toutes les autres.",
            ar="بعد ذلك: المواصفة التي تقوم عليها أغلب المواصفات الأخرى.",
            en="Then: the standard on which almost all others rest.",
        ),
    ),
    Rule(
        "iso-9001", {"certificate": ("iso-9001",)},
        Text(
            fr="Vous êtes certifiés : voyez où vous en êtes avant le prochain audit.",
            ar="أنتم حاصلون على الشهادة: انظروا أين وصلتم قبل الافتحاص المقبل.",
            en="You are certified: see where you stand before the next audit.",
        ),
    ),
    Rule(
        "iatf-16949", {"certificate": ("none",), "asked_by": ("car_maker",)},
        Text(
            fr="Ensuite : ce que l’automobile ajoute à ISO 9001. Le certificat suppose les deux.",
            ar="بعد ذلك: ما تضيفه صناعة السيارات إلى ISO 9001. وتفترض الشهادة الاثنتين معا.",
            en="Then: what the automotive industry adds to ISO 9001. The certificate supposes both.",
        ),
    ),
    Rule(
        "maqmsr", {"sector": ("automotive",), "certificate": ("none", "iso-9001")},
        Text(
            fr="Le jour où un équipementier vous consultera, c’est ce qu’il regardera d’abord.",
            ar="يوم يستشيركم أحد مجهّزي السيارات، فهذا أول ما سينظر إليه.",
            en="The day a tier supplier asks you for a quotation, this is what it will look at first.",
        ),
    ),
    Rule(
        "premiers-pas", {"certificate": ("none",)},
        Text(
            fr="Si une norme vous paraît loin, une trentaine de questions montrent par quoi commencer.",
            ar="إن بدت لكم المواصفة بعيدة، فهناك نحو ثلاثين سؤالا تبين نقطة البداية.",
            en="If a standard seems far away, some thirty questions show where to begin.",
        ),
    ),
    Rule(
        "iso-14001", {"sector": ("chemical", "cosmetics")},
        Text(
            fr="Vos produits et vos rejets engagent l’environnement : la même structure qu’ISO 9001, appliquée à eux.",
            ar="منتجاتكم ومقذوفاتكم تمس البيئة: البنية نفسها المعتمدة في ISO 9001 مطبقة عليها.",
            en="Your products and releases touch the environment: the same structure as ISO 9001, applied to them.",
        ),
    ),
    Rule(
        "iso-45001", {"sector": ("chemical", "cosmetics")},
        Text(
            fr="On manipule chez vous des produits dangereux : la même structure, appliquée à la santé et à la "
            "sécurité.",
            ar="تُستعمل لديكم مواد خطرة: البنية نفسها مطبقة على الصحة والسلامة.",
            en="Dangerous products are handled on your premises: the same structure, applied to health and safety.",
        ),
    ),
    Rule(
        "iso-14001", {"certificate": ("iso-9001", "iatf-16949")},
        Text(
            fr="Votre système existe déjà : l’environnement s’y ajoute sans en bâtir un second.",
            ar="نظامكم قائم: تُضاف إليه البيئة دون بناء نظام ثان.",
            en="Your system is there already: the environment joins it without building a second one.",
        ),
    ),
    Rule(
        "iso-45001", {"certificate": ("iso-9001", "iatf-16949")},
        Text(
            fr="De même pour la santé et la sécurité au travail.",
            ar="وكذلك الصحة والسلامة في العمل.",
            en="Likewise for health and safety at work.",
        ),
    ),
    Rule(
        "iso-iec-17025", {"internal_laboratory": ("own",)},
        Text(
            fr="Votre laboratoire sert vos produits : la norme ne vous est pas imposée, mais elle montre où ses "
            "résultats sont fragiles.",
            ar="مختبركم يخدم منتجاتكم: المواصفة غير مفروضة عليكم، لكنها تبين مواطن الضعف في نتائجه.",
            en="Your laboratory serves your products: nobody imposes the standard on you, but it shows where its "
            "results are weak.",
        ),
    ),
)  # fmt: skip
