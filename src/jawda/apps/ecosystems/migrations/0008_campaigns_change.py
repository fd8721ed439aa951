from django.db import migrations, models

from jawda.apps.ecosystems import policies


class Migration(migrations.Migration):
    dependencies = [("ecosystems", "0007_isolate_campaigns")]
    operations = [
        *(
            migrations.AddField(model_name=model, name=name, field=field)
            for model in ("campaign", "campaigninvitation")
            for name, field in (
                ("extended_on", models.DateField(blank=True, null=True)),
                ("cancelled_on", models.DateField(blank=True, null=True)),
                ("cancelled_because", models.TextField(blank=True, default="")),
            )
        ),
        migrations.RunSQL(policies.CAMPAIGN_CHANGES_GUARD, policies.NO_CAMPAIGN_CHANGES_GUARD),
    ]
