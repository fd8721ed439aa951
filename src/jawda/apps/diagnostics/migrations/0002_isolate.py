from django.db import migrations

from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("diagnostics", "0001_initial"), ("organisations", "0002_isolate")]
    operations = [
        IsolateTable("Assessment"),
        IsolateTable("Answer"),
    ]
