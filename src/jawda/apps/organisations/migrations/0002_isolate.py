from django.db import migrations

from jawda.apps.organisations import policies
from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial"), ("accounts", "0002_isolate")]
    operations = [
        migrations.RunSQL(policies.OPERATOR_FUNCTION, policies.DROP_OPERATOR_FUNCTION),
        IsolateTable("Organisation", policies.ORGANISATION),
        IsolateTable("Membership", policies.BY_PERSON_OR_ORGANISATION),
        IsolateTable("Mission", policies.BY_PERSON_OR_ORGANISATION),
        IsolateTable("Invitation", policies.INVITATION),
        IsolateTable("Site"),
        IsolateTable("DirectoryEntry"),
        migrations.RunSQL(policies.COLLEAGUES, policies.DROP_COLLEAGUES),
    ]
