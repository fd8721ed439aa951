"""Characteristics and their samples, instruments and their calibrations, gauge studies and their readings."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from jawda.apps.product_quality.enums import (
    CalibrationOutcome,
    CharacteristicState,
    ChartKind,
    Importance,
    InstrumentState,
    StudyKind,
    StudyState,
)
from jawda.foundation.files.models import StoredFile
from jawda.foundation.tenancy.models import TenantModel


class Instrument(TenantModel):
    """A measuring instrument that the company owns or holds."""

    identification = models.CharField(max_length=60)
    """What is engraved or stuck on it; the company's own, unique there."""
    name = models.CharField(max_length=120)
    maker = models.CharField(max_length=80, blank=True)
    model_name = models.CharField(max_length=80, blank=True)
    serial_number = models.CharField(max_length=80, blank=True)
    location = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    resolution = models.FloatField(null=True, blank=True)
    range_low = models.FloatField(null=True, blank=True)
    range_high = models.FloatField(null=True, blank=True)
    interval_months = models.PositiveSmallIntegerField(null=True, blank=True)
    """Between two calibrations; none where it is calibrated before each use or not at all."""
    due_on = models.DateField(null=True, blank=True)
    """The last day it may be used without a new calibration; follows from its calibrations."""
    state = models.CharField(max_length=12, choices=InstrumentState.choices, default=InstrumentState.IN_SERVICE)
    state_reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "identification"], name="one_instrument")]
        indexes = [models.Index(fields=["organisation", "state", "due_on"], name="instrument_by_due_date")]

    def __str__(self) -> str:
        return f"{self.identification} · {self.name}"


class Calibration(TenantModel):
    """One calibration of an instrument, and the certificate that tells of it."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="calibrations")
    done_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    """When the next one is due."""
    provider = models.CharField(max_length=160, blank=True)
    certificate_number = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=14, choices=CalibrationOutcome.choices)
    expanded_uncertainty = models.FloatField(null=True, blank=True)
    """In the instrument's unit, with the coverage factor that the certificate says."""
    coverage_factor = models.FloatField(null=True, blank=True)
    note = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.UUIDField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organisation", "instrument", "done_on"], name="calibration_by_day")]


class Characteristic(TenantModel):
    """What is measured or counted on a product or a batch, with its specification and the chart that watches it."""

    name = models.CharField(max_length=160)
    product = models.CharField(max_length=120, blank=True)
    """The part number, or the product's name."""
    process = models.CharField(max_length=120, blank=True)
    """The operation, machine or line."""
    unit = models.CharField(max_length=40, blank=True)
    """UCUM; empty for a count."""
    lower = models.FloatField(null=True, blank=True)
    upper = models.FloatField(null=True, blank=True)
    target = models.FloatField(null=True, blank=True)
    importance = models.CharField(max_length=12, choices=Importance.choices, default=Importance.ORDINARY)
    chart = models.CharField(max_length=12, choices=ChartKind.choices, default=ChartKind.XBAR_R)
    subgroup_size = models.PositiveSmallIntegerField(default=5)
    rules = models.CharField(max_length=24, default="nelson1984")
    """The name of the set of rules its chart is read by."""
    rules_off = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    """Identifiers of the set's rules that the company does not use."""
    instrument = models.ForeignKey(Instrument, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    archived_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "product", "process", "name"], name="one_characteristic")
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.product}" if self.product else self.name


class CharacteristicVerdict(TenantModel):
    """What a characteristic's samples come to, kept so that a list need not compute it; made again when it is old."""

    characteristic = models.ForeignKey(Characteristic, on_delete=models.CASCADE, related_name="verdicts")
    """One at most; unique per organisation and not over all, so that no refusal tells of another's row."""
    of_change = models.DateTimeField()
    """When the characteristic had last changed as it was judged: samples, limits, stages, rules or specification."""
    edition = models.PositiveSmallIntegerField()
    """Of the way of judging: another one judges again."""
    state = models.CharField(max_length=12, choices=CharacteristicState.choices)
    samples = models.PositiveIntegerField(default=0)
    last_taken_at = models.DateTimeField(null=True, blank=True)
    """When the last sample was taken; where nobody said, when it was entered."""
    signals = models.PositiveIntegerField(default=0)
    """How many samples signal without a reason beside them."""
    last_signal = models.PositiveIntegerField(null=True, blank=True)
    """The number, from 1, of the last of them."""
    is_capability = models.BooleanField(default=False)
    """Whether the index is Cpk, which only a stable process has; else Ppk."""
    index = models.FloatField(null=True, blank=True)
    is_enough = models.BooleanField(null=True, blank=True)
    """Whether the index reaches what is asked of it; none where there is no index."""

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organisation", "state"], name="verdict_by_state")]
        constraints = [models.UniqueConstraint(fields=["organisation", "characteristic"], name="one_verdict")]


class MeasurementImport(TenantModel):
    """A file whose values were stored, with the report of what was read and what was not."""

    characteristic = models.ForeignKey(Characteristic, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=120)
    file_sha256 = models.CharField(max_length=64)
    report = models.JSONField()
    """What the reader understood, skipped and found ambiguous."""
    samples = models.PositiveIntegerField()
    values = models.PositiveIntegerField()
    stored_at = models.DateTimeField(default=timezone.now)
    stored_by = models.UUIDField(null=True, blank=True)


