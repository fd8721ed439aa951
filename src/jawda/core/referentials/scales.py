"""The two default scales and their words."""

from __future__ import annotations

from typing import Final

from jawda.core.languages import Text
from jawda.core.referentials.model import Scale, ScaleKind, ScaleLevel

CONFORMITY: Final = Scale(
    kind=ScaleKind.CONFORMITY,
    levels=(
        ScaleLevel(code="X", value=0.0, title=Text(fr="Non conforme", ar="غير مطابق", en="Does not conform")),
        ScaleLevel(code="P", value=50.0, title=Text(fr="Partiellement", ar="مطابق جزئيا", en="Partly")),
        ScaleLevel(code="C", value=100.0, title=Text(fr="Conforme", ar="مطابق", en="Conforms")),
    ),
)

_MATURITY: Final[tuple[tuple[Text, Text], ...]] = (
    (
        Text(fr="Rien", ar="لا شيء", en="Nothing"),
        Text(
            fr="Rien n’est fait, ou personne ne le sait.",
            ar="لم يُنجز شيء، أو لا أحد يعلم به.",
            en="Nothing is done, or nobody knows of it.",
        ),
    ),
    (
        Text(fr="Au coup par coup", ar="حسب الحالة", en="Case by case"),
        Text(
            fr="C’est fait quand quelqu’un y pense, chacun à sa façon.",
            ar="يُنجز عندما يتذكره أحد، وكل واحد بطريقته.",
            en="It is done when someone thinks of it, each in their own way.",
        ),
    ),
    (
        Text(fr="Commencé", ar="في البداية", en="Begun"),
        Text(
            fr="Une façon de faire existe ; elle n’est pas suivie partout et laisse peu de traces.",
            ar="توجد طريقة عمل، لكنها لا تُتبع في كل مكان ولا تترك إلا آثارا قليلة.",
            en="A way of doing it exists; it is not followed everywhere and leaves few traces.",
        ),
    ),
    (
        Text(fr="En place", ar="قائم", en="In place"),
        Text(
            fr="La façon de faire est connue, suivie, et ses traces se retrouvent.",
            ar="طريقة العمل معروفة ومتبعة، وآثارها موجودة.",
            en="The way of doing it is known and followed, and its traces can be found.",
        ),
    ),
    (
        Text(fr="Mesuré", ar="مُقاس", en="Measured"),
        Text(
            fr="Les résultats sont mesurés, et l’on réagit aux écarts.",
            ar="تُقاس النتائج ويُتصرف عند كل انحراف.",
            en="Results are measured, and deviations are acted upon.",
        ),
    ),
    (
        Text(fr="Amélioré", ar="مُحسَّن", en="Improved"),
        Text(
            fr="La pratique est revue régulièrement, comparée à d’autres et améliorée.",
            ar="تُراجع الممارسة بانتظام وتُقارن بغيرها وتُحسَّن.",
            en="The practice is reviewed regularly, compared with others and improved.",
        ),
    ),
)

#: Six levels in the manner of ISO 9004:2018, annex A, with a zero for what does not exist yet; our own words.
MATURITY: Final = Scale(
    kind=ScaleKind.MATURITY,
    levels=tuple(
        ScaleLevel(code=str(number), value=20.0 * number, title=title, description=description)
        for number, (title, description) in enumerate(_MATURITY)
    ),
)

DEFAULT_SCALES: Final = {ScaleKind.CONFORMITY: CONFORMITY, ScaleKind.MATURITY: MATURITY}
