from django.db import migrations

from jawda.apps.ecosystems import policies


class Migration(migrations.Migration):
    dependencies = [("ecosystems", "0004_isolate")]
    operations = [
        migrations.RunSQL(policies.EITHER_WRITES, policies.COMPANY_WRITES),
        migrations.RunSQL(policies.GUARD, policies.DROP_GUARD),
    ]
