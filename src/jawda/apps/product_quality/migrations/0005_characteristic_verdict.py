import uuid

import django.db.models.deletion
from django.db import migrations, models

from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    """What a characteristic's samples come to is kept."""

    dependencies = [("organisations", "0007_isolate_exports"), ("product_quality", "0004_kinds_of_study")]

    operations = [
        migrations.CreateModel(
            name="CharacteristicVerdict",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("of_change", models.DateTimeField()),
                ("edition", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("alert", "Alert"),
                            ("open", "Signal to explain"),
                            ("unstable", "Not stable"),
                            ("not_capable", "Not capable"),
                            ("stable", "Stable"),
                            ("no_chart", "No chart yet"),
                        ],
                        max_length=12,
                    ),
                ),
                ("samples", models.PositiveIntegerField(default=0)),
                ("last_taken_at", models.DateTimeField(blank=True, null=True)),
                ("signals", models.PositiveIntegerField(default=0)),
                ("last_signal", models.PositiveIntegerField(blank=True, null=True)),
                ("is_capability", models.BooleanField(default=False)),
                ("index", models.FloatField(blank=True, null=True)),
                ("is_enough", models.BooleanField(blank=True, null=True)),
                (
                    "characteristic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdicts",
                        to="product_quality.characteristic",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "state"], name="verdict_by_state")],
                "constraints": [models.UniqueConstraint(fields=("organisation", "characteristic"), name="one_verdict")],
            },
        ),
        IsolateTable("CharacteristicVerdict"),
    ]
