"""The second wall: without an organisation every way of asking raises; with one, every way shows its rows only."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from tests.factories import Member, a_member

from jawda.apps.diagnostics.models import Answer, Assessment
from jawda.apps.ecosystems.models import Consent
from jawda.apps.organisations.models import Organisation
from jawda.foundation.tenancy.context import NoTenant, acting, current
from jawda.foundation.tenancy.managers import TenantManager, TwoPartyManager, WrongTenant
from jawda.foundation.tenancy.models import TableKind

pytestmark = pytest.mark.django_db

TENANT_MODELS = [model for model in apps.get_models() if getattr(model, "table_kind", None) is TableKind.TENANT]
TWO_PARTY_MODELS = [model for model in apps.get_models() if getattr(model, "table_kind", None) is TableKind.TWO_PARTY]


def an_assessment(member: Member, title: str = "") -> Assessment:
    with acting(organisation_id=member.organisation.pk, person_id=member.person.pk):
        made = Assessment.objects.create(organisation=member.organisation, referential="premiers-pas-1", title=title)
        Answer.objects.create(organisation=member.organisation, assessment=made, requirement="x", note=title)
        return made


def awaited(verb: Callable[..., Any], **arguments: Any) -> object:
    """As a view with ``async def`` would call it."""

    async def call() -> object:
        return await verb(**arguments)

    return async_to_sync(call)()


USES: dict[str, Callable[[Any], object]] = {
    "all": lambda m: list(m.all()),
    "filter": lambda m: m.filter(pk=None),
    "exclude": lambda m: m.exclude(pk=None),
    "get": lambda m: m.get(pk=None),
    "first": lambda m: m.first(),
    "last": lambda m: m.last(),
    "none": lambda m: m.none(),
    "exists": lambda m: m.exists(),
    "contains": lambda m: m.contains(m.model()),
    "count": lambda m: m.count(),
    "aggregate": lambda m: m.aggregate(Count("pk")),
    "annotate": lambda m: m.annotate(n=Count("pk")),
    "explain": lambda m: m.all().explain(),
    "iterator": lambda m: list(m.iterator()),
    "in_bulk": lambda m: m.in_bulk([]),
    "values": lambda m: m.values("pk"),
    "values_list": lambda m: m.values_list("pk"),
    "only": lambda m: m.only("pk"),
    "defer": lambda m: m.defer(),
    "raw": lambda m: m.raw("SELECT 1"),
    "union": lambda m: m.union(models.QuerySet(m.model)),
    "select_for_update": lambda m: m.select_for_update(),
    "dates": lambda m: m.dates("pk", "year"),
    "using": lambda m: m.using("default"),
    "create": lambda m: m.create(),
    "bulk_create": lambda m: m.bulk_create([]),
    "bulk_update": lambda m: m.bulk_update([], ["id"]),
    "get_or_create": lambda m: m.get_or_create(pk=None),
    "update_or_create": lambda m: m.update_or_create(pk=None),
    "update": lambda m: m.update(pk=None),
    "delete": lambda m: m.all().delete(),
    "acount": lambda m: awaited(m.acount),
    "aget": lambda m: awaited(m.aget, pk=None),
    "afirst": lambda m: awaited(m.afirst),
    "aexists": lambda m: awaited(m.aexists),
    "aaggregate": lambda m: awaited(m.aaggregate, n=Count("pk")),
    "aupdate": lambda m: awaited(m.aupdate, pk=None),
}


class TestWithoutAnOrganisation:
    """None never means all, and never means nothing either: it is loud."""

    @pytest.mark.parametrize("use", sorted(USES))
    @pytest.mark.parametrize("model", [*TENANT_MODELS, *TWO_PARTY_MODELS], ids=lambda model: model.__name__)
    def test_no_way_of_asking_is_answered(self, model: type[models.Model], use: str) -> None:
        for manager in (model._default_manager, model._base_manager):
            with pytest.raises(NoTenant):
                USES[use](manager)

    def test_every_way_that_django_has_is_tried(self) -> None:
        """A method of Django's querysets that is not in the list above fails here, with the next release."""
        public = {
            name
            for name in dir(models.Manager())
            if not name.startswith("_") and callable(getattr(models.QuerySet, name, None))
        }
        pairs = {f"a{name}" for name in USES} | {"acontains", "ain_bulk", "aiterator", "alast", "afirst"}
        alike = {"alias", "complex_filter", "datetimes", "difference", "distinct", "earliest", "extra", "intersection",
                 "latest", "order_by", "prefetch_related", "reverse", "select_related", "resolve_expression",
                 "aearliest", "alatest", "as_manager"}  # fmt: skip
        assert public - set(USES) - pairs - alike == set()
        for name in sorted(alike & public):
            with pytest.raises(NoTenant):
                getattr(Assessment.objects, name)()

    def test_saving_and_deleting_a_row_in_hand(self) -> None:
        row = an_assessment(a_member("Un"))
        for verb in (row.save, row.delete, row.refresh_from_db, lambda: list(row.answers.all())):
            with pytest.raises(NoTenant):
                verb()

    def test_following_a_reference(self) -> None:
        """A foreign key is followed by the base manager, which is the same manager."""
        one = a_member("Un")
        an_assessment(one)
        with acting(organisation_id=one.organisation.pk):
            answer = Answer.objects.get()
        with pytest.raises(NoTenant):
            _ = answer.assessment

    def test_a_thread_of_its_own_acts_for_nobody(self) -> None:
        one, told = a_member("Un"), []

        def count() -> None:
            try:
                told.append(current().organisation_id)
                Assessment.objects.count()
            except NoTenant as raised:
                told.append(raised)

        with acting(organisation_id=one.organisation.pk):
            thread = threading.Thread(target=count)
            thread.start()
            thread.join()
        assert told[0] is None
        assert isinstance(told[1], NoTenant)

    def test_an_asynchronous_call_takes_the_organisation_along_and_no_other(self) -> None:
        one, other = a_member("Un"), a_member("Deux")
        an_assessment(one)

        async def count() -> int:
            await asyncio.sleep(0)  # no wait: the loop takes its turn, and the context must be the same after it
            return await Assessment.objects.acount()

        with acting(organisation_id=one.organisation.pk):
            assert async_to_sync(count)() == 1
        with acting(organisation_id=other.organisation.pk):
            assert async_to_sync(count)() == 0
        with pytest.raises(NoTenant):
            async_to_sync(count)()
        with pytest.raises(NoTenant):
            async_to_sync(sync_to_async(Assessment.objects.count))()


