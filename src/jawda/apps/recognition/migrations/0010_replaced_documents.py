"""A document that takes the place of another one: the body keeps which, anyone reads which took its place."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recognition", "0009_seals_of_providers")]
    operations = [
        migrations.AddField(
            "Attestation",
            "replaces",
            models.ForeignKey(
                "recognition.Attestation", models.SET_NULL, blank=True, null=True, related_name="replaced_by"
            ),
        ),
        migrations.AddField("PublicAttestation", "replaced_by", models.CharField(blank=True, max_length=20)),
    ]
