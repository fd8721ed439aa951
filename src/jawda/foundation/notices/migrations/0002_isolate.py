from django.db import migrations

from jawda.foundation.notices import policies
from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("organisations", "0002_isolate")]
    operations = [
        IsolateTable("Notice", policies.NOTICE),
        IsolateTable("Preference", policies.PREFERENCE),
        IsolateTable("Reminder"),
        migrations.RunSQL(policies.TO_ONES_OWN, policies.TO_ANYONE),
    ]
