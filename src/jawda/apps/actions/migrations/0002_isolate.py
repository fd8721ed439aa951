from django.db import migrations

from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("actions", "0001_initial"), ("diagnostics", "0006_isolate_evidence"), ("files", "0002_isolate")]
    operations = [
        IsolateTable("Action"),
        IsolateTable("ActionDependency"),
        IsolateTable("ActionEvidence"),
        IsolateTable("ActionEvent"),
        IsolateTable("CalendarFeed"),
        IsolateTable("ReminderSent"),
    ]
