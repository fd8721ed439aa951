from django.db import migrations

from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("diagnostics", "0012_assignments")]
    operations = [IsolateTable("Assignment")]
