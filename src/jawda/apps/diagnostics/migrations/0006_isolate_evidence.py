from django.db import migrations

from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("diagnostics", "0005_evidence"), ("files", "0002_isolate")]
    operations = [IsolateTable("Evidence"), IsolateTable("EvidenceLink")]
