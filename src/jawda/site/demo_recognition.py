"""The demonstration's bodies and what they issued: one certificate for each verdict there is. All fictitious."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any, Final

from django.utils import timezone

from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.enums import Kind as Body
from jawda.apps.organisations.models import Organisation
from jawda.apps.organisations.queries import access_by_handle
from jawda.apps.recognition.addresses import page_of
from jawda.apps.recognition.domain import accrediting, changing, issuing, keys, reissuing, trust
from jawda.apps.recognition.domain.changing import NewWords
from jawda.apps.recognition.domain.drafts import Draft
from jawda.apps.recognition.domain.identities import own_identity
from jawda.apps.recognition.enums import Event, Kind
from jawda.apps.recognition.models import Attestation, Identity
from jawda.core.credentials.keys import public_key
from jawda.core.credentials.life_cycles import Kind as CoreKind
from jawda.core.credentials.scopes import Measured, Range, Scope
from jawda.foundation.accounts.models import Person
from jawda.foundation.tenancy.context import acting
from jawda.foundation.tenancy.routes import Access
from jawda.site import demo_status_lists, demo_trust

ISO_9001, ISO_14001, IATF = "ISO 9001:2015", "ISO 14001:2015", "IATF 16949:2016"
YEARS: Final = timedelta(days=3 * 365)


@dataclass(frozen=True, slots=True)
class Desk:
    """A body, as its administrator works in it."""

    access: Access
    identity: Identity
    jwk: Mapping[str, str]

    def acting(self) -> Any:
        return acting(organisation_id=self.access.organisation_id, person_id=self.access.person_id)


@dataclass(frozen=True, slots=True)
class Holder:
    """A company as its certificates name it."""

    name: str
    ice: str
    city: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """To whom, for what, and what became of it: days before today."""

    company: str
    standard: str = ISO_9001
    number: str
    ago: int
    scope: str
    sector: str
    days: int = 3 * 365 - 1
    then: tuple[tuple[int, Event, str], ...] = ()
    kind: Kind = Kind.MANAGEMENT_SYSTEM
    scheme: str = demo_trust.ISO_9001
    without_ice: bool = False
    """As bodies issued before they asked for it: its holder does not find it by itself."""


MAIN: Final = (
    Certificate(
        company="Usinage Prototype", number="CE-QMS-0917", ago=1_240, sector="IAF 17",
        scope="Usinage de précision de pièces en acier et en aluminium",
    ),
    Certificate(
        company="Câblages du Détroit", number="CE-QMS-1044", ago=1_040, sector="IAF 19",
        scope="Conception et fabrication de faisceaux électriques pour l’automobile",
    ),
    Certificate(
        company="Outillages du Rif", number="CE-QMS-1051", ago=1_020, sector="IAF 17",
        scope="Rectification de matrices et de poinçons",
    ),
    Certificate(
        company="Aciers Exemple", number="CE-QMS-1102", ago=700, sector="IAF 17",
        scope="Emboutissage et assemblage de pièces en acier",
        then=((38, Event.SUSPENDED, "Audit de surveillance non réalisé dans les délais"),),
    ),
    Certificate(
        company="Ressorts Échantillon", number="CE-QMS-1130", ago=660, sector="IAF 17",
        scope="Fabrication de ressorts de compression et de traction",
        then=(
            (260, Event.SUSPENDED, "Non-conformité majeure non levée"),
            (150, Event.WITHDRAWN, "Suspension non levée dans le délai de six mois"),
        ),
    ),
    Certificate(
        company="Caoutchouc Modèle", number="CE-QMS-1185", ago=557, sector="IAF 14",
        scope="Moulage de joints en caoutchouc pour l’automobile",
    ),
    Certificate(
        company="Atlas Plasturgie", number="CE-QMS-1201", ago=500, sector="IAF 14",
        scope="Injection de pièces plastiques techniques ; décoration par tampographie",
        then=((90, Event.SCOPE_REDUCED, "Arrêt de l’activité de tampographie"),),
    ),
    Certificate(
        company="Connectique Fictive", standard=ISO_14001, number="CE-EMS-0311", ago=430, sector="IAF 19",
        scope="Fabrication de connecteurs", scheme=demo_trust.ISO_14001,
    ),
    Certificate(
        company="Câblages du Détroit", standard=ISO_14001, number="CE-EMS-0298", ago=480, sector="IAF 19",
        scope="Fabrication de faisceaux électriques", scheme=demo_trust.ISO_14001, without_ice=True,
    ),
    Certificate(
        company="Peintures du Souss", standard="NM 03.3.009", number="CE-PRD-0077", ago=400, sector="IAF 12",
        scope="Peinture vinylique blanche mate, gamme Exemple", kind=Kind.PRODUCT, scheme="",
    ),
)  # fmt: skip
OTHERS: Final = (
    ("temoin", Certificate(
        company="Fonderie Spécimen", number="CT-2025-018", ago=320, sector="IAF 17",
        scope="Fonderie de pièces en aluminium sous pression",
    )),
    ("demonstration", Certificate(
        company="Outillages du Rif", number="CD-09-0450", ago=300, sector="IAF 18",
        scope="Étude et réalisation d’outillages de découpe",
    )),
    ("supervision", Certificate(
        company="Câblages du Détroit", standard=IATF, number="CE-IATF-0226", ago=610, sector="IAF 19",
        scope="Fabrication de faisceaux électriques, hors conception du produit", scheme=demo_trust.IATF_16949,
    )),
)  # fmt: skip


def add(people: Mapping[str, Person], operator: Person, companies: Mapping[str, tuple[str, str]]) -> None:
    """All of it, in the caller's transaction; the companies (ICE and city by name) and the certifier stand already."""
    known = {name: Holder(name, *facts) for name, facts in companies.items()}
    person = people["accreditation@exemple.example"]
    accreditor = _body(person, operator, Body.ACCREDITATION_BODY, "Accréditeur Exemple", "Rabat", "04")
    outside = _body(person, operator, Body.ACCREDITATION_BODY, "Accréditeur Lointain Fictif", "Casablanca", "06")
    office = _body(person, operator, Body.ACCREDITATION_BODY, "Bureau de supervision Fictif", "Casablanca", "06")
    certifier = _desk(people["certif@organisme.example"], "Certification Exemple")
    lapsed = _body(person, operator, Body.CERTIFICATION_BODY, "Certification Témoin", "Tanger", "01")
    far = _body(person, operator, Body.CERTIFICATION_BODY, "Certification Démonstration", "Tétouan", "01")
    laboratory = _body(person, operator, Body.LABORATORY, "Laboratoire Modèle de métrologie", "Casablanca", "06")
    trust.publish(demo_trust.trust_list(accreditor.identity.did, outside.identity.did, office.identity.did, {
        desk.identity.did: public_key(desk.jwk).thumbprint() for desk in (accreditor, outside, office)
    }))  # fmt: skip
    main = _accredit(accreditor, certifier, "EX-SM-07", _systems(("ISO 9001", "ISO 14001"), 12, 14, 17, 19), 1_500)
    lost = _accredit(accreditor, lapsed, "EX-SM-11", _systems(("ISO 9001",), 17), 1_400)
    calibrates = _accredit(accreditor, laboratory, "EX-ET-22", _lengths(), 1_200)
    distant = _accredit(outside, far, "LF-220", _systems(("ISO 9001",), 18), 1_300)
    overseen = _accredit(office, certifier, "BSF-31", _systems(("IATF 16949",), 19), 1_100)
    under = {"temoin": (lapsed, lost), "demonstration": (far, distant), "supervision": (certifier, overseen)}
    told = [*_told(certifier, main, MAIN, known)]
    for name, item in OTHERS:
        told += _told(*under[name], (item,), known)
    told += [(345, partial(_change, accreditor, lost, Event.WITHDRAWN, "Activités hors du périmètre évalué", 345))]
    told += [(120, partial(_calibration, laboratory, calibrates, known["Câblages du Détroit"]))]
    for _ago_days, happen in sorted(told, key=lambda row: -row[0]):
        happen()
    for desk in (accreditor, outside, office, certifier, lapsed, far, laboratory):
        with desk.acting():
            demo_status_lists.fill(since=_ago(1_500))


