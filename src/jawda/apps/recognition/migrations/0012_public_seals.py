"""The certificates of bodies' seals, for anyone who holds a paper."""

import uuid

from django.db import migrations, models
from django.db.models.functions import Now

from jawda.apps.recognition import policies
from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("recognition", "0011_spent_places")]
    operations = [
        migrations.CreateModel(
            name="PublicSeal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sha256", models.CharField(max_length=64)),
                ("published_at", models.DateTimeField(db_default=Now())),
                (
                    "source_organisation",
                    models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="+"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source_organisation", "sha256"), name="one_public_seal_of_a_certificate"
                    )
                ],
            },
        ),
        IsolateTable("PublicSeal"),
        migrations.RunSQL(policies.SEALS_BY_BODIES, policies.SEALS_BY_ANY),
    ]
