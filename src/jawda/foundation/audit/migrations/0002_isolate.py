from django.db import migrations

from jawda.foundation.audit import trigger
from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("tenancy", "0001_functions")]
    operations = [
        IsolateTable("AuditEntry"),
        IsolateTable("AuditPersonalValues"),
        migrations.RunSQL(trigger.CREATE, trigger.DROP),
    ]