def _body(person: Person, operator: Person, kind: Body, name: str, city: str, region: str) -> Desk:
    made = organisations.register_organisation(
        person_id=person.pk, kind=kind, name=name, city=city, region=region, fictitious=True
    )
    with acting(person_id=operator.pk):
        organisations.activate(
            operator=operator, organisation=made, source="Exemple fictif : rien n’a été vérifié", notify=False
        )
    return _desk(person, name)


def _desk(person: Person, name: str) -> Desk:
    with acting(person_id=person.pk):
        handle = Organisation.objects.values_list("handle", flat=True).get(name=name)
        access = access_by_handle(person.pk, handle)
    assert access is not None
    with acting(organisation_id=access.organisation_id, person_id=person.pk):
        key = keys.make_key(access=access, now=_ago(1_600))
        return Desk(access, own_identity(), key.public_jwk)


def _systems(references: tuple[str, ...], *sectors: int) -> tuple[Scope, ...]:
    since = _ago(1_500).date()
    return (
        Scope(
            kind=CoreKind.MANAGEMENT_SYSTEM, standard="ISO/IEC 17021-1", references=references,
            sectors=tuple(f"IAF {number}" for number in sectors), since=since,
        ),
    )  # fmt: skip


def _lengths() -> tuple[Scope, ...]:
    return (
        Scope(
            kind=CoreKind.CALIBRATION, standard="ISO/IEC 17025", references=(), sectors=(), since=_ago(1_200).date(),
            ranges=(
                Range(quantity="longueur", unit="mm", low=0, high=150, uncertainty=0.008, per_value=0.00005),
            ),
        ),
    )  # fmt: skip


