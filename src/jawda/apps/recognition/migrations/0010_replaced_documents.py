"""A document that takes the place of another one: the body keeps which, anyone reads which took its place."""

from django.db import migrations, models

from jawda.foundation.tenancy.policies import same_tenant_reference

_TABLE = "recognition_attestation"


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
        # what takes the place of a document is its own body's
        migrations.RunSQL(
            same_tenant_reference(_TABLE, "replaces_id", _TABLE),
            f'ALTER TABLE "{_TABLE}" DROP CONSTRAINT "{_TABLE}_replaces_id_tenant"',
        ),
        migrations.AddField("PublicAttestation", "replaced_by", models.CharField(blank=True, max_length=20)),
    ]