class TestWithAnOrganisation:
    """Each wall would do alone (``tests/isolation``); here both stand."""

    def test_every_manager_is_the_loud_one(self) -> None:
        """Also where a model writes a Meta of its own, and forgets to inherit."""
        for kinds, manager in ((TENANT_MODELS, TenantManager), (TWO_PARTY_MODELS, TwoPartyManager)):
            for model in kinds:
                assert type(model._default_manager) is manager, model
                assert type(model._base_manager) is manager, model
                assert all(isinstance(item, manager) for item in model._meta.managers), model

    def test_joins_and_subqueries_show_own_rows_only(self) -> None:
        one, other = a_member("Un"), a_member("Deux")
        an_assessment(one, "mine"), an_assessment(other, "theirs")
        with acting(organisation_id=one.organisation.pk, person_id=one.person.pk):
            assert [row.assessment.title for row in Answer.objects.select_related("assessment")] == ["mine"]
            fetched = Assessment.objects.prefetch_related(Prefetch("answers", queryset=Answer.objects.all()))
            assert [answer.note for row in fetched for answer in row.answers.all()] == ["mine"]
            assert Assessment.objects.annotate(n=Count("answers")).get().n == 1
            assert Assessment.objects.filter(Q(answers__note="theirs") | Q(title="theirs")).count() == 0
            inner = Answer.objects.filter(assessment=OuterRef("pk"))
            assert Assessment.objects.filter(Exists(inner)).count() == 1
            both = Assessment.objects.values("title").union(models.QuerySet(Assessment).values("title"))
            assert list(both) == [{"title": "mine"}]
            assert Assessment.objects.aggregate(n=Count("pk"))["n"] == 1
            assert Organisation.objects.filter(pk=other.organisation.pk).count() == 0

    def test_a_query_made_in_one_organisation_shows_nothing_in_another(self) -> None:
        """Its condition names the first; the policies the second."""
        one, other = a_member("Un"), a_member("Deux")
        an_assessment(one)
        with acting(organisation_id=one.organisation.pk):
            late = Assessment.objects.all()
        with acting(organisation_id=other.organisation.pk):
            assert list(late) == []

    def test_writing_in_bulk_and_by_update_stays_at_home(self) -> None:
        one, other = a_member("Un"), a_member("Deux")
        mine, theirs = an_assessment(one, "mine"), an_assessment(other, "theirs")
        with acting(organisation_id=one.organisation.pk):
            theirs.title = "x"
            assert Assessment.objects.bulk_update([theirs], ["title"]) == 0
            assert Assessment.objects.update(title=F("title")) == 1
            assert Assessment.objects.filter(pk=theirs.pk).delete() == (0, {})
            for fields in ({"organisation": other.organisation}, {"organisation_id": other.organisation.pk}):
                with pytest.raises(WrongTenant):
                    Assessment.objects.update(**fields)
                with pytest.raises(WrongTenant):
                    Assessment.objects.create(referential="x", **fields)
                with pytest.raises(WrongTenant):
                    Assessment.objects.get_or_create(referential="x", title="new", defaults=fields)
                with pytest.raises(WrongTenant):
                    Assessment.objects.update_or_create(pk=mine.pk, defaults=fields)
            mine.organisation = other.organisation
            with pytest.raises(WrongTenant):
                Assessment.objects.bulk_update([mine], ["organisation"])
            with pytest.raises(WrongTenant):
                mine.answers.add(Answer(organisation=other.organisation, requirement="y"), bulk=False)

    def test_a_deletion_cascades_over_own_rows_only(self) -> None:
        one, other = a_member("Un"), a_member("Deux")
        mine, theirs = an_assessment(one), an_assessment(other)
        with acting(organisation_id=one.organisation.pk):
            assert mine.delete()[1] == {"diagnostics.Answer": 1, "diagnostics.Assessment": 1}
        with acting(organisation_id=other.organisation.pk):
            assert theirs.answers.count() == 1

    def test_a_two_party_row_is_written_by_a_party(self) -> None:
        one, other, third = a_member("Un"), a_member("Deux"), a_member("Trois")
        with acting(organisation_id=third.organisation.pk), pytest.raises(WrongTenant):
            Consent.objects.create(
                from_organisation=one.organisation, to_organisation=other.organisation, purpose="show_stage"
            )
        with acting(organisation_id=one.organisation.pk):
            made = Consent.objects.create(
                from_organisation=one.organisation, to_organisation=other.organisation, purpose="show_stage"
            )
            for fields in ({"from_organisation": third.organisation}, {"to_organisation_id": third.organisation.pk}):
                with pytest.raises(WrongTenant):
                    Consent.objects.update(**fields)
            made.from_organisation = made.to_organisation = third.organisation
            with pytest.raises(WrongTenant):
                made.save()


