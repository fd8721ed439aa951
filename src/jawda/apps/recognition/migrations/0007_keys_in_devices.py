from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recognition", "0006_certificates_elsewhere")]
    operations = [
        migrations.AddField("SigningKey", "device", models.CharField(blank=True, default="", max_length=40), False),
        migrations.AddField("SigningKey", "key_label", models.CharField(blank=True, default="", max_length=100), False),
        migrations.AlterField("SigningKey", "sealed", models.TextField(blank=True)),
    ]
