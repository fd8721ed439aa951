"""Two walls, each tested alone and together, and the traps that were measured."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Manager
from django.db.utils import InternalError, ProgrammingError
from django.urls import URLPattern, URLResolver, get_resolver
from tests.factories import Member, a_member

from jawda.apps.diagnostics import domain as diagnostics
from jawda.apps.diagnostics.models import Answer, Assessment
from jawda.apps.ecosystems import domain as ecosystems
from jawda.apps.ecosystems.models import Consent, Ecosystem, Participation
from jawda.apps.organisations.enums import Kind
from jawda.apps.organisations.models import Membership, Organisation
from jawda.foundation.accounts.models import Person
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.tenancy.context import NoTenant, acting, current
from jawda.foundation.tenancy.declarations import LIBRARY_TABLES
from jawda.foundation.tenancy.managers import WrongTenant
from jawda.foundation.tenancy.models import TableKind, TenantModel, TwoPartyModel

pytestmark = pytest.mark.django_db


def an_assessment(member: Member) -> Assessment:
    with acting(organisation_id=member.organisation.pk, person_id=member.person.pk):
        return diagnostics.start(access=member.access, referential_id="premiers-pas-1")


def unfiltered(model: type[models.Model]) -> models.QuerySet[models.Model]:
    """As if the second wall had been forgotten."""
    manager: Manager[models.Model] = Manager()
    manager.model = model
    return manager.get_queryset()


def test_the_tests_act_as_the_application() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("jawda_app", False, False)


class TestDeclarations:
    """A test fails on a table that declares nothing."""

    def test_every_model_declares_its_kind(self) -> None:
        libraries = {table.label for table in LIBRARY_TABLES}
        lacking = [
            model._meta.label
            for model in apps.get_models(include_auto_created=False)
            if not isinstance(getattr(model, "table_kind", None), TableKind) and model._meta.label not in libraries
        ]
        assert lacking == []

    def test_every_table_that_is_not_global_is_forced(self) -> None:
        wanted = {
            model._meta.db_table
            for model in apps.get_models()
            if getattr(model, "table_kind", TableKind.GLOBAL) is not TableKind.GLOBAL
        } | {
            apps.get_model(table.label)._meta.db_table for table in LIBRARY_TABLES if table.kind is not TableKind.GLOBAL
        }
        with connection.cursor() as cursor:
            cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
            forced = {row[0] for row in cursor.fetchall()}
        assert wanted - forced == set()

    def test_every_route_declares_its_audience(self) -> None:
        lacking = [
            name
            for name, view in routes()
            if not hasattr(view, "declaration") and not view.__module__.startswith("allauth.")
        ]
        assert lacking == []


def routes() -> list[tuple[str, Callable[..., object]]]:
    found: list[tuple[str, Callable[..., object]]] = []

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> None:
        for pattern in patterns:
            here = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, here)
            else:
                found.append((here, pattern.callback))

    walk(get_resolver().url_patterns, "")
    return found


class TestManagerAlone:
    """The manager fails loudly: no tenant, no query, ``exists()``, ``explain()`` and bulk writes included."""

    @pytest.mark.parametrize("model", [*TenantModel.__subclasses__(), *TwoPartyModel.__subclasses__()])
    @pytest.mark.parametrize("use", ["exists", "count", "explain", "first", "delete"])
    def test_no_tenant_no_query(self, model: type[TenantModel], use: str) -> None:
        with pytest.raises(NoTenant):
            getattr(model.objects.all(), use)()

    def test_nothing_is_written_for_another(self) -> None:
        one, other = a_member("Un"), a_member("Deux")
        assessment = an_assessment(other)
        with acting(organisation_id=one.organisation.pk):
            with pytest.raises(WrongTenant):
                assessment.save()
            with pytest.raises(WrongTenant):
                assessment.delete()
            with pytest.raises(WrongTenant):
                Assessment.objects.bulk_create([Assessment(organisation=other.organisation, referential="x")])
            with pytest.raises(WrongTenant):
                Assessment.objects.update(organisation=other.organisation)


class TestRowLevelSecurityAlone:
    """With the managers forgotten, PostgreSQL still shows and accepts nothing of another's."""

    def test_reading(self) -> None:
        one, other = a_member("Un"), a_member("Deux")
        mine, theirs = an_assessment(one), an_assessment(other)
        with acting(organisation_id=one.organisation.pk, person_id=one.person.pk):
            assert set(unfiltered(Assessment).values_list("pk", flat=True)) == {mine.pk}
            assert not unfiltered(Assessment).filter(pk=theirs.pk).exists()
            assert set(unfiltered(Organisation).values_list("pk", flat=True)) == {one.organisation.pk}
            assert set(unfiltered(Person).values_list("pk", flat=True)) == {one.person.pk}
            assert set(unfiltered(Membership).values_list("organisation_id", flat=True)) == {one.organisation.pk}
            assert unfiltered(AuditEntry).exclude(organisation_id=one.organisation.pk).count() == 0
        assert unfiltered(Assessment).count() == 0

    def test_writing(self) -> None:
        one, other = a_member("Un"), a_member("Deux")
        theirs = an_assessment(other)
        with acting(organisation_id=one.organisation.pk):
            assert unfiltered(Assessment).filter(pk=theirs.pk).update(title="x") == 0
            assert unfiltered(Assessment).filter(pk=theirs.pk)._raw_delete("default") == 0
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                models.QuerySet(Assessment).bulk_create([Assessment(organisation=other.organisation, referential="x")])

    def test_a_row_cannot_hang_on_anothers(self) -> None:
        """Foreign keys ignore row-level security; the composite key does not."""
        one, other = a_member("Un"), a_member("Deux")
        theirs = an_assessment(other)
        with acting(organisation_id=one.organisation.pk), connection.cursor() as cursor:
            Answer.objects.create(organisation=one.organisation, assessment_id=theirs.pk, requirement="x")
            with pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            Answer.objects.all()._raw_delete("default")