class TestDatabase:
    """What foreign keys and unique constraints would give away or let through."""

    def test_a_reference_into_another_organisation_is_refused(self) -> None:
        """Foreign keys ignore row-level security: composite keys do not."""
        one, other = a_member("Un"), a_member("Deux")
        theirs = an_assessment(other)
        with acting(organisation_id=one.organisation.pk), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            with pytest.raises(IntegrityError), transaction.atomic():
                Answer.objects.create(organisation=one.organisation, assessment_id=theirs.pk, requirement="x")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    def test_every_reference_between_tenant_tables_names_the_organisation(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT conrelid::regclass::text, (SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute"
                " WHERE attrelid = conrelid AND attnum = ANY(conkey)) FROM pg_constraint WHERE contype = 'f'"
            )
            keys = {(table, frozenset(columns)) for table, columns in cursor.fetchall()}
        lacking = [
            f"{model._meta.label}.{item.name}"
            for model in TENANT_MODELS
            for item in model._meta.local_concrete_fields
            if isinstance(item, models.ForeignKey)
            and item.related_model in TENANT_MODELS
            and (model._meta.db_table, frozenset({"organisation_id", item.column})) not in keys
        ]
        assert lacking == []

    def test_uniqueness_is_per_organisation(self) -> None:
        """A violation would tell that another has the value. Keys are random; nothing else may be unique over all."""
        over_all = []
        for model in [*TENANT_MODELS, *TWO_PARTY_MODELS]:
            owners = {"organisation", "from_organisation", "to_organisation"}
            names = [{item.name} for item in model._meta.local_concrete_fields if item.unique and not item.primary_key]
            names += [set(item.fields) for item in model._meta.total_unique_constraints]
            names += [set(item.fields) for item in model._meta.constraints if isinstance(item, models.UniqueConstraint)]
            names += [set(together) for together in model._meta.unique_together]
            over_all += [(model._meta.label, found) for found in names if not found & owners]
        assert over_all == []

    def test_keys_say_nothing_of_how_many_rows_others_have(self) -> None:
        for model in [*TENANT_MODELS, *TWO_PARTY_MODELS]:
            assert isinstance(model._meta.pk, models.UUIDField), model
