"""Rows for any model, found by introspection: a new table is filled with canaries without anyone thinking of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from tests.isolation.canaries import LENGTH

from jawda.foundation.tenancy.models import TableKind

#: Text that is not free: what would break if a canary stood there. A column belongs here only with its reason.
NOT_FREE: dict[tuple[str, str], str] = {
    ("accounts.Person", "password"): "a hash",
    ("actions.Action", "referential"): "the id of a referential, which is global",
    ("actions.Action", "requirement"): "the id of a requirement, which is global",
    ("actions.Action", "chapter"): "the id of a requirement, which is global",
    ("actions.ActionEvent", "kind"): "what happened, one of a list",
    ("actions.CalendarFeed", "token_hash"): "a hash",
    ("diagnostics.Assessment", "referential"): "the id of a referential, which is global",
    ("diagnostics.Assessment", "profile"): "answers of the referential's own profile questions",
    ("diagnostics.Assessment", "targets"): "numbers by chapter",
    ("diagnostics.Assessment", "summary"): "numbers and codes",
    ("diagnostics.Assessment", "last_requirement"): "the id of a requirement, which is global",
    ("diagnostics.Answer", "requirement"): "the id of a requirement, which is global",
    ("diagnostics.Assignment", "requirements"): "ids of requirements, which are global",
    ("diagnostics.Assignment", "answered"): "moments by requirement",
    ("diagnostics.Assignment", "token_hash"): "a hash",
    ("diagnostics.EvidenceLink", "referential"): "the id of a referential, which is global",
    ("diagnostics.EvidenceLink", "requirement"): "the id of a requirement, which is global",
    ("ecosystems.Campaign", "referential"): "the id of a referential, which is global",
    ("ecosystems.CampaignInvitation", "referential"): "the id of a referential, which is global",
    ("ecosystems.CampaignReply", "told"): "names of steps",
    ("files.StoredFile", "sha256"): "a hash",
    ("files.StoredFile", "original_sha256"): "a hash",
    ("diagnostics.Panel", "referential"): "the id of a referential, which is global",
    ("diagnostics.Panel", "profile"): "answers of the referential's own profile questions",
    ("diagnostics.PanelMember", "college"): "a code among the panel's own colleges",
    ("diagnostics.PanelMember", "token_hash"): "a hash",
    ("diagnostics.PanelAnswer", "requirement"): "the id of a requirement, which is global",
    ("diagnostics.PanelAnswer", "saved_from"): "the random name of an open page",
    ("diagnostics.Review", "referential"): "the id of a referential, which is global",
    ("diagnostics.ReviewAnswer", "requirement"): "the id of a requirement, which is global",
    ("diagnostics.ReviewDecision", "requirement"): "the id of a requirement, which is global",
    ("api.ApiToken", "prefix"): "the beginning of a secret",
    ("api.ApiToken", "token_hash"): "a hash, by which a program of the tests is let in",
    ("api.ApiToken", "scopes"): "names of activities, which open operations",
    ("webhooks.WebhookEndpoint", "events"): "names of events, which code registers",
    ("organisations.Mission", "scope"): "names of activities, which open rooms",
    ("organisations.Invitation", "scope"): "names of activities, which open rooms",
    ("referentials.OwnReferential", "digest"): "a hash of its content, by which it is found in memory",
    ("referentials.Manuscript", "published"): "blank until it is published, and then its identifier",
    ("mfa.Authenticator", "data"): "encrypted secrets",
    ("search.SearchEntry", "source"): "the name of a source, which code registers",
    ("search.SearchEntry", "subject"): "the id of a row, or of what is found",
    ("search.SearchEntry", "route"): "the name of a route",
    ("search.SearchEntry", "arguments"): "ids in an address",
    ("search.SearchEntry", "suffix"): "a query or fragment of an address",
    ("search.PublishedSearchEntry", "source"): "the name of a source, which code registers",
    ("search.PublishedSearchEntry", "subject"): "the id of a row, or of what is found",
    ("search.PublishedSearchEntry", "route"): "the name of a route",
    ("search.PublishedSearchEntry", "arguments"): "ids in an address",
    ("search.PublishedSearchEntry", "suffix"): "a query or fragment of an address",
    ("notices.Notice", "kind"): "the name of a kind, which code registers",
    ("notices.Notice", "route"): "the name of a route",
    ("product_quality.Characteristic", "rules"): "the name of a set of rules",
    ("product_quality.Characteristic", "rules_off"): "identifiers of rules",
    ("product_quality.MeasurementImport", "file_sha256"): "a hash",
    ("product_quality.PendingMeasurements", "file_sha256"): "a hash",
    ("product_quality.PendingMeasurements", "choices"): "choices among the columns of the file",
    ("product_quality.SamplingTables", "edition"): "the name of an edition",
    ("product_quality.SamplingTables", "file_sha256"): "a hash",
    (
        "product_quality.SamplingTables",
        "content",
    ): "tables that plans are read from; its copy is a canary",
    ("recognition.SigningKey", "name"): "the fragment of an address, made of a year and a number",
    ("recognition.SigningKey", "algorithm"): "one of a list",
    ("recognition.SigningKey", "public_jwk"): "a public key",
    ("recognition.SigningKey", "device"): "a name that the operator gave",
    ("recognition.SealKey", "chain"): "certificates of a provider",
    ("recognition.Paper", "credential_sha256"): "a hash",
    ("recognition.RecordedCertificate", "credential"): "a signed document, or nothing",
    ("recognition.RecordedCertificate", "signed_stood"): "one of a list",
    ("recognition.WatchedCertificate", "supplier_ice"): "a checked number",
    ("recognition.WatchedCertificate", "reference"): "made of a year and letters at random",
    ("recognition.WatchedCertificate", "found_reference"): "made of a year and letters at random",
    ("recognition.WatchedCertificate", "news"): "one of a list",
    ("recognition.WatchedFinding", "news"): "one of a list",
    ("recognition.HeldState", "reference"): "made of a year and letters at random",
    ("recognition.Identity", "slug"): "made of the name, by which the body is found",
    ("recognition.Identity", "did"): "made of the slug",
    ("recognition.Identity", "kind"): "one of a list",
    ("recognition.Attestation", "sectors"): "codes of a published list",
    ("recognition.PublicAttestation", "sectors"): "codes of a published list",
    ("usersessions.UserSession", "session_key"): "the key of a session that exists",
    ("usersessions.UserSession", "data"): "unused by the library here",
}

_PLAIN: tuple[tuple[type[models.Field[Any, Any]], Callable[[], Any]], ...] = (
    (models.BooleanField, lambda: False),
    (models.DateTimeField, lambda: datetime.datetime.now(datetime.UTC)),
    (models.DateField, datetime.date.today),
    (models.TimeField, lambda: datetime.time(9)),
    (models.DurationField, lambda: datetime.timedelta(days=1)),
    (models.DecimalField, lambda: Decimal(1)),
    (models.FloatField, lambda: 1.0),
    (models.IntegerField, lambda: 1),
    (models.UUIDField, uuid4),
    (models.BinaryField, lambda: b"bytes"),
    (models.GenericIPAddressField, lambda: "192.0.2.1"),
)


class CannotFill(TypeError):
    """No value can be guessed for this field: a recipe is wanted."""


def free_text(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns in which people or the product write words of their own."""
    return [
        field
        for field in model._meta.local_concrete_fields
        if _holds_words(field) and (model._meta.label, field.name) not in NOT_FREE
    ]


