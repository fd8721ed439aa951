from django.db import migrations

from jawda.foundation.retention import policies
from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("retention", "0001_initial"), ("tenancy", "0001_functions")]
    operations = [
        IsolateTable("Warned"),
        migrations.RunSQL(policies.TURNS, policies.DROP_TURNS),
    ]
