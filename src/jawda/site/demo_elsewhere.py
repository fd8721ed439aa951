"""The demonstration: certificates from elsewhere at each level of vouching, and a list of suppliers. All fictitious."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from jawda.apps.organisations.models import Organisation
from jawda.apps.organisations.queries import access_by_handle
from jawda.apps.recognition.elsewhere import domain as elsewhere
from jawda.apps.recognition.elsewhere.enums import InRegister
from jawda.apps.recognition.elsewhere.facts import CertificateFacts, CheckFacts
from jawda.apps.recognition.elsewhere.reading import Received, read
from jawda.apps.recognition.enums import Kind
from jawda.apps.recognition.models import Attestation
from jawda.apps.recognition.suppliers import domain as suppliers
from jawda.apps.recognition.suppliers.facts import SupplierFacts
from jawda.foundation.accounts.models import Person
from jawda.foundation.tenancy.context import acting
from jawda.foundation.tenancy.routes import Access
from jawda.site.demo_evidence import Sheet, printed

COMPANY, MANAGER = "Câblages du Détroit", "qualite@cablages.example"
CERTIFIER, DIRECTOR, SIGNED = "Certification Exemple", "certif@organisme.example", "CE-EMS-0298"
"""Who signed one without its holder's ICE, and gave it the signed document."""
SUPPLIERS: Final = (
    SupplierFacts(supplier_name="Aciers Exemple", number="CE-QMS-1102", standard="ISO 9001"),
    SupplierFacts(supplier_name="Atlas Plasturgie", number="CE-QMS-1201", standard="ISO 9001:2015"),
    SupplierFacts(supplier_name="Caoutchouc Modèle", number="CE-QMS-1185", standard="ISO 9001:2015"),
    SupplierFacts(supplier_name="Connectique Fictive", number="CE-EMS-0311", standard="ISO 9001"),
    SupplierFacts(supplier_name="Outillages du Rif", number="CE-QMS-1051", standard="ISO 9001"),
    SupplierFacts(supplier_name="Ressorts Échantillon", number="CE-QMS-1130"),
    SupplierFacts(supplier_name="Usinage Prototype", number="CE-QMS-0917"),
    SupplierFacts(supplier_name="Visserie Lointaine Fictive", country="Espagne", number="VL-2025-118",
                  standard="IATF 16949"),
)  # fmt: skip
"""One suspended, one reduced, one valid, one of another standard, one that ends soon, one withdrawn, one expired, and
one that is not found."""


def add(people: Mapping[str, Person]) -> None:
    """All of it, in the caller's transaction; what bodies of the demonstration issued stands already."""
    person = people[MANAGER]
    with acting(person_id=person.pk):
        handle = Organisation.objects.values_list("handle", flat=True).get(name=COMPANY)
        access = access_by_handle(person.pk, handle)
    assert access is not None
    signed = _signed(people[DIRECTOR])
    with acting(organisation_id=access.organisation_id, person_id=person.pk):
        _recorded(access, signed)
        for facts in SUPPLIERS:
            suppliers.add(access=access, facts=facts)


def _signed(director: Person) -> Attestation:
    """What the certifier has of it."""
    with acting(person_id=director.pk):
        certifier = Organisation.objects.get(name=CERTIFIER)
    with acting(organisation_id=certifier.pk):
        return Attestation.objects.get(number=SIGNED)


def _recorded(access: Access, signed: Attestation) -> None:
    today = timezone.localdate()
    elsewhere.record(
        access=access, brought=read(name="OLF-ENMS-7781.pdf", content=_paper()),
        facts=CertificateFacts(
            number="OLF-ENMS-7781", kind=Kind.MANAGEMENT_SYSTEM, standard="ISO 50001:2018",
            issuer_name="Organisme Lointain Fictif", accreditation_body="Accréditeur Imaginaire",
            accreditation_number="AI-0042", scope="Fabrication de faisceaux électriques",
            sites=("Zone d’exemple, lot 12, Tanger",), issued_on=today - timedelta(days=1_052),
            expires_on=today + timedelta(days=43), source="Courrier de l’organisme (exemple fictif)",
        ),
    )  # fmt: skip
    checked = elsewhere.record(
        access=access,
        facts=CertificateFacts(
            number="CI-OHS-2210", kind=Kind.MANAGEMENT_SYSTEM, standard="ISO 45001:2018",
            issuer_name="Certification Imaginaire", issued_on=today - timedelta(days=720),
            expires_on=today + timedelta(days=375), source="Portail de l’organisme (exemple fictif)",
            register_url="https://registre.exemple.example/CI-OHS-2210",
        ),
    )  # fmt: skip
    for ago in (700, 410):
        elsewhere.check_register(
            access=access, certificate_id=checked.pk,
            check=CheckFacts(checked_on=today - timedelta(days=ago), found=InRegister.IN_FORCE),
        )  # fmt: skip
    elsewhere.record(
        access=access, brought=Received(credential=signed.credential),
        facts=CertificateFacts(
            number=signed.number, kind=Kind(signed.kind), standard=signed.standard, issuer_name=CERTIFIER,
            scope=signed.scope, issued_on=signed.issued_on, expires_on=signed.expires_on,
            source="Courriel de l’organisme (exemple fictif)",
        ),
    )  # fmt: skip


def _paper() -> bytes:
    """A page that says what it is: an example."""
    words = "Ce document ne certifie rien : il montre comment un certificat d’ailleurs est enregistré."
    sheet = Sheet(name="OLF-ENMS-7781.pdf", reference="OLF-ENMS-7781", paragraphs=(("Exemple fictif", words),))
    return printed("Organisme Lointain Fictif", "Certificat fictif OLF-ENMS-7781", sheet, days_ago=1_052)
