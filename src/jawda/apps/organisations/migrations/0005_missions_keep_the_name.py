from django.db import migrations, models

from jawda.apps.organisations import policies


class Migration(migrations.Migration):
    dependencies = [("organisations", "0004_isolate")]
    operations = [
        migrations.AddField(
            model_name="mission",
            name="organisation_name",
            field=models.CharField(blank=True, max_length=160),
        ),
        migrations.RunSQL(policies.READ_AS_DECLARED, migrations.RunSQL.noop),
    ]
