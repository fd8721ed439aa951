from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recognition", "0008_persons_and_inspections")]
    operations = [
        migrations.AddField("SealKey", "from_provider", models.BooleanField(default=False)),
        migrations.AddField("SealKey", "chain", models.JSONField(default=list)),
        migrations.AddField("SealKey", "retired_at", models.DateTimeField(blank=True, null=True)),
    ]
