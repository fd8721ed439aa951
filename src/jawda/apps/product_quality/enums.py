"""The choices of this room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Importance(models.TextChoices):
    """Whether a characteristic is a special one: IATF 16949, 8.3.3.3."""

    ORDINARY = "ordinary", _("Ordinary")
    SIGNIFICANT = "significant", _("Significant characteristic")
    CRITICAL = "critical", _("Critical characteristic (safety or regulation)")


class ChartKind(models.TextChoices):
    """Which chart watches a characteristic: ISO 7870-2."""

    XBAR_R = "xbar_r", _("Means and ranges (X-bar & R)")
    XBAR_S = "xbar_s", _("Means and standard deviations (X-bar & S)")
    INDIVIDUALS = "individuals", _("Individual values and moving ranges (I-MR)")
    P = "p", _("Share of nonconforming units (p)")
    NP = "np", _("Number of nonconforming units (np)")
    C = "c", _("Number of nonconformities (c)")
    U = "u", _("Nonconformities per unit (u)")


COUNTED = frozenset({ChartKind.P, ChartKind.NP, ChartKind.C, ChartKind.U})
"""Kinds whose samples hold one count, and how many units were looked at."""


class CharacteristicState(models.TextChoices):
    """What a characteristic's chart and its capability come to; what wants a look stands first."""

    ALERT = "alert", pgettext_lazy("characteristic", "Alert")
    OPEN = "open", pgettext_lazy("characteristic", "Signal to explain")
    UNSTABLE = "unstable", pgettext_lazy("characteristic", "Not stable")
    NOT_CAPABLE = "not_capable", pgettext_lazy("characteristic", "Not capable")
    STABLE = "stable", pgettext_lazy("characteristic", "Stable")
    NO_CHART = "no_chart", pgettext_lazy("characteristic", "No chart yet")


class InstrumentState(models.TextChoices):
    """Where a measuring instrument stands: ISO 10012, 7.1."""

    IN_SERVICE = "in_service", _("In service")
    QUARANTINED = "quarantined", _("Set aside until it is verified")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class CalibrationOutcome(models.TextChoices):
    """What a calibration came to."""

    CONFORMING = "conforming", _("Conforms")
    ADJUSTED = "adjusted", _("Conforms after adjustment")
    NONCONFORMING = "nonconforming", _("Does not conform")


class StudyState(models.TextChoices):
    """Where a gauge study stands."""

    PLANNED = "planned", _("Planned")
    MEASURING = "measuring", _("Being measured")
    COMPLETE = "complete", pgettext_lazy("study", "Complete")


class StudyKind(models.TextChoices):
    """What a gauge study asks: AIAG MSA, chapter III; ISO 22514-7."""

    CROSSED = "crossed", _("Repeatability and reproducibility (R&R)")
    TYPE1 = "type1", _("Type 1 study (Cg, Cgk)")
    AGREEMENT = "agreement", _("Attribute agreement")