def _holds_words(field: models.Field[Any, Any]) -> bool:
    if isinstance(field, ArrayField):
        return _holds_words(field.base_field)
    wide = field.max_length is None or field.max_length >= LENGTH
    texts = models.CharField | models.TextField | models.JSONField | models.FileField
    return isinstance(field, texts) and not field.choices and wide


def worded(field: models.Field[Any, Any], canary: str) -> Any:
    """The canary in the form that the column wants."""
    if isinstance(field, ArrayField):
        return [worded(field.base_field, canary)]
    if isinstance(field, models.JSONField):
        empty = field.get_default()
        return [canary] if isinstance(empty, list) else {"note": canary}
    if isinstance(field, models.EmailField):
        return f"{canary}@example.org"
    if isinstance(field, models.URLField):
        return f"https://example.org/{canary}"
    return canary


def plain(field: models.Field[Any, Any]) -> Any:
    """A harmless value for a column that holds no free text."""
    if field.has_default():
        return field.get_default()
    if field.choices:
        return next(iter(field.flatchoices))[0]
    if field.null:
        return None
    for kind, make in _PLAIN:
        if isinstance(field, kind):
            return make()
    if isinstance(field, models.CharField | models.TextField):
        return uuid4().hex[: field.max_length] if field.unique else "" if field.blank else "x"
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, ArrayField):
        return [plain(field.base_field)]
    raise CannotFill(f"{field.model._meta.label}.{field.name}")


def kind_of(model: type[models.Model]) -> TableKind:
    """As the model declares it, or as the list of libraries' tables says."""
    from jawda.foundation.tenancy.declarations import LIBRARY_TABLES

    declared = getattr(model, "table_kind", None)
    if isinstance(declared, TableKind):
        return declared
    return next(table.kind for table in LIBRARY_TABLES if table.label == model._meta.label)
