"""Places in status lists whose documents went after their time: a bit once set stays set."""

import uuid

from django.db import migrations, models

from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("recognition", "0010_replaced_documents")]
    operations = [
        migrations.CreateModel(
            name="SpentPlace",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("list_number", models.PositiveIntegerField()),
                ("list_index", models.PositiveIntegerField()),
                ("withdrawn", models.BooleanField()),
                (
                    "organisation",
                    models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+"),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "list_number", "list_index"), name="one_spent_of_an_index"
                    )
                ],
            },
        ),
        IsolateTable("SpentPlace"),
    ]
