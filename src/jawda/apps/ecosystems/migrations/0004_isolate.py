from django.db import migrations

from jawda.apps.ecosystems import policies
from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("ecosystems", "0003_public_participants"), ("organisations", "0004_isolate")]
    operations = [
        IsolateTable("PublicParticipant"),
        migrations.RunSQL(policies.COMPANY_WRITES, policies.EITHER_WRITES),
    ]
