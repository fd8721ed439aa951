import django.db.models.deletion
from django.db import migrations, models

from jawda.foundation.tenancy.policies import same_tenant_reference


class Migration(migrations.Migration):
    dependencies = [
        ("diagnostics", "0010_summaries"),
        ("organisations", "0005_missions_keep_the_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="site",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.site",
            ),
        ),
        migrations.RunSQL(
            same_tenant_reference("diagnostics_assessment", "site_id", "organisations_site"),
            "ALTER TABLE diagnostics_assessment DROP CONSTRAINT diagnostics_assessment_site_id_tenant",
        ),
    ]
