import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    """A company keeps the sampling tables of its own copy of a standard."""

    dependencies = [("organisations", "0007_isolate_exports"), ("product_quality", "0006_measurements_in_two_files")]

    operations = [
        migrations.CreateModel(
            name="SamplingTables",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("edition", models.CharField(max_length=32)),
                ("copy", models.CharField(max_length=200)),
                ("file_sha256", models.CharField(max_length=64)),
                ("content", models.JSONField()),
                ("doubts", models.PositiveIntegerField(default=0)),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("kept_by", models.UUIDField(blank=True, null=True)),
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
                "constraints": [models.UniqueConstraint(fields=("organisation", "edition"), name="one_set_of_tables")],
            },
        ),
        IsolateTable("SamplingTables"),
    ]
