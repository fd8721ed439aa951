from django.db import migrations, models


class Migration(migrations.Migration):
    """A file that describes may come with the one that holds its values."""

    dependencies = [("product_quality", "0005_characteristic_verdict")]

    operations = [
        migrations.AddField(
            model_name="pendingmeasurements",
            name="companion_name",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="pendingmeasurements", name="companion", field=models.BinaryField(blank=True, default=bytes)
        ),
    ]
