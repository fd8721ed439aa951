import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ecosystems", "0002_isolate"),
        ("organisations", "0004_isolate"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicParticipant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=160)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("fictitious", models.BooleanField(default=False)),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "ecosystem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="ecosystems.ecosystem",
                    ),
                ),
                (
                    "source_organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source_organisation", "ecosystem"), name="one_public_participant")
                ],
            },
        ),
    ]
