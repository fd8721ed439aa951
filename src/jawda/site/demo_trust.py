"""The demonstration's trust list: fictitious accreditors, one of them in an arrangement, and an oversight office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final

from jawda.apps.recognition.addresses import platform_did, trust_list_id
from jawda.core.credentials.life_cycles import Kind
from jawda.core.credentials.trust_list import (
    Arrangement,
    Authority,
    Member,
    PinnedKey,
    Scheme,
    SchemeKind,
    TrustList,
)
from jawda.core.languages import Text

ISO_9001: Final = "https://jawda.example/schemas/iso-9001"
ISO_14001: Final = "https://jawda.example/schemas/iso-14001"
IATF_16949: Final = "https://jawda.example/schemas/iatf-16949"
SOURCE: Final = "Exemple fictif de la démonstration"
_SINCE: Final = date(2020, 1, 1)


def trust_list(accreditor: str, outside: str, office: str, thumbprints: Mapping[str, str]) -> TrustList:
    """Who is believed: the identifiers of the three, and their keys' thumbprints."""
    return TrustList(
        id=trust_list_id(),
        issuer=platform_did(),
        version=1,
        issued_at=datetime(2026, 1, 5, 9, tzinfo=UTC),
        schemes=(
            _scheme(ISO_9001, "ISO 9001, management de la qualité", "ISO 9001، إدارة الجودة",
                    "ISO 9001, quality management", "ISO 9001", (accreditor, outside)),
            _scheme(ISO_14001, "ISO 14001, management environnemental", "ISO 14001، الإدارة البيئية",
                    "ISO 14001, environmental management", "ISO 14001", (accreditor, outside)),
            Scheme(
                id=IATF_16949, kind=SchemeKind.OVERSIGHT, standards=("IATF 16949",), authorities=(office,),
                names=Text(fr="IATF 16949, qualité automobile", ar="IATF 16949، جودة السيارات",
                           en="IATF 16949, automotive quality"),
                source=SOURCE,
            ),
        ),
        authorities=(
            _authority(accreditor, "Accréditeur Exemple", "هيئة الاعتماد المثال", "MA", thumbprints),
            _authority(outside, "Accréditeur Lointain Fictif", "هيئة الاعتماد البعيدة الخيالية", None, thumbprints),
            _authority(office, "Bureau de supervision Fictif", "مكتب الإشراف الخيالي", None, thumbprints),
        ),
        arrangements=(
            Arrangement(
                id="https://jawda.example/accords/accord-multilateral-fictif",
                names=Text(fr="Accord multilatéral fictif", ar="اتفاق متعدد الأطراف خيالي",
                           en="Fictitious multilateral arrangement"),
                operator="Organisation Exemple de coopération entre accréditeurs",
                since=_SINCE,
                members=tuple(
                    Member(authority=accreditor, kind=kind, standard=standard, since=_SINCE, source=SOURCE)
                    for kind, standard in (
                        (Kind.MANAGEMENT_SYSTEM, "ISO/IEC 17021-1"), (Kind.CALIBRATION, "ISO/IEC 17025"),
                        (Kind.TEST, "ISO/IEC 17025"),
                    )
                ),
                source=SOURCE,
            ),
        ),
    )  # fmt: skip


def _scheme(identifier: str, fr: str, ar: str, en: str, standard: str, authorities: tuple[str, ...]) -> Scheme:
    return Scheme(
        id=identifier, kind=SchemeKind.ACCREDITED, names=Text(fr=fr, ar=ar, en=en), standards=(standard,),
        authorities=authorities, source=SOURCE,
    )  # fmt: skip


def _authority(did: str, fr: str, ar: str, country: str | None, thumbprints: Mapping[str, str]) -> Authority:
    return Authority(
        id=did, names=Text(fr=fr, ar=ar, en=fr), country=country, since=_SINCE, source=SOURCE,
        keys=(PinnedKey(thumbprint=thumbprints[did], since=_SINCE),),
    )  # fmt: skip