class TestTwoParty:
    """Either party reads; nobody else; the federation sees a stage only where the company agreed."""

    def test_participation(self) -> None:
        federation, company, rival = a_member("Féd", Kind.FEDERATION), a_member("Un"), a_member("Deux")
        with acting(organisation_id=federation.organisation.pk, person_id=federation.person.pk):
            ecosystem = Ecosystem.objects.create(
                source_organisation=federation.organisation, slug="e", sector="s", name_fr="E", name_ar="E", name_en="E"
            )
        for member, shows in ((company, True), (rival, False)):
            with acting(organisation_id=member.organisation.pk, person_id=member.person.pk):
                ecosystems.join(
                    ecosystem=ecosystem, company_name=member.organisation.name, region="", city="", fictitious=True,
                    show_stage=shows,
                )  # fmt: skip
            an_assessment(member)
        with acting(organisation_id=federation.organisation.pk):
            seen = dict(unfiltered(Participation).values_list("company_name", "stage"))
            assert seen == {"Un": "started", "Deux": ""}
            assert unfiltered(Assessment).count() == 0
        with acting(organisation_id=rival.organisation.pk):
            assert set(unfiltered(Participation).values_list("company_name", flat=True)) == {"Deux"}
            assert unfiltered(Consent).count() == 0
        with acting(organisation_id=company.organisation.pk, person_id=company.person.pk):
            ecosystems.revoke(recipient_id=federation.organisation.pk, purpose="show_stage")
        with acting(organisation_id=federation.organisation.pk):
            assert set(unfiltered(Participation).values_list("stage", flat=True)) == {""}


class TestTraps:
    def test_a_released_savepoint_restores_the_former_tenant(self) -> None:
        one, other = a_member("Un"), a_member("Deux")
        with acting(organisation_id=one.organisation.pk):
            with transaction.atomic(), acting(organisation_id=other.organisation.pk):
                assert told() == str(other.organisation.pk)
            assert told() == str(one.organisation.pk)
            with pytest.raises(ZeroDivisionError), transaction.atomic(), acting(organisation_id=other.organisation.pk):
                raise ZeroDivisionError
            assert told() == str(one.organisation.pk)
        assert told() == ""
        assert current().organisation_id is None


def told() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.organisation', true), '')")
        return str(cursor.fetchone()[0])


class TestAudit:
    """Append-only, one chain for each organisation."""

    def test_nobody_changes_the_past(self) -> None:
        one = a_member("Un")
        with acting(organisation_id=one.organisation.pk):
            for attempt in ("UPDATE audit_auditentry SET action = 'x'", "DELETE FROM audit_auditentry"):
                with (
                    pytest.raises((ProgrammingError, InternalError)),
                    transaction.atomic(),
                    connection.cursor() as cursor,
                ):
                    cursor.execute(attempt)