def _accredit(desk: Desk, body: Desk, number: str, scopes: tuple[Scope, ...], ago: int) -> Attestation:
    since = _ago(ago)
    with desk.acting():
        return accrediting.accredit(
            access=desk.access, body_slug=body.identity.slug, number=number, scopes=scopes, since=since.date(),
            until=(since + timedelta(days=4 * 365 + 360)).date(), now=since,
        )  # fmt: skip


def _told(
    desk: Desk, accreditation: Attestation, items: tuple[Certificate, ...], known: Mapping[str, Holder]
) -> Iterator[tuple[int, Callable[[], None]]]:
    """What happened to each, by days before today: things are done in the order in which they happened."""
    for item in items:
        issued: list[Attestation] = []
        yield item.ago, partial(_issue, desk, item, accreditation, known[item.company], issued)
        for ago, event, reason in item.then:
            yield ago, partial(_happen, desk, item, issued, (ago, event, reason))


def _issue(
    desk: Desk, item: Certificate, accreditation: Attestation, holder: Holder, issued: list[Attestation]
) -> None:
    at = _ago(item.ago)
    with desk.acting():
        row = issuing.issue(
            access=desk.access, now=at,
            draft=Draft(
                kind=item.kind, number=item.number, holder_name=holder.name,
                holder_ice="" if item.without_ice else holder.ice, holder_city=holder.city,
                scheme=item.scheme, standard=item.standard, scope=item.scope,
                sectors=(item.sector,), issued_on=at.date(), expires_on=(at + timedelta(days=item.days)).date(),
                accreditation_url="" if item.kind == Kind.PRODUCT else page_of(accreditation.reference),
            ),
        )  # fmt: skip
    issued.append(row)


def _happen(desk: Desk, item: Certificate, issued: list[Attestation], what: tuple[int, Event, str]) -> None:
    ago, event, reason = what
    if event != Event.SCOPE_REDUCED:
        _change(desk, issued[0], event, reason, ago)
        return
    said = NewWords(scope=item.scope.partition(" ;")[0], sectors=(item.sector,), sites=())
    with desk.acting():
        reissuing.reduce_scope(access=desk.access, attestation_id=issued[0].pk, said=said, reason=reason, now=_ago(ago))


def _change(desk: Desk, row: Attestation, event: Event, reason: str, ago: int) -> None:
    with desk.acting():
        changing.change(access=desk.access, attestation_id=row.pk, event=event, reason=reason, now=_ago(ago))


#: What the laboratory measured of it, within its range, and not better than it is accredited for.
_CALIPER = Measured(quantity="longueur", unit="mm", low=0, high=150, uncertainty=0.02, uncertainty_unit="mm")


def _calibration(desk: Desk, accreditation: Attestation, holder: Holder) -> None:
    at = _ago(120)
    with desk.acting():
        issuing.issue(
            access=desk.access, now=at,
            draft=Draft(
                kind=Kind.CALIBRATION, number="LM-2026-0338", holder_name=holder.name, holder_ice=holder.ice,
                holder_city=holder.city, standard="NM ISO 13385-1",
                scope="Pied à coulisse 150 mm, n° PC-002", measured=(_CALIPER,), issued_on=at.date(),
                activity_on=at.date() - timedelta(days=2),
                accreditation_url=page_of(accreditation.reference),
            ),
        )  # fmt: skip


def _ago(days: int) -> datetime:
    """Nine in the morning of that day."""
    day: date = timezone.now().date() - timedelta(days=days)
    return datetime.combine(day, time(9), UTC)
