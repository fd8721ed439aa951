import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("referentials", "0004_facts")]
    operations = [
        migrations.CreateModel(
            name="StoredMapping",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=120)),
                ("target", models.CharField(max_length=120)),
                ("pairs", models.JSONField()),
                ("origin", models.CharField(max_length=64)),
            ],
            options={
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("source", "target"), name="one_mapping")],
            },
        ),
    ]