class PendingMeasurements(TenantModel):
    """Values read from a file and shown to one person; stored only when that person confirms, and once."""

    characteristic = models.ForeignKey(Characteristic, on_delete=models.CASCADE, related_name="pending")
    person_id = models.UUIDField()
    file_name = models.CharField(max_length=120)
    file_sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    """The file itself: what is confirmed is read again with the columns that were chosen."""
    companion_name = models.CharField(max_length=120, blank=True)
    companion = models.BinaryField(default=bytes, blank=True)
    """The file with the values, where one describes and another holds them."""
    choices = models.JSONField(default=dict)
    """Which columns were chosen, and how what is ambiguous is to be read."""
    made_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organisation", "made_at"], name="pending_measurements_age")]


class Sample(TenantModel):
    """One subgroup, in the order of production: its values; or one count, and how many units were looked at."""

    characteristic = models.ForeignKey(Characteristic, on_delete=models.CASCADE, related_name="samples")
    position = models.PositiveBigIntegerField()
    """From 1; gaps are possible, the order is what counts."""
    label = models.CharField(max_length=80, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    values = ArrayField(models.FloatField())
    inspected = models.PositiveIntegerField(null=True, blank=True)
    """Units looked at, where nonconforming ones or nonconformities are counted."""
    note = models.CharField(max_length=200, blank=True)
    excluded = models.CharField(max_length=200, blank=True)
    """Why it is left out when limits are estimated; empty where it is not."""
    source = models.ForeignKey(MeasurementImport, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.UUIDField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "characteristic", "position"], name="one_sample")
        ]


class ChartStage(TenantModel):
    """From a sample on, the chart has limits of its own: estimated from its samples, or frozen."""

    characteristic = models.ForeignKey(Characteristic, on_delete=models.CASCADE, related_name="stages")
    from_position = models.PositiveBigIntegerField()
    name = models.CharField(max_length=80)
    frozen_mean = models.FloatField(null=True, blank=True)
    """Centre line of a stage that is watched with known limits; none where they are estimated."""
    frozen_sigma = models.FloatField(null=True, blank=True)
    """Within-subgroup standard deviation of the same."""
    set_at = models.DateTimeField(default=timezone.now)
    set_by = models.UUIDField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "characteristic", "from_position"], name="one_chart_stage")
        ]


class GaugeStudy(TenantModel):
    """A study of a measuring system.

    ``crossed``: every operator measures every part several times. ``type1``: one operator measures one part of known
    value many times. ``agreement``: every appraiser judges every part good or bad several times.
    """

    kind = models.CharField(max_length=10, choices=StudyKind.choices, default=StudyKind.CROSSED)
    title = models.CharField(max_length=160)
    characteristic = models.ForeignKey(
        Characteristic, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    instrument = models.ForeignKey(Instrument, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    unit = models.CharField(max_length=40, blank=True)
    tolerance = models.FloatField(null=True, blank=True)
    """Width between the limits of the specification."""
    reference = models.FloatField(null=True, blank=True)
    """Of a type 1 study: the true value of its one part."""
    parts = models.PositiveSmallIntegerField()
    """How many lines a sheet has. A type 1 study has one part: its lines are the measurements of it."""
    part_names = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    """As they are engraved or labelled, in their order; empty where they are numbered from 1."""
    nonconforming_parts = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    """Of a study of agreement: the places (from 1) of the parts that are bad by the reference judgement."""
    operators = ArrayField(models.CharField(max_length=80))
    trials = models.PositiveSmallIntegerField()
    seed = models.PositiveIntegerField()
    """Of the random order in which parts are presented: the printed sheet can be made again."""
    state = models.CharField(max_length=10, choices=StudyState.choices, default=StudyState.PLANNED)
    outcome = models.JSONField(null=True, blank=True)
    """What it came to, for lists: kept with the key of what it was computed from, computed anew where that differs."""
    sheet_turns = models.JSONField(default=dict, blank=True)
    """By sheet and page, the turn of the last change that was stored: an older one that arrives late is left out."""
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.title


class GaugeReading(TenantModel):
    """One measurement of a gauge study."""

    study = models.ForeignKey(GaugeStudy, on_delete=models.CASCADE, related_name="readings")
    operator = models.PositiveSmallIntegerField()
    """The operator's place in the study's list, from 0."""
    part = models.PositiveSmallIntegerField()
    """From 1."""
    trial = models.PositiveSmallIntegerField()
    """From 1."""
    value = models.FloatField()
    """Of a study of agreement: 1 where the part was judged good, 0 where bad."""
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.UUIDField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "study", "operator", "part", "trial"], name="one_gauge_reading"
            )
        ]


class SamplingTables(TenantModel):
    """Sampling tables that the company typed from its own copy of a standard; only its publisher may print them."""

    edition = models.CharField(max_length=32)
    copy = models.CharField(max_length=200)
    """Which copy it is, in the company's words."""
    file_sha256 = models.CharField(max_length=64)
    content = models.JSONField()
    """As ``SuppliedTables.to_dict`` has it."""
    doubts = models.PositiveIntegerField(default=0)
    """Cells that were told to be unlikely when they were kept."""
    kept_at = models.DateTimeField(default=timezone.now)
    kept_by = models.UUIDField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "edition"], name="one_set_of_tables")]
