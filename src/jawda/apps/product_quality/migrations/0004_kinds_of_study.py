import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """A gauge study is of a kind, keeps what it came to, and knows which change of a sheet was the last."""

    dependencies = [("product_quality", "0003_names_of_parts")]

    operations = [
        migrations.AddField(
            model_name="gaugestudy",
            name="kind",
            field=models.CharField(
                choices=[
                    ("crossed", "Repeatability and reproducibility (R&R)"),
                    ("type1", "Type 1 study (Cg, Cgk)"),
                    ("agreement", "Attribute agreement"),
                ],
                default="crossed",
                max_length=10,
            ),
        ),
        migrations.AddField(model_name="gaugestudy", name="reference", field=models.FloatField(blank=True, null=True)),
        migrations.AddField(
            model_name="gaugestudy",
            name="nonconforming_parts",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(model_name="gaugestudy", name="outcome", field=models.JSONField(blank=True, null=True)),
        migrations.AddField(
            model_name="gaugestudy", name="sheet_turns", field=models.JSONField(blank=True, default=dict)
        ),
    ]
