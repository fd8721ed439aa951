import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Parts of a gauge study may be called as they are labelled."""

    dependencies = [("product_quality", "0002_isolate")]

    operations = [
        migrations.AddField(
            model_name="gaugestudy",
            name="part_names",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60), blank=True, default=list, size=None
            ),
        )
    ]
