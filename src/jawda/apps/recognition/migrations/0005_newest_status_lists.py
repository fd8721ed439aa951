from django.db import migrations, models


class Migration(migrations.Migration):
    """Lists of the last days are asked for by their moment, over all bodies: for the pack that browsers keep."""

    dependencies = [("recognition", "0004_isolate_papers")]

    operations = [
        migrations.AddIndex(
            model_name="statuslistversion",
            index=models.Index(fields=["-valid_from"], name="newest_status_lists"),
        ),
    ]
