from django.db import migrations

from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("diagnostics", "0003_settings_and_imports")]
    operations = [IsolateTable("PendingImport")]
